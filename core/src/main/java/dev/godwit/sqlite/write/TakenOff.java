package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.sqlite.schema.Journals;
import dev.godwit.store.can.Journal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a load of several transactions has taken off its tables, so that whoever goes on can put it
 * back: in a journal, in the same transaction in which it was taken off.
 */
public final class TakenOff {
  private static final String NAME = "scaffold";
  private static final String TRIGGER = "trigger";
  private static final String BYSTANDER = "bystander";
  private static final List<Column> COLUMNS =
      Stream.of("table_name", "kind", "name", "definition")
          .map(n -> Column.of(n, ColumnType.of(Kind.ANY, "")))
          .toList();

  private final Connection connection;
  private final Journal journal;
  private final List<Note> notes;

  private record Note(String kind, String name, String definition) {}

  /** Reads what is noted. */
  public TakenOff(Path path, Connection connection) throws SQLException {
    this.connection = connection;
    this.journal = journal(path, connection);
    this.notes =
        journal.found().isEmpty()
            ? List.of()
            : Queries.list(
                connection,
                r -> new Note(r.getString(1), r.getString(2), r.getString(3)),
                "SELECT kind, name, definition FROM godwit_scaffold ORDER BY rowid");
  }

  /** Whether something is off: a trigger that is there again was put back by somebody. */
  boolean goesOn() throws SQLException {
    for (Note note : notes) {
      boolean back =
          note.kind().equals(TRIGGER)
              && !Queries.list(
                      connection,
                      r -> 1,
                      "SELECT 1 FROM sqlite_schema WHERE type = 'trigger' AND name = ?",
                      note.name())
                  .isEmpty();
      if (back) {
        return false;
      }
    }
    return !notes.isEmpty();
  }

  /** The statements that make the triggers again, by name. */
  Map<String, String> triggers() {
    return of(TRIGGER);
  }

  /** How many rows of a table outside of the load missed what they refer to before it. */
  Map<String, String> bystanders() {
    return of(BYSTANDER);
  }

  private Map<String, String> of(String kind) {
    Map<String, String> result = new LinkedHashMap<>();
    notes.stream()
        .filter(n -> n.kind().equals(kind))
        .forEach(n -> result.put(n.name(), n.definition()));
    return result;
  }

  void trigger(Table table, String name, String definition) {
    note(table, TRIGGER, name, definition);
  }

  void bystander(Table table, String name, long count) {
    note(table, BYSTANDER, name, Long.toString(count));
  }

  private void note(Table table, String kind, String name, String definition) {
    journal.put(3, List.of(List.of(table.name(), kind, name, definition)));
  }

  private static Journal journal(Path path, Connection connection) {
    return new Journal(new Journals(path, () -> connection), NAME, COLUMNS);
  }

  /** Nothing is off these tables any more. */
  public static void erase(Path path, Connection connection, Collection<Table> tables)
      throws SQLException {
    Journal journal = journal(path, connection);
    for (Table table : tables) {
      journal.remove(table.name());
      Queries.run(connection, "DROP TABLE IF EXISTS " + Sql.SQLITE.name(Aside.lastingName(table)));
    }
  }
}
