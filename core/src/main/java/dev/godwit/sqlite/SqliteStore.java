package dev.godwit.sqlite;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Row;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import dev.godwit.sqlite.file.SqliteFile;
import dev.godwit.sqlite.file.WritableFile;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.sqlite.schema.Journals;
import dev.godwit.sqlite.schema.SqliteCatalog;
import dev.godwit.sqlite.schema.SqliteDdl;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.sqlite.write.Computation;
import dev.godwit.sqlite.write.ComputedKeys;
import dev.godwit.sqlite.write.SqliteDelete;
import dev.godwit.sqlite.write.SqliteLoading;
import dev.godwit.sqlite.write.SqliteSequences;
import dev.godwit.sqlite.write.TakenOff;
import dev.godwit.store.Computing;
import dev.godwit.store.Holder;
import dev.godwit.store.KeyForm;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.LockFile;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Calculating;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Editing;
import dev.godwit.store.can.Keyed;
import dev.godwit.store.can.Lasting;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Picked;
import dev.godwit.store.can.Seeking;
import dev.godwit.store.can.Telling;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A SQLite file as a target. One that does not exist appears, whole, with the first transaction
 * that is kept. Foreign keys are checked after loads, not during them. Not thread-safe.
 */
public final class SqliteStore
    implements Target,
        Seeking,
        Counting,
        Numbered,
        Telling,
        Calculating,
        Keyed,
        Making,
        Editing,
        Lasting {
  private final WritableFile file;
  private SqliteCatalog.Found found;
  private Utf16 utf16;
  // The last load that was begun: it has to know what else goes.
  private SqliteLoading loading;

  private SqliteStore(WritableFile file) {
    this.file = file;
    refresh();
  }

  @Override
  public <T> Optional<T> as(Class<T> capability) {
    Journals journals = new Journals(file.path(), file::connection);
    SqliteKeeping keeping = new SqliteKeeping(this, file.path(), connection());
    return Stream.of(
            this, journals, keeping, new SqliteRules(connection(), utf16, schema(), this::catalog))
        .filter(capability::isInstance)
        .map(capability::cast)
        .findFirst();
  }

  @Override
  public About about() {
    return new About(
        "",
        0,
        Optional.ofNullable(file.path().toAbsolutePath().getParent()),
        List.of(
            "up to 64 rows a statement, all in one transaction",
            "indexes of tables of 10 000 rows or more are built after the rows, by 2 threads"));
  }

  /** Loads what every store of this engine needs, so that the first opens sooner. */
  public static void prepare() {
    WritableFile.prepare();
  }

  /**
   * Opens a file, or the place where one is to be.
   *
   * @throws GodwitException where there is something else, or no folder for it
   */
  public static SqliteStore open(Path path) {
    WritableFile file = WritableFile.open(path);
    try {
      return new SqliteStore(file);
    } catch (RuntimeException | Error e) {
      file.close();
      throw e;
    }
  }

  @Override
  public Engine language() {
    return Engine.SQLITE;
  }

  @Override
  public String name() {
    return file.path().toString();
  }

  @Override
  public Set<String> places() {
    return SqliteFile.places(file.path());
  }

  @Override
  public String schema() {
    return "";
  }

  @Override
  public Catalog catalog() {
    return found.catalog();
  }

  @Override
  public void refresh() {
    try {
      utf16 = Utf16.of(Queries.text(connection(), "PRAGMA encoding"));
      found = SqliteCatalog.read(file.path(), connection(), utf16);
    } catch (SQLException e) {
      throw SqliteErrors.reading(file.path(), e);
    }
  }

  private Connection connection() {
    return file.connection();
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    SqliteRead read = new SqliteRead(file.path(), connection(), utf16);
    return read.rows(found.reading(table.name()), table, columns, after, (s, k) -> null);
  }

  @Override
  public Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
    return found.reading(table.name()).virtual()
        ? Picked.equal(this, table, columns, key, at)
        : new SqliteRead(file.path(), connection(), utf16).find(table, columns, key, at);
  }

  @Override
  public boolean seeks(Table table, List<Column> key) {
    return !found.reading(table.name()).virtual() && table.isFoundBy(key);
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    return SqliteErrors.asking(file.path(), () -> SqliteSequences.marks(connection()));
  }

  @Override
  public List<Table> occupied(List<Table> tables) {
    return tables.stream().filter(this::holdsRows).toList();
  }

  private boolean holdsRows(Table table) {
    return number("SELECT EXISTS (SELECT 1 FROM " + Sql.SQLITE.name(table.name()) + ")") == 1;
  }

  @Override
  public long count(Table table) {
    return number("SELECT count(*) FROM " + Sql.SQLITE.name(table.name()));
  }

  private long number(String sql) {
    return SqliteErrors.asking(file.path(), () -> Queries.number(connection(), sql));
  }

  @Override
  public long fill(String table, String column, String value) {
    String name = Sql.SQLITE.name(column);
    String sql = "UPDATE %s SET %s = ? WHERE %s IS NULL";
    try (PreparedStatement statement =
        connection().prepareStatement(sql.formatted(Sql.SQLITE.name(table), name, name))) {
      statement.setString(1, value);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw writing("filling " + table + "." + column, e);
    }
  }

  @Override
  public long delete(Table table, List<Column> key, Loading.Feed keys) {
    Table own = found.catalog().table(table.name()).orElse(table);
    SqliteRead read = new SqliteRead(file.path(), connection(), utf16);
    try (Rows rows = keys.open()) {
      if (loading != null) {
        loading.deleting(own);
      }
      return new SqliteDelete(read, own, key).run(rows);
    } catch (SQLException e) {
      throw writing("deleting from " + own.name(), e);
    }
  }

  /** Beside the file: closing a channel on the file itself would let go of SQLite's own locks. */
  @Override
  public Lock lock(Holder holder) {
    Path place = SqliteFile.sibling(file.path(), ".godwit-lock");
    LockFile lock = LockFile.take(place, holder, name());
    file.sweep();
    return lock;
  }

  @Override
  public Optional<KeyForm> keyForm(Table table, Index key, List<Column> columns) {
    return ComputedKeys.of(key, columns);
  }

  @Override
  public Loading load(List<Load> loads) {
    // The tables may have been made since the catalog was read.
    refresh();
    try {
      return load(loads, null);
    } catch (SQLException e) {
      throw writing("preparing the tables", e);
    }
  }

  private Loading load(List<Load> loads, TakenOff off) throws SQLException {
    SqliteRead read = new SqliteRead(file.path(), connection(), utf16);
    loading = new SqliteLoading(read, loads, found.catalog(), off);
    return loading;
  }

  @Override
  public Loading lasting(List<Load> loads) {
    refresh();
    try {
      return load(loads, new TakenOff(file.path(), connection()));
    } catch (SQLException e) {
      throw writing("preparing the tables", e);
    }
  }

  @Override
  public List<String> creation(Catalog made, Map<String, Map<String, String>> comments) {
    return new ArrayList<>(new SqliteDdl(made).all());
  }

  @Override
  public Statements growth(Table table, Table grown) {
    return SqliteDdl.growth(table, grown);
  }

  @Override
  public List<String> completion(Catalog made) {
    return List.of();
  }

  @Override
  public void execute(List<String> statements) {
    for (String statement : statements) {
      try {
        Queries.run(connection(), statement);
      } catch (SQLException e) {
        throw writing("running \"" + Queries.firstLine(statement) + "\"", e);
      }
    }
  }

  private GodwitException writing(String doing, SQLException e) {
    return SqliteErrors.writing(file.path(), doing, e);
  }

  @Override
  public Computing computing(List<Column> given, List<Column> wanted) {
    return new Computation(given, wanted);
  }

  @Override
  public void atomically(Runnable work) {
    file.begin();
    try {
      work.run();
      file.commit();
    } finally {
      loading = null;
      file.rollback();
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
