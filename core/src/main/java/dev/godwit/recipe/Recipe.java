package dev.godwit.recipe;

import dev.godwit.model.Catalog;
import dev.godwit.model.Table;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is known of an application, or of the tool that makes its tables; component names are the
 * keys of its file. {@code on} is the recipe of what it is built on, {@code how} says how it was
 * tried, {@code prepare} is the command that makes its tables or brings them up to date, {@code
 * connect} how it is told its new database; {@code rules} and {@code toJson} are resources with
 * rules of its own, for whoever asks for it by name. Each but {@code name}, {@code title}, {@code
 * kind} and {@code tried} may be null or empty.
 */
public record Recipe(
    String name,
    String title,
    Kind kind,
    String on,
    Tried tried,
    String how,
    Detect detect,
    String prepare,
    List<History> history,
    Map<String, Seed> seeds,
    Described described,
    List<Conversion> convert,
    List<Counter> sequences,
    List<String> leaveOut,
    Missing missingTables,
    List<Check> check,
    String connect,
    String flyway,
    String rules,
    String toJson) {

  /** A tool keeps its history in a table of a name of its own, whatever else is there. */
  public enum Kind {
    TOOL,
    APPLICATION
  }

  /** How a recipe was tried. */
  public enum Tried {
    APPLICATION("with the application"),
    SCHEMAS("with its schemas"),
    DOCUMENTATION("by documentation only");

    private final String words;

    Tried(String words) {
      this.words = words;
    }

    /** For people: {@code with the application}. */
    public String words() {
      return words;
    }
  }

  /** What becomes of tables that only the source has. */
  public enum Missing {
    MAKE,
    FAIL
  }

  /** Tables by which it is recognised, each with columns that it has to have. */
  public record Detect(Map<String, List<String>> tables) {
    public Detect {
      tables = ordered(tables);
    }
  }

  /**
   * A table in which it notes what was done to its schema. {@code entry} are the columns that tell
   * one version from another, none where the table only helps it; {@code known}: others use the
   * name too, and only these columns tell; {@code perEngine}: each engine's migrations are others,
   * and may be called otherwise. A migration is through where the column {@code done} is true, or a
   * moment, and {@code dirty} is not; each null where it says no such thing.
   */
  public record History(
      String table,
      List<String> entry,
      List<String> known,
      boolean perEngine,
      String done,
      String dirty) {
    public History {
      entry = list(entry);
      known = list(known);
    }

    boolean is(Table other) {
      return other.name().equalsIgnoreCase(table) && hasAll(other, known);
    }
  }

  /**
   * A table that a fresh installation has rows in: what a rule {@code onConflict} says of them.
   * With more than {@code most} of them the application runs there already; null for any number.
   */
  public record Seed(String onConflict, List<String> by, Long most) {
    public Seed {
      by = list(by);
    }
  }

  /**
   * A rule for columns; one with a type is for those of tables that Godwit makes. {@code table} and
   * {@code column} are names, {@code from} and {@code to} types in either store, {@code said} what
   * the application's own table says of it, as patterns; null for any.
   */
  public record Conversion(
      String table, String column, String from, String to, String said, JsonNode rule) {
    /** Whether it is for such a column; {@code there} is null where its table is to be made. */
    public boolean isFor(
        String ofTable, String name, String here, String there, String description) {
      return fits(table, ofTable)
          && fits(column, name)
          && fits(from, here)
          && fits(said, description)
          && (there == null ? rule.has("type") : !rule.has("type") && fits(to, there));
    }

    private static boolean fits(String pattern, String value) {
      return pattern == null
          || value.toLowerCase(Locale.ROOT).matches(pattern.toLowerCase(Locale.ROOT));
    }
  }

  /**
   * A table in which the application says more of columns than their types do: {@code of} holds the
   * name of a table, {@code column} that of a column, {@code as} what is said.
   */
  public record Described(String table, String of, String column, String as) {}

  /** A sequence that no column of the target names: it goes on above the greatest of a column. */
  public record Counter(String sequence, String table, String column) {}

  /**
   * What must hold afterwards: a query of the target that must find nothing, or a command for
   * people.
   */
  public record Check(String says, String nothing, String run) {}

  public Recipe {
    history = list(history);
    seeds = ordered(seeds);
    convert = list(convert);
    sequences = list(sequences);
    leaveOut = list(leaveOut);
    check = list(check);
    detect = detect == null ? new Detect(Map.of()) : detect;
  }

  private static <T> List<T> list(List<T> given) {
    return given == null ? List.of() : List.copyOf(given);
  }

  private static <T> Map<String, T> ordered(Map<String, T> given) {
    return given == null
        ? Map.of()
        : java.util.Collections.unmodifiableMap(new LinkedHashMap<>(given));
  }

  /** Whether a store with these tables holds it. */
  public boolean isIn(Catalog catalog) {
    return !detect.tables().isEmpty()
        && detect.tables().entrySet().stream()
            .allMatch(e -> has(catalog, e.getKey(), e.getValue()));
  }

  /** Drizzle keeps its history in a schema of its own. */
  private static boolean has(Catalog catalog, String name, List<String> columns) {
    return table(catalog, name).filter(t -> hasAll(t, columns)).isPresent()
        || catalog.others().stream()
            .anyMatch(o -> o.type().equals(Catalog.HISTORY) && o.name().equals(name));
  }

  /** The table of this name, ignoring case. */
  public static Optional<Table> table(Catalog catalog, String name) {
    return catalog.tables().stream().filter(t -> t.name().equalsIgnoreCase(name)).findFirst();
  }

  private static boolean hasAll(Table table, List<String> columns) {
    return columns == null
        || columns.stream()
            .allMatch(c -> table.columns().stream().anyMatch(o -> o.name().equalsIgnoreCase(c)));
  }

  /** This recipe, and below it that of what it is built on. */
  Recipe over(Recipe b) {
    Map<String, Seed> allSeeds = new LinkedHashMap<>(b.seeds);
    allSeeds.putAll(seeds);
    return new Recipe(
        name,
        title,
        kind,
        on,
        tried,
        how,
        detect,
        prepare == null ? b.prepare : prepare,
        history,
        allSeeds,
        described == null ? b.described : described,
        joined(convert, b.convert),
        joined(sequences, b.sequences),
        joined(leaveOut, b.leaveOut),
        missingTables == null ? b.missingTables : missingTables,
        joined(check, b.check),
        connect == null ? b.connect : connect,
        flyway,
        rules,
        toJson);
  }

  private static <T> List<T> joined(List<T> a, List<T> b) {
    List<T> result = new java.util.ArrayList<>(a);
    result.addAll(b);
    return result;
  }
}
