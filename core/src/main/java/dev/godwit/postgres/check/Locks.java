package dev.godwit.postgres.check;

import dev.godwit.jdbc.Queries;
import dev.godwit.model.Column;
import dev.godwit.model.Kind;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Intent;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How many locks a run's one transaction takes, against those that the server has room for. */
final class Locks {
  /** Dropping a foreign key locks it and its four triggers until the transaction ends. */
  private static final int FOREIGN_KEY = 5;

  /** Large values go to a table of their own, which has an index. */
  private static final int TOAST = 2;

  /** Journals, schemas, catalogs. */
  private static final int USUAL = 100;

  private static final int STEP = 64;

  private static final Set<Kind> FIXED =
      Set.of(
          Kind.BOOLEAN,
          Kind.SMALLINT,
          Kind.INTEGER,
          Kind.BIGINT,
          Kind.REAL,
          Kind.DOUBLE,
          Kind.UUID,
          Kind.DATE,
          Kind.TIME,
          Kind.TIMESTAMP,
          Kind.TIMESTAMPTZ);

  /** Tables with their partitions, and all that is locked with each. */
  private static final String THERE =
      """
      SELECT pg_catalog.count(*)::numeric
             + coalesce(pg_catalog.sum((SELECT pg_catalog.count(*) FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid)), 0)
             + coalesce(pg_catalog.sum(CASE WHEN c.reltoastrelid <> 0::oid THEN 2::bigint ELSE 0 END), 0)
             + coalesce(pg_catalog.sum((SELECT pg_catalog.count(*) FROM pg_catalog.pg_depend d
                               JOIN pg_catalog.pg_class s ON s.oid = d.objid AND s.relkind = 'S'
                              WHERE d.refobjid = c.oid AND d.deptype IN ('a', 'i')
                                AND d.classid = 'pg_catalog.pg_class'::regclass::oid
                                AND d.refclassid = 'pg_catalog.pg_class'::regclass::oid)), 0)
             + coalesce(pg_catalog.sum((SELECT pg_catalog.count(*) * 5 FROM pg_catalog.pg_constraint k
                              WHERE k.conrelid = c.oid AND k.contype = 'f')), 0)
        FROM pg_catalog.pg_namespace n
        JOIN pg_catalog.pg_class t ON t.relnamespace = n.oid AND t.relname = ANY (?)
       CROSS JOIN LATERAL (SELECT t.oid UNION SELECT relid FROM pg_catalog.pg_partition_tree(t.oid)) p(oid)
        JOIN pg_catalog.pg_class c ON c.oid = p.oid
       WHERE n.nspname = ?""";

  /** Each process that may hold locks has its share of the room, which all use together. */
  private static final String ROOM =
      """
      SELECT pg_catalog.sum(setting::bigint) FILTER (WHERE name = 'max_locks_per_transaction'),
             pg_catalog.sum(setting::bigint) FILTER (WHERE name <> 'max_locks_per_transaction') + 1::numeric,
             (SELECT pg_catalog.count(*) FROM pg_catalog.pg_locks
               WHERE NOT fastpath AND pid <> pg_catalog.pg_backend_pid())
        FROM pg_catalog.pg_settings
       WHERE name IN ('max_locks_per_transaction', 'max_connections', 'max_prepared_transactions',
                      'autovacuum_max_workers', 'max_worker_processes', 'max_wal_senders')""";

  private final Connection connection;
  private final String schema;
  private final List<Intent> intents;

  Locks(Connection connection, String schema, List<Intent> intents) {
    this.connection = connection;
    this.schema = schema;
    this.intents = intents;
  }

  /** What to change where the server has too little room. */
  Optional<Problem> problem() throws SQLException {
    long needed = USUAL + made() + there();
    return Queries.one(
        connection,
        r -> {
          long each = r.getLong(1);
          long processes = r.getLong(2);
          long others = r.getLong(3);
          return needed + others <= each * processes
              ? Optional.<Problem>empty()
              : Optional.of(problem(needed, each, processes, others));
        },
        ROOM);
  }

  private static Problem problem(long needed, long each, long processes, long others) {
    long enough = (needed + others) * 5 / 4 / processes / STEP * STEP + STEP;
    return Problem.of(ProblemKind.LOCKS)
        .says(
            "one transaction needs about "
                + needed
                + " locks, and the server has room for "
                + each * processes
                + " ("
                + PostgresErrors.LOCKS
                + " = "
                + each
                + ")",
            "set "
                + PostgresErrors.LOCKS
                + " = "
                + enough
                + " in postgresql.conf and restart the server, or move fewer tables at a time (--tables)");
  }

  private long made() {
    return intents.stream().filter(Intent::made).mapToLong(i -> of(i.table())).sum();
  }

  private static long of(Table table) {
    long keys = table.primaryKey().isEmpty() ? 0 : 1;
    long indexes =
        table.indexes().stream()
            .filter(i -> i.origin() != dev.godwit.model.Index.Origin.PRIMARY_KEY)
            .count();
    long sequences =
        table.columns().stream().filter(c -> c.identity() != Column.Identity.NONE).count();
    boolean wide = table.columns().stream().anyMatch(c -> !isOfFixedLength(c.type().kind()));
    return 1
        + keys
        + indexes
        + sequences
        + (wide ? TOAST : 0)
        + (long) table.foreignKeys().size() * FOREIGN_KEY;
  }

  /** Whether every value of the kind takes the same few bytes. */
  static boolean isOfFixedLength(Kind kind) {
    return FIXED.contains(kind);
  }

  private long there() throws SQLException {
    Object[] names = intents.stream().filter(i -> !i.made()).map(i -> i.table().name()).toArray();
    if (names.length == 0) {
      return 0;
    }
    Array array = connection.createArrayOf("text", names);
    return Queries.number(connection, THERE, array, schema);
  }
}
