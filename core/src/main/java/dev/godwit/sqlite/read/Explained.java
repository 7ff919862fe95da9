package dev.godwit.sqlite.read;

import dev.godwit.btree.RowLayout;
import dev.godwit.jdbc.Queries;
import dev.godwit.jdbc.Sql;
import dev.godwit.model.Column;
import dev.godwit.sqlite.schema.Reading;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/**
 * Where the columns of a table lie in the file, as SQLite's own program for reading them has it
 * (sqlite.org/opcode.html). Only SQLite knows for certain which column is the rowid, say, and its
 * EXPLAIN tells.
 */
final class Explained {
  /** What every program has that goes through a table from its begin to its end. */
  private static final Set<String> FRAME =
      Set.of("Init", "Explain", "Noop", "Rewind", "Next", "Halt", "Transaction", "Goto");

  private final int[] places;
  private final boolean[] real;
  private final boolean[] defaults;
  private final boolean[] found;
  private long root;

  private record Step(String code, int p1, int p2, int p3, String p4, int p5) {}

  private Explained(int cells) {
    places = new int[cells];
    real = new boolean[cells];
    defaults = new boolean[cells];
    found = new boolean[cells];
  }

  /** The layout of these columns, or null where not all of them are simply stored. */
  static RowLayout layout(Connection connection, Reading reading, List<Column> columns)
      throws SQLException {
    List<String> names = columns.stream().map(c -> reading.name(c.name())).toList();
    String sql =
        "EXPLAIN SELECT %s FROM %s NOT INDEXED"
            .formatted(Sql.SQLITE.names(names), Sql.SQLITE.name(reading.from()));
    List<Step> steps =
        Queries.list(
            connection,
            r ->
                new Step(
                    r.getString(2),
                    r.getInt(3),
                    r.getInt(4),
                    r.getInt(5),
                    r.getString(6),
                    r.getInt(7)),
            sql);
    return new Explained(columns.size()).layout(steps);
  }

  private RowLayout layout(List<Step> steps) {
    List<Step> results = steps.stream().filter(s -> s.code().equals("ResultRow")).toList();
    if (results.size() != 1 || results.get(0).p2() != places.length) {
      return null;
    }
    int first = results.get(0).p1();
    for (Step step : steps) {
      boolean known =
          switch (step.code()) {
            case "OpenRead" -> open(step);
            case "Column" -> stored(step.p3() - first, step.p2(), step.p4() != null);
            case "Rowid" -> stored(step.p2() - first, RowLayout.ROWID, false);
            case "RealAffinity" -> real(step.p1() - first);
            case "ResultRow" -> true;
            default -> FRAME.contains(step.code());
          };
      if (!known) {
        return null;
      }
    }
    for (boolean each : found) {
      if (!each) {
        return null;
      }
    }
    return root == 0 ? null : new RowLayout(root, places, real, defaults);
  }

  /** One table of the main database; the tree of one WITHOUT ROWID has something else in P4. */
  private boolean open(Step step) {
    boolean isFirst = root == 0;
    root = step.p2();
    return isFirst && step.p3() == 0 && step.p5() == 0 && step.p4().matches("\\d+");
  }

  private boolean stored(int cell, int place, boolean hasDefault) {
    if (cell < 0 || cell >= places.length || found[cell]) {
      return false;
    }
    places[cell] = place;
    defaults[cell] = hasDefault;
    found[cell] = true;
    return true;
  }

  private boolean real(int cell) {
    if (cell < 0 || cell >= places.length) {
      return false;
    }
    real[cell] = true;
    return true;
  }
}
