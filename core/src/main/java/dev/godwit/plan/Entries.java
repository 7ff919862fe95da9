package dev.godwit.plan;

import dev.godwit.model.Column;
import dev.godwit.recipe.Recipes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A history of versions that travels between two stores which both have it. {@code source} and
 * {@code target} are the columns of one entry, none where the table only helps its tool or a rule
 * says that versions differ by engine; {@code perEngine}: they may.
 */
public record Entries(
    TableCopy copy,
    String tool,
    String command,
    boolean perEngine,
    List<Column> source,
    List<Column> target) {

  /** By a rule, else by what is known of tools; nothing where the table is no history. */
  public static Optional<Entries> of(TableCopy copy, Rules rules) {
    Optional<Recipes.Found> known = Recipes.history(copy.from());
    List<String> said = rules.table(copy.from().name()).history();
    String tool = known.map(k -> k.recipe().title()).orElse("the application");
    String command = known.map(k -> k.recipe().prepare()).orElse("by the application itself");
    boolean perEngine = said == null && known.isPresent() && known.get().history().perEngine();
    return Optional.ofNullable(said)
        .or(() -> known.map(k -> k.history().entry()))
        .flatMap(entry -> of(copy, tool, command, perEngine, entry));
  }

  private static Optional<Entries> of(
      TableCopy copy, String tool, String command, boolean perEngine, List<String> entry) {
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
        ? Optional.of(new Entries(copy, tool, command, perEngine, source, target))
        : Optional.empty();
  }
}
