package dev.godwit.sqlite.schema;

import dev.godwit.jdbc.JournalRows;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import dev.godwit.store.can.Journaling;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** Tables of Godwit's own, told from data by their names. */
public final class Journals implements Journaling {
  public static final String PREFIX = "godwit_";

  private static final Set<String> OWN =
      Set.of("runs", "checkpoints", "base", "quarantine", "scaffold");

  private final Path path;
  private final Supplier<Connection> connection;

  /** {@code path} is the file, for messages; {@code connection} the one to use at the time. */
  public Journals(Path path, Supplier<Connection> connection) {
    this.path = path;
    this.connection = connection;
  }

  /** Whether Godwit made it: somebody's own of such a name has types, or a key. */
  static boolean isOne(Connection connection, String table) throws SQLException {
    String name = SqliteKeys.fold(table);
    return name.startsWith(PREFIX)
        && (OWN.contains(name.substring(PREFIX.length())) || name.startsWith(PREFIX + "aside_"))
        && isUntyped(connection, table);
  }

  private static boolean isUntyped(Connection connection, String table) throws SQLException {
    String sql = "SELECT name FROM pragma_table_info(?) WHERE type <> '' OR pk > 0";
    return Queries.list(connection, r -> r.getString(1), sql, table).isEmpty();
  }

  @Override
  public boolean mayJournal() {
    return true;
  }

  /** Without types: cells come back as they went in. */
  @Override
  public Table journal(String name, List<Column> columns) {
    Table journal = Table.of("", PREFIX + name, columns, List.of());
    List<String> names = columns.stream().map(Column::name).toList();
    String sql = "CREATE TABLE IF NOT EXISTS %s (%s)";
    try {
      requirePlain(connection.get(), journal.name());
      Queries.run(
          connection.get(),
          sql.formatted(Sql.SQLITE.name(journal.name()), Sql.SQLITE.names(names)));
      return journal;
    } catch (SQLException e) {
      throw SqliteErrors.writing(path, "making " + journal.name(), e);
    }
  }

  @Override
  public void replace(Table journal, List<List<String>> gone, List<List<String>> rows) {
    try {
      JournalRows.replace(
          connection.get(), Sql.SQLITE, journal, gone, rows, UnaryOperator.identity());
    } catch (SQLException e) {
      throw SqliteErrors.writing(path, "writing to " + journal.name(), e);
    }
  }

  @Override
  public String writable(String text) {
    return text;
  }

  /** A view or a trigger there would be somebody else's, and do what only they know. */
  private static void requirePlain(Connection connection, String name) throws SQLException {
    List<String> others =
        Queries.list(
            connection,
            r -> r.getString(1) + " " + r.getString(2),
            "SELECT type, name FROM sqlite_schema WHERE lower(name) = ?1 AND type <> 'table'"
                + " OR lower(tbl_name) = ?1 AND type = 'trigger'",
            name);
    if (!others.isEmpty()) {
      throw GodwitException.refused(
          name
              + ", where Godwit keeps its history, is no plain table of it: there is the "
              + others.get(0)
              + "; nothing was written. Drop it, then run again");
    } else if (!isUntyped(connection, name)) {
      throw GodwitException.refused(
          "the table "
              + name
              + " is somebody else's, and Godwit keeps its history under that name; nothing was"
              + " written. Rename it, then run again");
    }
  }

  @Override
  public Optional<Table> journal(String name) {
    try {
      requirePlain(connection.get(), PREFIX + name);
      List<Column> columns =
          Queries.list(
              connection.get(),
              r -> Column.of(r.getString(1), ColumnType.of(Kind.ANY, "")),
              "SELECT name FROM pragma_table_info(?)",
              PREFIX + name);
      return columns.isEmpty()
          ? Optional.empty()
          : Optional.of(Table.of("", PREFIX + name, columns, List.of()));
    } catch (SQLException e) {
      throw SqliteErrors.reading(path, e);
    }
  }
}
