package dev.godwit.sqlite.write;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.store.Intent;
import dev.godwit.store.Loading.Arrivals;
import dev.godwit.store.Trial;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/**
 * A table by the same statements in a database in memory: its CHECKs, types, computed columns and
 * index expressions decide about rows as the file's own would. Keys are looked at elsewhere.
 */
public final class Trying implements Trial {
  private static final Path NOWHERE = Path.of("memory");
  private static final int BATCH = 1000;

  private static final String DEFINITIONS =
      "SELECT sql FROM sqlite_schema WHERE type IN ('table', 'index') AND sql IS NOT NULL"
          + " AND tbl_name = ? COLLATE NOCASE AND sql NOT LIKE 'CREATE VIRTUAL%'"
          + " ORDER BY type = 'index', rowid";

  private final Table table;
  private final Arrivals arrivals;
  private Connection memory;
  private SqliteInsert insert;
  private int count;
  private String untried;

  /** {@code file} is asked for the table's statements; {@code utf16} is null for one in UTF-8. */
  public Trying(Connection file, Utf16 utf16, Intent intent, Arrivals arrivals) {
    this.table = intent.table();
    this.arrivals = arrivals;
    if (intent.made() || !decides()) {
      return;
    }
    try {
      List<String> definitions = Queries.texts(file, DEFINITIONS, table.name());
      String encoding = Queries.text(file, "PRAGMA encoding");
      memory = DriverManager.getConnection("jdbc:sqlite::memory:");
      Queries.run(memory, "PRAGMA encoding = " + Sql.SQLITE.literal(encoding));
      for (String definition : definitions) {
        Queries.run(memory, definition);
      }
      List<String> columns = intent.columns().stream().map(Column::name).toList();
      insert =
          new SqliteInsert(memory, utf16, Sql.SQLITE.name(table.name()), columns, this::refused);
    } catch (SQLException e) {
      untried = "its CHECKs and index expressions: " + SqliteErrors.plain(e);
    }
  }

  /** Whether more than keys decides about rows. */
  private boolean decides() {
    return !table.checks().isEmpty()
        || table.traits().strict()
        || table.columns().stream().anyMatch(Column::isGenerated)
        || table.indexes().stream()
            .anyMatch(
                i -> i.where() != null || i.parts().stream().anyMatch(p -> p.column() == null));
  }

  private void refused(Row row, SQLException why) throws SQLException {
    Refusal refusal = Refusal.of(why, table);
    if (refusal == null) {
      throw why;
    }
    if (refusal.violation().kind() != ProblemKind.DUPLICATE) {
      arrivals.refused(row, refusal.violation());
    }
  }

  @Override
  public void take(Row row) {
    if (insert != null) {
      writing(() -> insert.write(row));
      if (++count % BATCH == 0) {
        end();
      }
    }
  }

  @Override
  public void end() {
    if (insert != null) {
      writing(
          () -> {
            insert.flush();
            Queries.run(memory, "DELETE FROM " + Sql.SQLITE.name(table.name()));
          });
    }
  }

  /** Something that writes. */
  @FunctionalInterface
  private interface Writing {
    void run() throws SQLException;
  }

  private void writing(Writing work) {
    try {
      work.run();
    } catch (SQLException e) {
      throw SqliteErrors.writing(NOWHERE, "trying rows of " + table.name(), e);
    }
  }

  @Override
  public String untried() {
    return untried;
  }

  @Override
  public void close() {
    if (memory != null) {
      writing(memory::close);
    }
  }
}
