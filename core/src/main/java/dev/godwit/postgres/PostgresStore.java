package dev.godwit.postgres;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Detail;
import dev.godwit.model.Engine;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Index;
import dev.godwit.model.Problem;
import dev.godwit.model.Row;
import dev.godwit.model.Statements;
import dev.godwit.model.Table;
import dev.godwit.postgres.check.Citus;
import dev.godwit.postgres.check.Objections;
import dev.godwit.postgres.check.PostgresHealth;
import dev.godwit.postgres.check.PostgresJudge;
import dev.godwit.postgres.check.Reach;
import dev.godwit.postgres.check.TemporaryCopy;
import dev.godwit.postgres.encode.Literals;
import dev.godwit.postgres.load.Merge;
import dev.godwit.postgres.load.PostgresLoading;
import dev.godwit.postgres.load.Sequences;
import dev.godwit.postgres.read.Computation;
import dev.godwit.postgres.read.PostgresKeys;
import dev.godwit.postgres.read.PostgresRead;
import dev.godwit.postgres.schema.PostgresCatalog;
import dev.godwit.postgres.schema.PostgresDdl;
import dev.godwit.postgres.schema.PostgresDetails;
import dev.godwit.postgres.schema.PostgresGrowth;
import dev.godwit.postgres.session.Borrowed;
import dev.godwit.postgres.session.Connections;
import dev.godwit.postgres.session.Fingerprint;
import dev.godwit.postgres.session.Journals;
import dev.godwit.postgres.session.Neighbours;
import dev.godwit.postgres.session.Pool;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.postgres.session.PostgresLock;
import dev.godwit.postgres.session.PostgresUrl;
import dev.godwit.postgres.session.SessionSettings;
import dev.godwit.postgres.session.SourceSession;
import dev.godwit.postgres.session.Spellings;
import dev.godwit.postgres.session.Timeouts;
import dev.godwit.store.Computing;
import dev.godwit.store.Holder;
import dev.godwit.store.Intent;
import dev.godwit.store.Judge;
import dev.godwit.store.KeyForm;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Numbering;
import dev.godwit.store.Position;
import dev.godwit.store.Reached;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.store.Target;
import dev.godwit.store.Trial;
import dev.godwit.store.can.Calculating;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Counting;
import dev.godwit.store.can.Describing;
import dev.godwit.store.can.Editing;
import dev.godwit.store.can.Enforcing;
import dev.godwit.store.can.Filtering;
import dev.godwit.store.can.Journaling;
import dev.godwit.store.can.Keyed;
import dev.godwit.store.can.Lasting;
import dev.godwit.store.can.Making;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Remote;
import dev.godwit.store.can.Restricted;
import dev.godwit.store.can.Sampling;
import dev.godwit.store.can.Scanning;
import dev.godwit.store.can.Seeking;
import dev.godwit.store.can.Sequenced;
import dev.godwit.store.can.Stopping;
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
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.jooq.Field;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.postgresql.PGConnection;
import org.postgresql.util.DriverInfo;

/**
 * One schema of a PostgreSQL database, on one connection, as source and target. A borrowed
 * connection is never committed, rolled back or closed here: its owner's transaction is ours, and
 * whatever a run throws leaves nothing of it there.
 */
public final class PostgresStore
    implements Target,
        Scanning,
        Filtering,
        Seeking,
        Sampling,
        Counting,
        Checking,
        Watching,
        Numbered,
        Sequenced,
        Describing,
        Restricted,
        Stopping,
        Remote,
        Telling,
        Calculating,
        Enforcing,
        Keyed,
        Making,
        Editing,
        Lasting,
        Journaling {
  /** Where an owned connection comes from. */
  private final Connections from;

  private volatile Connection connection;
  private final String name;
  private final String schema;
  private final boolean owned;
  private final boolean reading;

  /** Of a source as it was opened; null for a target. */
  private final String fingerprint;

  private Catalog catalog;
  private Set<String> parents = Set.of();

  /** What the last load is of: their rows come and go together. */
  private List<Table> loaded = List.of();

  private Map<String, Citus.Spread> spread = Map.of();

  /** The settings of a borrowed connection that is read from; null else. */
  private SessionSettings before;

  /** The server's number of the connection's session. */
  private int session;

  /** Whether the transaction is one of {@link #atomically}. */
  private boolean writing;

  /** Of {@link Citus}, as the caller had them in a transaction of its own. */
  private Map<String, String> callersSettings = Map.of();

  /** Whether every transaction begins with the settings of {@link Citus}. */
  private final boolean citus;

  private PostgresStore(
      Connections from, Connection connection, String name, String schema, boolean owned) {
    this(from, connection, name, schema, owned, null);
  }

  private PostgresStore(
      Connections from,
      Connection connection,
      String name,
      String schema,
      boolean owned,
      String fingerprint) {
    this.from = from;
    this.reading = fingerprint != null;
    this.fingerprint = fingerprint;
    this.connection = connection;
    this.name = name;
    this.schema = schema;
    this.owned = owned;
    this.citus = beginsAsCitusWants();
    this.session = owned ? session() : 0;
    refresh();
  }

  /** A broken connection does not tell any more. */
  private int session() {
    return PostgresErrors.asking(
        "connecting", () -> connection.unwrap(PGConnection.class).getBackendPID());
  }

  private boolean beginsAsCitusWants() {
    try {
      boolean there = Citus.isOn(connection);
      if (there) {
        callersSettings = owned ? Map.of() : Citus.settings(connection);
        Queries.run(connection, Citus.SETTINGS);
      }
      return there;
    } catch (SQLException e) {
      throw PostgresErrors.of("asking for Citus", e);
    }
  }

  /** Begins the next transaction, where something has to be said first in it. */
  private void begin() throws SQLException {
    if (citus) {
      Queries.run(connection, Citus.SETTINGS);
    }
  }

  /** A store on somebody's connection and transaction, in its current schema. */
  public static PostgresStore on(Connection connection) {
    return on(connection, null);
  }

  /** The same in a schema that is there; null for the current one. */
  public static PostgresStore on(Connection connection, String chosen) {
    try {
      Pool.requirePostgres(connection);
      Neighbours.requireNoShadows(connection);
      Journals.requireOwn(connection);
      String schema = chosen == null ? SourceSession.currentSchema(connection) : chosen;
      if (schema == null) {
        throw GodwitException.refused(
            "no schema of the search_path exists in the target; create it, or name another");
      }
      if (chosen != null && !SourceSession.exists(connection, chosen)) {
        throw GodwitException.refused(
            "the target has no schema " + chosen + "; create it, or name another");
      }
      return new PostgresStore(null, connection, SourceSession.url(connection), schema, false);
    } catch (SQLException e) {
      throw PostgresErrors.of("looking for the schema", e);
    }
  }

  /** What is left of a schema that may be gone itself: its part of Godwit's journals. */
  public static PostgresStore left(Connection connection, String schema) {
    try {
      Neighbours.requireNoShadows(connection);
      Journals.requireOwn(connection);
      return new PostgresStore(null, connection, SourceSession.url(connection), schema, false);
    } catch (SQLException e) {
      throw PostgresErrors.of("looking for the schema", e);
    }
  }

  @Override
  public <T> Optional<T> as(Class<T> capability) {
    if (capability == Lasting.class && !owned) {
      // Its owner commits.
      return Optional.empty();
    }
    return capability.isAssignableFrom(PostgresKeeping.class)
        ? Optional.of(capability.cast(new PostgresKeeping(connection, this, citus)))
        : Target.super.as(capability);
  }

  @Override
  public About about() {
    List<String> choices = new ArrayList<>(PostgresLoading.CHOICES);
    choices.addAll(Citus.words(catalog, spread));
    return new About(
        PostgresHealth.version(connection), 0, PostgresHealth.folder(connection), choices);
  }

  /** Loads what every store of this engine needs, so that the first opens sooner. */
  public static void prepare() {
    PostgresUrl.prepare();
  }

  /** The version of the driver that connects. */
  public static String driver() {
    return DriverInfo.DRIVER_VERSION;
  }

  /** Connects. Closing the store closes the connection. */
  public static PostgresStore open(PostgresUrl url) {
    return open((Connections) url);
  }

  /** Takes a connection, which gets back to its pool, as it was, when the store is closed. */
  public static PostgresStore open(DataSource pool) {
    return open(new Pool(pool));
  }

  private static PostgresStore open(Connections from) {
    Connection connection = from.connect();
    try {
      Journals.requireOwn(connection);
      String schema = SourceSession.currentSchema(connection);
      String name = from.name(connection);
      connection.setAutoCommit(false);
      return new PostgresStore(
          from, connection, name, schema == null ? from.schema() : schema, true);
    } catch (SQLException e) {
      giveBackQuietly(from, connection);
      throw PostgresErrors.of("connecting", e);
    } catch (RuntimeException | Error e) {
      giveBackQuietly(from, connection);
      throw e;
    }
  }

  /**
   * Connects to read: all reads see one snapshot, and nothing can be written. Closing the store
   * closes the connection.
   *
   * @throws dev.godwit.model.GodwitException where tables are in several schemas and none is chosen
   */
  public static PostgresStore openSource(PostgresUrl url) {
    return openSource((Connections) url);
  }

  /** The same on a connection of a pool, as {@link #open(DataSource)} has it. */
  public static PostgresStore openSource(DataSource pool) {
    return openSource(new Pool(pool));
  }

  private static PostgresStore openSource(Connections from) {
    Connection connection = from.connect();
    try {
      String name = from.name(connection);
      String schema = SourceSession.prepare(connection, from, name);
      // Before the snapshot: what comes between the two is then found to have changed, not missed.
      String fingerprint = Fingerprint.of(connection, schema);
      SourceSession.begin(connection);
      return new PostgresStore(from, connection, name, schema, true, fingerprint);
    } catch (SQLException e) {
      giveBackQuietly(from, connection);
      throw PostgresErrors.of("connecting", e);
    } catch (RuntimeException | Error e) {
      giveBackQuietly(from, connection);
      throw e;
    }
  }

  /**
   * Reads in somebody's transaction, which has to see one snapshot; its settings are as they were
   * once the store is closed.
   */
  public static PostgresStore reading(Connection connection) {
    try {
      Pool.requirePostgres(connection);
      boolean snapshot =
          connection.getTransactionIsolation() >= Connection.TRANSACTION_REPEATABLE_READ;
      if (connection.getAutoCommit() || !snapshot) {
        throw GodwitException.usage(
            "the connection's transaction does not see one snapshot; call"
                + " setTransactionIsolation(TRANSACTION_REPEATABLE_READ) and setAutoCommit(false)"
                + " on it first");
      }
      SessionSettings before = SessionSettings.of(connection);
      Queries.run(connection, Spellings.TRANSACTION);
      SourceSession.seeAll(connection, true);
      String schema = SourceSession.currentSchema(connection);
      String fingerprint = Fingerprint.of(connection, schema);
      PostgresStore store =
          new PostgresStore(
              null, connection, SourceSession.url(connection), schema, false, fingerprint);
      store.before = before;
      return store;
    } catch (SQLException e) {
      throw PostgresErrors.of("beginning to read in the caller's transaction", e);
    }
  }

  private static void giveBackQuietly(Connections from, Connection connection) {
    try {
      from.giveBack(connection);
    } catch (SQLException e) {
      // What went wrong before says more.
      return;
    }
  }

  @Override
  public Engine language() {
    return Engine.POSTGRESQL;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String schema() {
    return schema;
  }

  Connection connection() {
    return connection;
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public void refresh() {
    try {
      spread = citus ? Citus.spread(connection, schema) : Map.of();
      catalog = Citus.required(PostgresCatalog.read(connection, schema), spread);
      parents = SourceSession.parents(connection, schema);
    } catch (SQLException e) {
      throw PostgresErrors.of("reading the catalog", e);
    }
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    List<Column> keys =
        table.primaryKey().stream().map(k -> table.column(k).orElseThrow()).toList();
    StringBuilder from = new StringBuilder(only(table)).append(" t");
    if (!after.isStart()) {
      from.append(" WHERE (").append(Sql.POSTGRES.names(table.primaryKey())).append(") > (");
      for (int i = 0; i < after.values().size(); i++) {
        from.append(i == 0 ? "" : ", ")
            .append(Literals.of(keys.get(i).type(), after.values().get(i)));
      }
      from.append(')');
    }
    if (!keys.isEmpty()) {
      from.append(" ORDER BY ").append(Sql.POSTGRES.names(table.primaryKey()));
    }
    return rows(table, keys, columns, from.toString());
  }

  @Override
  public Rows scan(Table table, List<Column> columns) {
    return rows(table, List.of(), columns, only(table) + " t");
  }

  @Override
  public Rows where(Table table, List<Column> columns, String condition) {
    String order =
        table.primaryKey().isEmpty() ? "" : " ORDER BY " + Sql.POSTGRES.names(table.primaryKey());
    // On a line of its own: the condition may end with a comment.
    return rows(table, List.of(), columns, only(table) + " t WHERE (" + condition + "\n)" + order);
  }

  @Override
  public Rows find(Table table, List<Column> columns, List<Column> key, Row at) {
    String where = " t WHERE " + Literals.equal(key, at);
    return rows(table, List.of(), columns, only(table) + where);
  }

  @Override
  public boolean seeks(Table table, List<Column> key) {
    return table.isFoundBy(key);
  }

  /**
   * Whole pages at random, more of them than needed: pages are not equally full. Never so few that
   * none may be met.
   */
  @Override
  public Rows sample(Table table, List<Column> columns, long rows) {
    long pages = PostgresHealth.pages(connection, table);
    double wanted = table.estimatedRows() <= 0 ? 100 : 120.0 * rows / table.estimatedRows();
    double least = pages == 0 ? 100 : 2000.0 / pages;
    if (Math.max(wanted, least) >= 50) {
      String all = wanted >= 50 ? only(table) + " t" : shuffled(table, "");
      return rows(table, List.of(), columns, all + " LIMIT " + rows);
    }
    String some = " TABLESAMPLE SYSTEM (" + Math.max(wanted, least) + ")";
    String from = wanted >= least ? only(table) + " t" + some : shuffled(table, some);
    return rows(table, List.of(), columns, from + " LIMIT " + rows);
  }

  /** A few rows of many: not all of the first page. */
  private String shuffled(Table table, String some) {
    return only(table) + " t" + some + " ORDER BY random()";
  }

  @Override
  public long delete(Table table, List<Column> key, Loading.Feed keys) {
    try (Rows rows = keys.open()) {
      return Merge.delete(connection, table, key, rows, loaded);
    } catch (SQLException e) {
      throw PostgresErrors.of("deleting from " + table.displayName(), e);
    }
  }

  private Rows rows(Table table, List<Column> keys, List<Column> columns, String from) {
    try {
      if (owned ? !reading : writing || connection.getAutoCommit()) {
        return PostgresRead.rows(connection, table, keys, columns, from)
            .afterCancel(this::endReading);
      }
      // A COPY that is cancelled would end the transaction: the snapshot's, or the caller's.
      Queries.run(connection, "SAVEPOINT godwit_read");
      return PostgresRead.rows(connection, table, keys, columns, from)
          .afterCancel(() -> execute(List.of("ROLLBACK TO SAVEPOINT godwit_read")));
    } catch (SQLException e) {
      throw PostgresErrors.of("reading " + table.displayName(), e);
    }
  }

  /** A COPY that is cancelled ends the transaction; where nobody writes, the next begins anew. */
  private void endReading() {
    if (owned && !writing) {
      rollback();
    }
  }

  /** Without the rows of tables that inherit from it: those are tables of their own. */
  String only(Table table) {
    return (parents.contains(table.name()) ? "ONLY " : "") + Sql.POSTGRES.name(table);
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    return PostgresErrors.asking(
        "reading the sequences", () -> Sequences.marks(connection, schema));
  }

  @Override
  public String server() {
    try {
      String called = SourceSession.server(connection);
      return from != null && from.assumesHost()
          ? "localhost, as no host is named: " + called
          : called;
    } catch (SQLException e) {
      throw PostgresErrors.of("asking which server this is", e);
    }
  }

  @Override
  public Numbering numbering(List<Table> tables) {
    return PostgresErrors.asking(
        "reading the sequences", () -> new Sequences(connection, false).numbering(schema, tables));
  }

  @Override
  public Set<String> places() {
    return PostgresErrors.asking(
        "asking which server this is", () -> Set.of(SourceSession.place(connection, schema)));
  }

  @Override
  public String identity() {
    return Fingerprint.identity(connection, schema);
  }

  @Override
  public String fingerprint() {
    return fingerprint == null ? Fingerprint.of(connection, schema) : fingerprint;
  }

  @Override
  public Integrity check(Slack slack) {
    // On the connection that reads.
    slack.awaitEnd();
    return new Integrity(List.of(), PostgresHealth.invalidIndexes(connection, schema));
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
    List<Problem> result = new ArrayList<>(PostgresHealth.unreadable(connection, tables));
    if (result.isEmpty()) {
      result.addAll(PostgresHealth.largeObjects(connection, tables));
    }
    return result;
  }

  @Override
  public List<Table> occupied(List<Table> tables) {
    return PostgresHealth.occupied(connection, tables, this::only);
  }

  @Override
  public List<Reached> reach(List<Table> emptied) {
    return PostgresErrors.asking(
        "looking for what refers to the tables", () -> Reach.of(connection, emptied));
  }

  @Override
  public long fill(String table, String column, String value) {
    Field<String> field = DSL.field(DSL.name(column), String.class);
    Column target = catalog.table(table).flatMap(t -> t.column(column)).orElseThrow();
    // The type comes from the server's catalog, never from a person.
    Field<String> typed =
        DSL.field("cast({0} as " + target.type().name() + ")", String.class, DSL.val(value));
    try {
      return DSL.using(connection, SQLDialect.POSTGRES)
          .update(DSL.table(DSL.name(schema, table)))
          .set(field, typed)
          .where(field.isNull())
          .execute();
    } catch (DataAccessException e) {
      SQLException cause = e.getCause(SQLException.class);
      throw PostgresErrors.of("filling " + table + "." + column, cause);
    }
  }

  @Override
  public long count(Table table) {
    return PostgresErrors.asking(
        "counting " + table.displayName(),
        () -> Queries.number(connection, "SELECT count(*) FROM " + only(table)));
  }

  @Override
  public List<Problem> objections(List<Intent> intents) {
    return Objections.of(connection, schema, intents);
  }

  @Override
  public Trial trial(Intent intent, Loading.Arrivals arrivals) {
    return new TemporaryCopy(connection, owned && !writing, intent, arrivals);
  }

  @Override
  public Computing computing(List<Column> given, List<Column> wanted) {
    return new Computation(connection, given, wanted);
  }

  @Override
  public Optional<Judge> judge(List<Column> columns) {
    return PostgresErrors.asking("looking at types", () -> PostgresJudge.of(connection, columns));
  }

  @Override
  public boolean mayJournal() {
    return journals().mayJournal();
  }

  @Override
  public Table journal(String table, List<Column> columns) {
    return journals().journal(table, columns);
  }

  @Override
  public Optional<Table> journal(String table) {
    return journals().journal(table);
  }

  @Override
  public void replace(Table journal, List<List<String>> gone, List<List<String>> rows) {
    journals().replace(journal, gone, rows);
  }

  @Override
  public String writable(String text) {
    return journals().writable(text);
  }

  private Journals journals() {
    return new Journals(connection);
  }

  @Override
  public Lock lock(Holder holder) {
    Lock lock = PostgresLock.take(connection, owned, name, schema, holder);
    beginAfterCommit();
    return () -> {
      lock.close();
      beginAfterCommit();
    };
  }

  /** Also where nothing was committed: said twice, the settings are what they were. */
  private void beginAfterCommit() {
    PostgresErrors.doing("beginning a transaction", () -> begin());
  }

  @Override
  public Optional<KeyForm> keyForm(Table table, Index key, List<Column> columns) {
    return PostgresKeys.of(connection, table, key, columns);
  }

  @Override
  public Loading load(List<Load> loads) {
    if (!owned) {
      Timeouts.setLocally(connection);
    }
    loaded = loads.stream().map(Load::table).toList();
    return PostgresLoading.once(connection, loads, citus);
  }

  @Override
  public Loading lasting(List<Load> loads) {
    return PostgresLoading.lasting(connection, loads, citus);
  }

  @Override
  public boolean reconnect() {
    try {
      if (!owned || connection.isValid(5)) {
        return false;
      }
      connection.close();
      connection = from.reconnect();
      PostgresLock.awaitEnd(connection, session);
      session = session();
      connection.setAutoCommit(false);
      begin();
      return true;
    } catch (SQLException e) {
      throw PostgresErrors.of("connecting again", e);
    }
  }

  @Override
  public List<String> creation(Catalog made, Map<String, Map<String, String>> comments) {
    requireNodes(made);
    List<String> statements = new ArrayList<>(new PostgresDdl(made, comments).all());
    statements.add(0, "CREATE SCHEMA IF NOT EXISTS " + Sql.POSTGRES.name(schema));
    return schemaExists() ? statements.subList(1, statements.size()) : statements;
  }

  private void requireNodes(Catalog made) {
    boolean spread = made.details().stream().anyMatch(d -> d.kind() == Detail.Kind.DISTRIBUTION);
    try {
      if (spread && !Citus.isOn(connection)) {
        throw GodwitException.refused(
            "a rule distributes tables, and the target has no extension citus; nothing was written."
                + " CREATE EXTENSION citus there, or take out the rule distribute");
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("asking for Citus", e);
    }
  }

  @Override
  public Statements growth(Table table, Table grown) {
    return PostgresGrowth.of(table, grown);
  }

  @Override
  public List<String> completion(Catalog made) {
    return new PostgresDdl(made, Map.of()).completion();
  }

  @Override
  public List<String> definitions(Engine other, List<Table> tables) {
    return List.of();
  }

  @Override
  public List<Detail> details(List<Table> tables) {
    return PostgresErrors.asking(
        "reading what else the catalog holds",
        () -> PostgresDetails.of(connection, schema, tables));
  }

  @Override
  public Set<String> unknownRoles(Set<String> roles) {
    try {
      Set<String> unknown = new TreeSet<>(roles);
      Queries.list(
          connection,
          r -> unknown.remove(r.getString(1)),
          "SELECT rolname FROM pg_catalog.pg_roles");
      return unknown;
    } catch (SQLException e) {
      throw PostgresErrors.of("asking for the roles", e);
    }
  }

  private boolean schemaExists() {
    return PostgresErrors.asking(
        "looking for the schema " + schema,
        () ->
            Queries.is(
                connection,
                "SELECT EXISTS (SELECT 1 FROM pg_catalog.pg_namespace WHERE nspname = ?)",
                schema));
  }

  @Override
  public void execute(List<String> statements) {
    // One by one, a schema of a thousand statements would wait a thousand times.
    try (Statement batch = connection.createStatement()) {
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
      throw PostgresErrors.of("running \"" + firstLine(failed) + "\"", cause);
    } catch (SQLException e) {
      throw PostgresErrors.of("making the tables", e);
    }
  }

  /** The driver calls all of a batch failed; which one it was, only its message says. */
  private static int firstFailed(BatchUpdateException e) {
    Matcher number = Pattern.compile("\\d+").matcher(String.valueOf(e.getMessage()));
    return number.find() ? Integer.parseInt(number.group()) : 0;
  }

  private static String firstLine(String sql) {
    String line = sql.strip().lines().findFirst().orElse("");
    return line.length() > 100 ? line.substring(0, 97) + "..." : line;
  }

  @Override
  public void atomically(Runnable work) {
    boolean within = writing;
    writing = true;
    try {
      if (owned) {
        work.run();
        PostgresErrors.doing(
            "looking at the search path", () -> Neighbours.requireNoShadows(connection));
        connection.commit();
      } else {
        new Borrowed(connection).run(work);
      }
    } catch (SQLException e) {
      throw PostgresErrors.committing(name, e);
    } finally {
      writing = within;
      if (owned) {
        rollback();
      }
    }
  }

  /** After a commit this does nothing. */
  private void rollback() {
    try {
      connection.rollback();
      begin();
    } catch (SQLException e) {
      // A broken connection is rolled back by the server; the first error tells more.
      return;
    }
  }

  @Override
  public void cancel() {
    try {
      connection.unwrap(PGConnection.class).cancelQuery();
    } catch (SQLException e) {
      // The connection is gone, and with it what it did.
      return;
    }
  }

  @Override
  public void close() {
    try {
      if (owned) {
        // What it did is kept or not by now: that it ends badly changes nothing.
        giveBackQuietly(from, connection);
      } else if (before != null && !connection.isClosed()) {
        before.putBack(connection, true);
      } else if (before == null) {
        Citus.putBack(connection, callersSettings);
      }
    } catch (SQLException e) {
      throw PostgresErrors.of("closing the connection", e);
    }
  }
}
