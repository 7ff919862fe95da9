package dev.godwit.sqlite;

import dev.godwit.btree.RowLayout;
import dev.godwit.jdbc.Queries;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.sqlite.check.IntegrityCheck;
import dev.godwit.sqlite.check.SqliteViolations;
import dev.godwit.sqlite.file.Snapshot;
import dev.godwit.sqlite.file.SqlDump;
import dev.godwit.sqlite.file.SqliteFile;
import dev.godwit.sqlite.read.IndexSums;
import dev.godwit.sqlite.read.Selection;
import dev.godwit.sqlite.read.SqliteRanges;
import dev.godwit.sqlite.read.SqliteRead;
import dev.godwit.sqlite.read.SqliteSample;
import dev.godwit.sqlite.salvage.Salvage;
import dev.godwit.sqlite.schema.Definitions;
import dev.godwit.sqlite.schema.Reading;
import dev.godwit.sqlite.schema.SqliteCatalog;
import dev.godwit.sqlite.schema.SqliteDetails;
import dev.godwit.sqlite.schema.SqliteErrors;
import dev.godwit.sqlite.schema.Utf16;
import dev.godwit.sqlite.write.Computation;
import dev.godwit.sqlite.write.SqliteSequences;
import dev.godwit.store.Computing;
import dev.godwit.store.Filtered;
import dev.godwit.store.Position;
import dev.godwit.store.Ranges;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.store.Source;
import dev.godwit.store.can.Auditing;
import dev.godwit.store.can.Calculating;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Describing;
import dev.godwit.store.can.Dividing;
import dev.godwit.store.can.Filtering;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Picked;
import dev.godwit.store.can.Salvaging;
import dev.godwit.store.can.Sampling;
import dev.godwit.store.can.Seeking;
import dev.godwit.store.can.Telling;
import dev.godwit.store.can.Watching;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A SQLite file as a source. Opens it read-only and reads one snapshot until closed; takes no lock
 * but a reader's and leaves nothing behind.
 */
public final class SqliteSource
    implements Source,
        Filtering,
        Seeking,
        Sampling,
        Dividing,
        Checking,
        Auditing,
        Salvaging,
        Watching,
        Numbered,
        Describing,
        Telling,
        Calculating {
  /** What reading the file itself takes, and not what was saved of it. */
  private static final Set<Class<?>> OF_SOUND_FILES =
      Set.of(Seeking.class, Sampling.class, Dividing.class, Auditing.class, Describing.class);

  private final Snapshot snapshot;
  private final Catalog catalog;
  private final SqliteCatalog.Found found;
  private final Salvage salvage;
  private final Utf16 utf16;
  private final Map<String, Long> highWaterMarks;
  private final IndexSums sums = new IndexSums();

  private SqliteSource(Snapshot snapshot, boolean lenient) throws SQLException {
    this.snapshot = snapshot;
    Connection connection = snapshot.connection();
    String encoding = encoding(connection);
    this.utf16 = Utf16.of(encoding);
    this.found =
        lenient
            ? SqliteCatalog.salvage(connection, utf16)
            : SqliteCatalog.read(snapshot.original(), connection, utf16);
    this.highWaterMarks = readHighWaterMarks(connection, lenient);
    this.salvage = lenient ? Salvage.of(snapshot, found, encoding) : null;
    this.catalog = lenient ? salvage.catalog(found.catalog()) : found.catalog();
  }

  /**
   * Opens a file.
   *
   * @throws dev.godwit.model.GodwitException where it is missing, locked, damaged, encrypted or no
   *     SQLite file at all, saying which
   */
  public static SqliteSource open(Path path) {
    return open(path, false);
  }

  /**
   * Opens a file that is damaged: what can be read of it is copied to a private file, and {@link
   * #losses} names what cannot. A sound file loses nothing.
   *
   * @throws dev.godwit.model.GodwitException where it is missing, locked, encrypted or no SQLite
   *     file at all, saying which
   */
  public static SqliteSource salvage(Path path) {
    return open(path, true);
  }

  /**
   * Whether files are read and checked page by page where that is beyond doubt, as they are at
   * first, or by SQLite alone, which is slower. For all of this process, from now on.
   */
  public static void readPages(boolean on) {
    Snapshot.readPages(on);
  }

  private static SqliteSource open(Path path, boolean lenient) {
    Snapshot snapshot =
        SqlDump.isOne(path)
            ? Snapshot.ofDump(path)
            : Snapshot.open(SqliteFile.probe(path), lenient);
    try {
      return new SqliteSource(snapshot, lenient);
    } catch (SQLException e) {
      snapshot.close();
      throw SqliteErrors.reading(path, e);
    } catch (RuntimeException | Error e) {
      snapshot.close();
      throw e;
    }
  }

  /** The header may name no encoding that there is; SQLite then says nothing, and means UTF-8. */
  private static String encoding(Connection connection) throws SQLException {
    String encoding = Queries.text(connection, "PRAGMA encoding");
    return encoding == null ? "UTF-8" : encoding;
  }

  @Override
  public String name() {
    return snapshot.original().toString();
  }

  @Override
  public <T> Optional<T> as(Class<T> capability) {
    boolean lacks =
        salvage == null ? capability == Salvaging.class : OF_SOUND_FILES.contains(capability);
    return lacks ? Optional.empty() : Source.super.as(capability);
  }

  @Override
  public About about() {
    try {
      String version = Queries.text(snapshot.connection(), "SELECT sqlite_version()");
      return About.source("SQLite " + version, snapshot.isCopy() ? size() : 0);
    } catch (SQLException e) {
      throw SqliteErrors.reading(snapshot.original(), e);
    }
  }

  private long size() {
    long bytes = 0;
    for (String suffix : List.of("", "-wal", "-journal")) {
      bytes += SqliteFile.sibling(snapshot.original(), suffix).toFile().length();
    }
    return bytes;
  }

  @Override
  public Set<String> places() {
    return SqliteFile.places(snapshot.original());
  }

  @Override
  public List<String> definitions(Engine language, List<Table> tables) {
    return language == Engine.SQLITE
        ? new Definitions(snapshot.connection(), found).of(tables)
        : List.of();
  }

  @Override
  public List<Detail> details(List<Table> tables) {
    return SqliteErrors.asking(
        snapshot.original(), () -> SqliteDetails.of(snapshot.connection(), tables));
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    return highWaterMarks;
  }

  @Override
  public String identity() {
    return Watching.identity(this);
  }

  @Override
  public String fingerprint() {
    return "sqlite" + snapshot.fingerprint();
  }

  @Override
  public void requireSame() {
    snapshot.requireSame();
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    Selection selection = selection(table, columns);
    boolean all = after.isStart() && salvage == null;
    SqliteRead sqlite =
        selection.on(salvage == null ? snapshot.connection() : salvage.connection());
    SqliteRead.Watching watching =
        (selected, keyCells) -> all ? selection.watches(selected, keyCells, 1).get() : null;
    RowLayout layout = salvage == null && isRowidOrStart(after) ? selection.layout() : null;
    if (layout == null) {
      return sqlite.rows(selection.reading(), table, columns, after, watching);
    }
    long from = after.isStart() ? Long.MIN_VALUE : (Long) after.values().get(0) + 1;
    return selection.between(sqlite, layout, new long[] {from, Long.MAX_VALUE}, watching);
  }

  @Override
  public Rows where(Table table, List<Column> columns, String condition) {
    Selection selection = selection(table, columns);
    return selection
        .on(salvage == null ? snapshot.connection() : salvage.connection())
        .where(selection.reading(), table, columns, condition);
  }

  /** Whether there is a rowid behind the position to begin with. */
  private static boolean isRowidOrStart(Position after) {
    return after.isStart()
        || (after.values().get(0) instanceof Long rowid && rowid != Long.MAX_VALUE);
  }

  private Selection selection(Table table, List<Column> columns) {
    Reading reading = salvage == null ? found.reading(table.name()) : salvage.reading(table);
    return new Selection(snapshot, utf16, sums, reading, table, columns);
  }

  @Override
  public Optional<Ranges> ranges(Table table, List<Column> columns, int readers) {
    return SqliteRanges.of(selection(table, columns), readers);
  }

  @Override
  public Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
    return found.reading(table.name()).virtual()
        ? Picked.equal(this, table, columns, key, at)
        : selection(table, columns).on(snapshot.connection()).find(table, columns, key, at);
  }

  @Override
  public boolean seeks(Table table, List<Column> key) {
    return !found.reading(table.name()).virtual() && table.isFoundBy(key);
  }

  /** Seeks at even distances of the rowid; where these have large gaps, counts the rows. */
  @Override
  public Rows sample(Table table, List<Column> columns, long rows) {
    Selection selection = selection(table, columns);
    if (selection.rowid() == null) {
      return Picked.spread(this, table, columns, rows);
    }
    try {
      SqliteSample sample = new SqliteSample(snapshot.connection(), table, selection.rowid());
      SqliteRead read = selection.on(snapshot.connection());
      List<String> names = columns.stream().map(Column::name).toList();
      long dense = sample.met(rows);
      if (2 * dense >= rows) {
        return read.rows(snapshot.connection().prepareStatement(sample.sql(names, rows)), columns);
      }
      long[] seen = {0};
      long step = Math.max(1, sample.count() / rows);
      return new Filtered(read(table, columns, Position.START), row -> seen[0]++ % step == 0);
    } catch (SQLException e) {
      throw SqliteErrors.reading(snapshot.original(), e);
    }
  }

  @Override
  public Violations violations(Table table) {
    return SqliteViolations.count(snapshot.connection(), catalog, table);
  }

  /** What the readings so far told about indexes. */
  public IndexSums sums() {
    return sums;
  }

  @Override
  public Integrity check(Slack slack) {
    List<Table> tables = utf16 == null ? catalog.tables() : List.of();
    return IntegrityCheck.run(snapshot, tables, sums, slack);
  }

  @Override
  public String remedy() {
    return "Repair it with sqlite3's .recover, or take what is readable with --salvage.";
  }

  @Override
  public List<Problem> losses() {
    return salvage.losses();
  }

  @Override
  public void close() {
    try {
      if (salvage != null) {
        salvage.close();
      }
    } finally {
      snapshot.close();
    }
  }

  @Override
  public Computing computing(List<Column> given, List<Column> wanted) {
    return new Computation(given, wanted);
  }

  private static Map<String, Long> readHighWaterMarks(Connection connection, boolean lenient)
      throws SQLException {
    try {
      return SqliteSequences.marks(connection);
    } catch (SQLException e) {
      if (!lenient) {
        throw e;
      }
      return Map.of();
    }
  }
}
