package dev.godwit.postgres.load;

import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.GodwitException;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.postgres.read.BinaryRows;
import dev.godwit.postgres.read.PostgresRead;
import dev.godwit.postgres.session.Attempt;
import dev.godwit.postgres.session.PostgresErrors;
import dev.godwit.store.Load;
import dev.godwit.store.Loading.Violation;
import dev.godwit.store.Loading.Violations;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Takes foreign keys, and where it pays keys and indexes, off the tables of a load and puts them
 * back. Rows in the way of a constraint are found by query and handed over. Needs ownership of the
 * tables, nothing more.
 */
final class Scaffold {
  private static final Set<String> VIOLATIONS =
      Set.of(
          PostgresErrors.UNIQUE_VIOLATION,
          PostgresErrors.FOREIGN_KEY_VIOLATION,
          PostgresErrors.CHECK_VIOLATION);

  private final Connection connection;
  private final Map<String, Load> loads = new TreeMap<>();
  private final List<Piece> all;
  private final Set<Piece> off = new LinkedHashSet<>();

  /** Goes on where {@code alreadyOff} are off already. */
  Scaffold(Connection connection, Collection<Load> loads, List<Piece> alreadyOff)
      throws SQLException {
    this.connection = connection;
    this.all = new ArrayList<>(alreadyOff);
    for (Load load : loads) {
      this.loads.put(Sql.POSTGRES.name(load.table()), load);
    }
    if (!loads.isEmpty()) {
      all.addAll(Pieces.of(connection, loads.iterator().next().table().schema()));
    }
    off.addAll(alreadyOff);
  }

  /** What is off now, in the order in which it was taken off. */
  List<Piece> off() {
    return List.copyOf(off);
  }

  /** A savepoint was gone back to, at which only these were off. */
  void undone(Collection<Piece> stillOff) {
    off.clear();
    off.addAll(stillOff);
  }

  /**
   * Takes off every foreign key of the tables, and the keys and indexes of those to rebuild: not of
   * those that are {@code distributed}, where each statement goes to every shard in turn.
   */
  void takeOff(Set<String> distributed) throws SQLException {
    Set<Piece> chosen = new LinkedHashSet<>();
    for (Piece piece : all) {
      Load load = loads.get(piece.qualifiedTable());
      if (load == null && hangsOnEmptied(piece)) {
        chosen.add(piece);
      }
      if (load != null
          && (piece.type() == Piece.Type.FOREIGN_KEY
              || load.rebuild()
                  && !distributed.contains(load.table().name())
                  && (piece.type() == Piece.Type.KEY || piece.type() == Piece.Type.INDEX))) {
        chosen.add(piece);
      }
    }
    takeOff(chosen);
  }

  /** Whether somebody else's foreign key is in the way of emptying a table. */
  private boolean hangsOnEmptied(Piece piece) {
    if (piece.type() != Piece.Type.FOREIGN_KEY) {
      return false;
    }
    Load parent = loads.get(Sql.POSTGRES.name(piece.parentSchema(), piece.parent()));
    return parent != null && parent.truncate();
  }

  /** Takes everything off one table, so that no single row can stop its load. */
  void takeOffAll(Table table) throws SQLException {
    takeOff(all.stream().filter(p -> p.qualifiedTable().equals(Sql.POSTGRES.name(table))).toList());
  }

  /** Takes the CHECKs of a table off, as far as they can be. */
  void takeOffChecks(Table table) throws SQLException {
    takeOff(
        all.stream()
            .filter(
                p ->
                    p.type() == Piece.Type.CHECK
                        && p.qualifiedTable().equals(Sql.POSTGRES.name(table)))
            .toList());
  }

  /** Takes off, as far as they can be, foreign keys of whatever tables that refer to this one. */
  void takeOffReferences(Table table) throws SQLException {
    takeOff(
        all.stream()
            .filter(p -> p.type() == Piece.Type.FOREIGN_KEY)
            .filter(
                p ->
                    Sql.POSTGRES
                        .name(p.parentSchema(), p.parent())
                        .equals(Sql.POSTGRES.name(table)))
            .toList());
  }

  /** Whether {@link #takeOffAll} would change anything, and this role may build it anew. */
  boolean mayRebuild(Table table) throws SQLException {
    return holds(table)
        && Queries.one(
            connection,
            r -> r.getBoolean(1),
            "SELECT pg_catalog.has_schema_privilege(?, 'CREATE')",
            table.schema());
  }

  /** Whether {@link #takeOffAll} would change anything. */
  boolean holds(Table table) {
    return all.stream()
        .anyMatch(
            p ->
                p.removable()
                    && !off.contains(p)
                    && p.qualifiedTable().equals(Sql.POSTGRES.name(table)));
  }

  private void takeOff(Collection<Piece> wanted) throws SQLException {
    Set<Piece> chosen = new LinkedHashSet<>();
    for (Piece piece : wanted) {
      List<Piece> leaning = leaning(piece);
      if (piece.removable()
          && !off.contains(piece)
          && leaning.stream().allMatch(Piece::removable)) {
        chosen.addAll(leaning);
        chosen.add(piece);
      }
    }
    chosen.removeAll(off);
    if (chosen.isEmpty()) {
      return;
    }
    StringBuilder sql = new StringBuilder();
    // Foreign keys first: the keys they point at cannot go before them.
    chosen.stream()
        .sorted(Comparator.comparing(Piece::type).reversed())
        .forEach(p -> sql.append(p.drop()).append(";\n"));
    Queries.run(connection, sql.toString());
    off.addAll(chosen);
  }

  /** Foreign keys, whosever they are, that need this key to exist. */
  private List<Piece> leaning(Piece key) {
    if (!key.unique()) {
      return List.of();
    }
    return all.stream()
        .filter(p -> p.type() == Piece.Type.FOREIGN_KEY)
        .filter(p -> Sql.POSTGRES.name(p.parentSchema(), p.parent()).equals(key.qualifiedTable()))
        .filter(p -> Set.copyOf(p.parentColumns()).equals(Set.copyOf(key.columns())))
        .toList();
  }

  /**
   * Puts keys, indexes and CHECKs back that are off; rows in the way are handed over, and taken out
   * if the answer is yes.
   */
  void putBackKeys(Violations violations) throws SQLException {
    for (Piece.Type type : List.of(Piece.Type.KEY, Piece.Type.INDEX, Piece.Type.CHECK)) {
      for (Piece piece : List.copyOf(off).stream().filter(p -> p.type() == type).toList()) {
        if (!putBack(piece, violations)) {
          // Without the key nothing can refer to it.
          leaning(piece).forEach(off::remove);
        }
      }
    }
    off.removeIf(p -> p.type() != Piece.Type.FOREIGN_KEY);
  }

  /** Puts the foreign keys back in the same way, after {@link #putBackKeys}. */
  void putBackForeignKeys(Violations violations) throws SQLException {
    List<Piece> foreignKeys = off.stream().filter(p -> p.type() == Piece.Type.FOREIGN_KEY).toList();
    if (!foreignKeys.isEmpty()
        && attempt(foreignKeys) != null
        && handOverOrphans(foreignKeys, violations)) {
      for (Piece piece : foreignKeys) {
        add(piece);
      }
    }
    off.clear();
  }

  /** What the server has against putting these back; null where it did. */
  private SQLException attempt(List<Piece> pieces) throws SQLException {
    StringBuilder sql = new StringBuilder("SAVEPOINT godwit_add;\n");
    pieces.forEach(p -> sql.append(p.add()).append(";\n"));
    sql.append("RELEASE SAVEPOINT godwit_add");
    try {
      Queries.run(connection, sql.toString());
      return null;
    } catch (SQLException e) {
      if (!PostgresErrors.isOfARow(e)) {
        throw failed(pieces.get(0), e);
      }
      Attempt.undo(connection, "godwit_add");
      return e;
    }
  }

  /** False where rows stay that are in its way. */
  private boolean putBack(Piece piece, Violations violations) throws SQLException {
    SQLException refusal = attempt(List.of(piece));
    if (refusal != null && !canAskFor(piece, refusal)) {
      if (!handOverCulprits(piece, refusal, violations)) {
        return false;
      }
      refusal = attempt(List.of(piece));
    }
    if (refusal == null) {
      return true;
    }
    boolean removed = handOver(piece, violations);
    if (removed) {
      add(piece);
    }
    return removed;
  }

  /** Whether a query finds the rows in the way: an expression that fails would end it. */
  private boolean canAskFor(Piece piece, SQLException refusal) throws SQLException {
    if (!VIOLATIONS.contains(String.valueOf(refusal.getSQLState()))) {
      return false;
    }
    String sql =
        "SELECT pg_catalog.count(*) FROM "
            + piece.qualifiedTable()
            + " t WHERE "
            + piece.violators();
    return Attempt.fits(connection, "godwit_ask", () -> Queries.number(connection, sql));
  }

  /** Rows that do not break the piece, and over which the server cannot build it all the same. */
  private boolean handOverCulprits(Piece piece, SQLException refusal, Violations violations)
      throws SQLException {
    Load load = loads.get(piece.qualifiedTable());
    String rows = Culprits.of(connection, load, piece);
    if (rows == null) {
      throw failed(piece, refusal);
    }
    String text =
        "is refused by the target: "
            + PostgresErrors.message(refusal)
            + " (SQLSTATE "
            + refusal.getSQLState()
            + ", "
            + piece.name()
            + ")";
    Violation why = new Violation(ProblemKind.REFUSED, piece.name(), piece.columns(), text);
    boolean removed = handOver(load, why, rows, violations);
    if (removed) {
      Culprits.forget(connection, load);
    }
    return removed;
  }

  private static GodwitException failed(Piece piece, SQLException e) {
    return PostgresErrors.of("putting back " + piece.name() + " of " + piece.table(), e);
  }

  private void add(Piece piece) throws SQLException {
    try {
      Queries.run(connection, piece.add());
    } catch (SQLException e) {
      throw failed(piece, e);
    }
  }

  /**
   * Removing an orphan can orphan another row, so this goes round until nothing is found. No
   * foreign key is on meanwhile: one with ON DELETE CASCADE would remove rows unseen.
   */
  private boolean handOverOrphans(List<Piece> foreignKeys, Violations violations)
      throws SQLException {
    boolean removed = true;
    boolean again = true;
    while (again && removed) {
      again = false;
      for (Piece piece : foreignKeys) {
        boolean ours = loads.containsKey(piece.qualifiedTable());
        if (!ours && hangsOnEmptied(piece) && exists(piece)) {
          throw left(piece);
        }
        if (ours && exists(piece)) {
          again = true;
          removed &= handOver(piece, violations);
        }
      }
    }
    return removed;
  }

  private static GodwitException left(Piece piece) {
    return GodwitException.refused(
        "rows of "
            + piece.qualifiedTable()
            + " refer to "
            + piece.parent()
            + " (foreign key "
            + piece.name()
            + "), to rows that would not be there any more; nothing was changed. Remove them first,"
            + " or set their reference to NULL");
  }

  private boolean exists(Piece piece) throws SQLException {
    return Queries.is(
        connection,
        "SELECT EXISTS (SELECT 1 FROM "
            + piece.qualifiedTable()
            + " t WHERE "
            + piece.violators()
            + ")");
  }

  private boolean handOver(Piece piece, Violations violations) throws SQLException {
    Load load = loads.get(piece.qualifiedTable());
    return handOver(load, violation(piece), piece.violators(), violations);
  }

  private boolean handOver(Load load, Violation why, String condition, Violations violations)
      throws SQLException {
    String table = Sql.POSTGRES.name(load.table()) + " t";
    String where = " WHERE " + condition;
    String from = table + where;
    boolean remove;
    try (BinaryRows rows = PostgresRead.rows(connection, load.table(), load.columns(), from)) {
      remove = violations.found(load, why, rows);
    }
    List<String> nulled = violations.nulled(load, why);
    if (!nulled.isEmpty()) {
      String set = String.join(" = NULL, ", nulled.stream().map(Sql.POSTGRES::name).toList());
      Queries.run(connection, "UPDATE " + table + " SET " + set + " = NULL" + where);
      return true;
    }
    if (remove) {
      Queries.run(connection, "DELETE FROM " + from);
    }
    return remove;
  }

  private Violation violation(Piece piece) {
    return switch (piece.type()) {
      case FOREIGN_KEY -> Violation.orphan(piece.name(), piece.columns(), piece.parent());
      case CHECK ->
          new Violation(
              ProblemKind.CHECK,
              piece.name(),
              piece.columns(),
              "violates the CHECK " + piece.name());
      default ->
          new Violation(
              ProblemKind.DUPLICATE,
              piece.name(),
              piece.columns(),
              "has a key that another row has (unique key " + piece.name() + ")" + lost(piece));
    };
  }

  private String lost(Piece key) {
    List<String> names = leaning(key).stream().map(Piece::name).toList();
    return names.isEmpty() ? "" : ", which is needed by " + String.join(", ", names);
  }
}
