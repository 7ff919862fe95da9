package dev.godwit.plan;

import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.recipe.Recipe;
import dev.godwit.recipe.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A history of versions that travels between two stores which both have it. {@code source} and
 * {@code target} are the columns of one entry, none where the table only helps its tool or a rule
 * says that versions differ by engine; {@code known} is what is known of the table, if anything.
 */
public record Entries(
    TableCopy copy,
    String tool,
    String command,
    Optional<Recipe.History> known,
    List<Column> source,
    List<Column> target) {

  /** Whether versions may differ by engine. */
  public boolean perEngine() {
    return known.filter(Recipe.History::perEngine).isPresent();
  }

  /** The table's column that is true, or a moment, once a version is through. */
  public Optional<Column> done(Table table) {
    return known.flatMap(k -> column(table, k.done()));
  }

  /** The table's column that is true as long as a version is not through. */
  public Optional<Column> dirty(Table table) {
    return known.flatMap(k -> column(table, k.dirty()));
  }

  private static Optional<Column> column(Table table, String name) {
    return table.columns().stream().filter(c -> c.name().equalsIgnoreCase(name)).findFirst();
  }

  /** By a rule, else by what is known of tools; nothing where the table is no history. */
  public static Optional<Entries> of(TableCopy copy, Rules rules) {
    Optional<Recipes.Found> known = Recipes.history(copy.from());
    List<String> said = rules.table(copy.from().name()).history();
    String tool = known.map(k -> k.recipe().title()).orElse("the application");
    String command = known.map(k -> k.recipe().prepare()).orElse("by the application itself");
    Optional<Recipe.History> history =
        said == null ? known.map(Recipes.Found::history) : Optional.empty();
    return Optional.ofNullable(said)
        .or(() -> history.map(Recipe.History::entry))
        .flatMap(entry -> of(copy, tool, command, history, entry));
  }

  private static Optional<Entries> of(
      TableCopy copy,
      String tool,
      String command,
      Optional<Recipe.History> known,
      List<String> entry) {
    List<Column> source = new ArrayList<>();
    List<Column> target = new ArrayList<>();
    for (String name : entry) {
      for (ColumnCopy c : copy.columns()) {
        if (c.from() != null && c.name().equalsIgnoreCase(name)) {
          source.add(c.from());
          target.add(c.to());
        }
      }
    }
    return source.size() == entry.size()
        ? Optional.of(new Entries(copy, tool, command, known, source, target))
        : Optional.empty();
  }
}
