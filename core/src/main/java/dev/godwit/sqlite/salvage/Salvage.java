package dev.godwit.sqlite.salvage;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.sqlite.file.Snapshot;
import dev.godwit.sqlite.schema.Missing;
import dev.godwit.sqlite.schema.Reading;
import dev.godwit.sqlite.schema.SqliteCatalog;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.SqliteKeys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteOpenMode;

/**
 * The rows of a damaged file that SQLite can still read, copied cell by cell into a private file
 * without constraints, and a sentence for everything that it could not. The damaged file is never
 * written. Deleted on close.
 */
public final class Salvage implements AutoCloseable {

  private final Path folder;
  private final Connection connection;
  private final List<Problem> losses = new ArrayList<>();
  private final List<Table> tables = new ArrayList<>();
  private final Map<String, Reading> readings = new HashMap<>();

  private final Missing missing;

  private Salvage(Path folder, Connection connection) {
    this.folder = folder;
    this.connection = connection;
    this.missing = new Missing(connection);
  }

  public static Salvage of(Snapshot damaged, SqliteCatalog.Found found, String encoding)
      throws SQLException {
    try {
      Path folder = Files.createTempDirectory("godwit-");
      Salvage result = new Salvage(folder, create(folder.resolve("salvaged.db"), encoding));
      try {
        result.take(damaged.uri(), found);
        return result;
      } catch (SQLException | RuntimeException e) {
        result.close();
        throw e;
      }
    } catch (IOException e) {
      throw GodwitException.failed(
          "no room for what is salvaged in the temporary folder: "
              + e.getMessage()
              + "; name another with -Djava.io.tmpdir=DIR",
          e);
    }
  }

  public Connection connection() {
    return connection;
  }

  public Reading reading(Table table) {
    return readings.get(table.name());
  }

  /** What could not be read; empty where nothing was lost. */
  public List<Problem> losses() {
    return losses;
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException e) {
      throw SqliteErrors.reading(folder, e);
    } finally {
      Snapshot.delete(folder);
    }
  }

  private static Connection create(Path file, String encoding) throws SQLException {
    SQLiteConfig config = new SQLiteConfig();
    config.setOpenMode(SQLiteOpenMode.OPEN_URI);
    Connection connection = config.createConnection("jdbc:sqlite:" + file);
    // Damage is found earlier, and nothing here has to survive a power cut.
    Queries.run(connection, "PRAGMA cell_size_check = ON");
    Queries.run(connection, "PRAGMA synchronous = OFF");
    Queries.run(connection, "PRAGMA journal_mode = MEMORY");
    Queries.run(connection, "PRAGMA encoding = " + Sql.SQLITE.literal(encoding));
    Queries.run(connection, "CREATE TABLE godwit_salvage (x)");
    return connection;
  }

  private void take(String uri, SqliteCatalog.Found found) throws SQLException {
    Queries.run(connection, "PRAGMA writable_schema = ON");
    Queries.run(connection, "ATTACH DATABASE " + Sql.SQLITE.literal(uri) + " AS damaged");
    found.damage().forEach(d -> lose(null, d));
    for (Table table : found.catalog().tables()) {
      if (table.columns().isEmpty()) {
        lose(table.name(), "its definition cannot be read, and so none of its rows");
      } else {
        take(table, found.reading(table.name()));
      }
    }
  }

  private void take(Table table, Reading from) throws SQLException {
    List<String> keys = SqliteKeys.of(table);
    boolean numbered = keys.size() == 1 && !table.traits().withoutRowid();
    Map<String, String> names = new LinkedHashMap<>();
    for (Column column : table.columns()) {
      names.put(column.name(), "c" + names.size());
    }
    if (numbered) {
      names.put(keys.get(0), "k");
    }
    if (!from.ordered()) {
      missing.ordersKey(table.indexes());
    }
    String to = "s" + readings.size();
    SalvagedTable copy =
        new SalvagedTable(
            connection,
            to,
            "damaged." + Sql.SQLITE.name(from.from()) + (from.virtual() ? "" : " NOT INDEXED"),
            List.copyOf(names.values()),
            names.keySet().stream().map(n -> Sql.SQLITE.name(from.name(n))).toList(),
            keys.stream().map(names::get).toList(),
            numbered);
    copy.create();
    copy.fill();
    copy.losses().forEach(loss -> lose(table.name(), loss));
    readings.put(table.name(), new Reading(to, names, false, true));
    tables.add(table);
  }

  private void lose(String table, String message) {
    losses.add(
        Problem.of(ProblemKind.SALVAGED)
            .at(table)
            .says(message, "a backup of the file may still hold it"));
  }

  /** The catalog, without the tables of which nothing is left. */
  public Catalog catalog(Catalog whole) {
    return new Catalog(tables, whole.others(), whole.remarks());
  }
}
