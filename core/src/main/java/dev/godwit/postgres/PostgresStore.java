package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Counter;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.postgres.check.Citus;
import dev.godwit.postgres.check.PostgresHealth;
import dev.godwit.postgres.load.Merge;
import dev.godwit.postgres.load.PostgresLoading;
import dev.godwit.postgres.load.Sequences;
import dev.godwit.postgres.schema.PostgresCatalog;
import dev.godwit.postgres.session.Fingerprint;
import dev.godwit.postgres.session.Journals;
import dev.godwit.postgres.session.Pool;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.PostgresLock;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.postgres.session.SourceSession;
import dev.godwit.postgres.session.Timeouts;
import dev.godwit.store.Holder;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Numbering;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.SequenceEnd;
import dev.godwit.store.Slack;
import dev.godwit.store.Target;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Editing;
import dev.godwit.store.can.Lasting;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Restricted;
import dev.godwit.store.can.Sequenced;
import dev.godwit.store.can.Telling;
import dev.godwit.store.can.Watching;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.postgresql.util.DriverInfo;

/**
 * One schema of a PostgreSQL database, on one connection, as source and target. A borrowed
 * connection is never committed, rolled back or closed here: its owner's transaction is ours, and
 * whatever a run throws leaves nothing of it there.
 */
public final class PostgresStore
    implements Target,
        Checking,
        Watching,
        Numbered,
        Sequenced,
        Restricted,
        Telling,
        Editing,
        Lasting {
  private final PostgresSession session;
  private final PostgresReading reading;
  private final PostgresRules rules;
  private final PostgresMaking making;
  private final Journals journals;
  private Catalog catalog;

  /** What the last load is of: their rows come and go together. */
  private List<Table> loaded = List.of();

  private Map<String, Citus.Spread> spread = Map.of();

  private PostgresStore(PostgresSession session) {
    this.session = session;
    reading = new PostgresReading(session);
    rules = new PostgresRules(session);
    making = new PostgresMaking(session, this::refresh);
    journals = new Journals(session::connection);
    refresh();
  }

  /** A store on somebody's connection and transaction, in its current schema. */
  public static PostgresStore on(Connection connection) {
    return on(connection, null);
  }

  /** The same in a schema that is there; null for the current one. */
  public static PostgresStore on(Connection connection, String chosen) {
    return new PostgresStore(PostgresSession.on(connection, chosen));
  }

  /** What is left of a schema that may be gone itself: its part of Godwit's journals. */
  public static PostgresStore left(Connection connection, String schema) {
    return new PostgresStore(PostgresSession.left(connection, schema));
  }

  /** Connects. Closing the store closes the connection. */
  public static PostgresStore open(PostgresUrl url) {
    return opened(PostgresSession.open(url));
  }

  /** Takes a connection, which gets back to its pool, as it was, when the store is closed. */
  public static PostgresStore open(DataSource pool) {
    return opened(PostgresSession.open(new Pool(pool)));
  }

  /**
   * Connects to read: all reads see one snapshot, and nothing can be written. Closing the store
   * closes the connection.
   *
   * @throws dev.godwit.model.GodwitException where tables are in several schemas and none is chosen
   */
  public static PostgresStore openSource(PostgresUrl url) {
    return opened(PostgresSession.openSource(url, false));
  }

  /** The same of a target: the schema that {@link #open(PostgresUrl)} writes to. */
  public static PostgresStore openTargetAsSource(PostgresUrl url) {
    return opened(PostgresSession.openSource(url, true));
  }

  /** The same on a connection of a pool, as {@link #open(DataSource)} has it. */
  public static PostgresStore openSource(DataSource pool) {
    return opened(PostgresSession.openSource(new Pool(pool), false));
  }

  private static PostgresStore opened(PostgresSession session) {
    try {
      return new PostgresStore(session);
    } catch (RuntimeException | Error e) {
      session.close();
      throw e;
    }
  }

  /**
   * Reads in somebody's transaction, which has to see one snapshot; its settings are as they were
   * once the store is closed.
   */
  public static PostgresStore reading(Connection connection) {
    return new PostgresStore(PostgresSession.reading(connection));
  }

  @Override
  public <T> Optional<T> as(Class<T> capability) {
    if (capability == Lasting.class && !session.owned()) {
      // Its owner commits.
      return Optional.empty();
    }
    return Stream.of(this, session, reading, rules, making, journals, new PostgresKeeping(this))
        .filter(capability::isInstance)
        .map(capability::cast)
        .findFirst();
  }

  @Override
  public About about() {
    List<String> choices = new ArrayList<>(PostgresLoading.CHOICES);
    choices.addAll(Citus.words(catalog, spread));
    return new About(
        PostgresHealth.version(connection()), 0, PostgresHealth.folder(connection()), choices);
  }

  /** Loads what every store of this engine needs, so that the first opens sooner. */
  public static void prepare() {
    PostgresUrl.prepare();
  }

  /** The version of the driver that connects. */
  public static String driver() {
    return DriverInfo.DRIVER_VERSION;
  }

  @Override
  public String name() {
    return session.name();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  private void refresh() {
    try {
      spread = session.citus() ? Citus.spread(connection(), schema()) : Map.of();
      catalog = Citus.required(PostgresCatalog.read(connection(), schema()), spread);
      reading.refresh();
    } catch (SQLException e) {
      throw PostgresErrors.of("reading the catalog", e);
    }
  }

  @Override
  public long delete(Table table, List<Column> key, Loading.Feed keys) {
    try (Rows rows = keys.open()) {
      return Merge.delete(connection(), table, key, rows, loaded);
    } catch (SQLException e) {
      throw PostgresErrors.of("deleting from " + table.displayName(), e);
    }
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    return PostgresErrors.asking(
        "reading the sequences", () -> Sequences.marks(connection(), schema()));
  }

  @Override
  public Numbering numbering(List<Table> tables, List<Counter> counters) {
    return PostgresErrors.asking(
        "reading the sequences",
        () -> new Sequences(connection(), false).numbering(schema(), tables, counters));
  }

  @Override
  public List<SequenceEnd> ends(List<Table> tables) {
    return PostgresErrors.asking(
        "reading the sequences", () -> new Sequences(connection(), false).ends(tables));
  }

  @Override
  public void advance(List<Counter> counters) {
    PostgresErrors.doing(
        "setting the sequences",
        () -> new Sequences(connection(), session.citus()).advance(counters));
  }

  @Override
  public Set<String> places() {
    return PostgresErrors.asking(
        "asking which server this is", () -> Set.of(SourceSession.place(connection(), schema())));
  }

  @Override
  public String identity() {
    return Fingerprint.identity(connection(), schema());
  }

  @Override
  public String fingerprint() {
    return session.fingerprint();
  }

  @Override
  public Integrity check(Slack slack) {
    // On the connection that reads.
    slack.awaitEnd();
    return new Integrity(List.of(), PostgresHealth.invalidIndexes(connection(), schema()));
  }

  @Override
  public String remedy() {
    return Trusted.IT.remedy();
  }

  @Override
  public void requireSame() {
    // What is read is one snapshot.
  }

  @Override
  public List<Problem> hindrances(List<Table> tables) {
    List<Problem> result = new ArrayList<>(PostgresHealth.unreadable(connection(), tables));
    if (result.isEmpty()) {
      result.addAll(PostgresHealth.largeObjects(connection(), tables));
    }
    return result;
  }

  @Override
  public long fill(String table, String column, String value) {
    Field<String> field = DSL.field(DSL.name(column), String.class);
    Column target = catalog.table(table).flatMap(t -> t.column(column)).orElseThrow();
    // The type comes from the server's catalog, never from a person.
    Field<String> typed =
        DSL.field("cast({0} as " + target.type().name() + ")", String.class, DSL.val(value));
    try {
      return DSL.using(connection(), SQLDialect.POSTGRES)
          .update(DSL.table(DSL.name(schema(), table)))
          .set(field, typed)
          .where(field.isNull())
          .execute();
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      throw PostgresErrors.of("filling " + table + "." + column, cause);
    }
  }

  @Override
  public Loading load(List<Load> loads) {
    if (!session.owned()) {
      Timeouts.setLocally(connection());
    }
    loaded = loads.stream().map(Load::table).toList();
    return PostgresLoading.once(connection(), loads, session.citus(), Citus.distributed(spread));
  }

  @Override
  public Loading lasting(List<Load> loads) {
    return PostgresLoading.lasting(connection(), loads, session.citus(), Citus.distributed(spread));
  }

  @Override
  public void execute(List<String> statements) {
    // One by one, a schema of a thousand statements would wait a thousand times.
    try (Statement batch = connection().createStatement()) {
      if (statements.size() == 1) {
        // A migration's whole file may come as one; a batch takes single statements only.
        batch.execute(statements.get(0));
        return;
      }
      for (String statement : statements) {
        batch.addBatch(statement);
      }
      batch.executeBatch();
    } catch (BatchUpdateException e) {
      String failed = statements.get(Math.min(firstFailed(e), statements.size() - 1));
      SQLException cause = e.getNextException() == null ? e : e.getNextException();
      throw PostgresErrors.of("running \"" + Queries.firstLine(failed) + "\"", cause);
    } catch (SQLException e) {
      throw PostgresErrors.of("making the tables", e);
    }
  }

  /** The driver calls all of a batch failed; which one it was, only its message says. */
  private static int firstFailed(BatchUpdateException e) {
    Matcher number = Pattern.compile("\\d+").matcher(String.valueOf(e.getMessage()));
    return number.find() ? Integer.parseInt(number.group()) : 0;
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    return reading.read(table, columns, after);
  }

  @Override
  public Lock lock(Holder holder) {
    Lock lock = PostgresLock.take(connection(), session.owned(), session.name(), schema(), holder);
    session.beginAfterCommit();
    return () -> {
      lock.close();
      session.beginAfterCommit();
    };
  }

  @Override
  public void atomically(Runnable work) {
    session.atomically(work);
  }

  @Override
  public void close() {
    session.close();
  }

  PostgresSession session() {
    return session;
  }

  /** Without the rows of tables that inherit from it. */
  String only(Table table) {
    return reading.only(table);
  }

  Connection connection() {
    return session.connection();
  }

  private String schema() {
    return session.schema();
  }
}
