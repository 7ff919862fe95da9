package dev.godwit.scratch;

import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.value.digest.Digest;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/**
 * Finds numbers or bytes by keys, in bounded memory: keys are known by their digests, in a
 * temporary file. Fill it, then {@link #sort} it, then ask it. A key with a NULL equals no other,
 * unless it was said that NULLs are equal. Not thread-safe.
 */
public final class Lookup implements AutoCloseable {
  private static final int BITS = 1 << 23;

  private final Scratch scratch;
  private final Digest digest;
  private final boolean nulls;
  private final long[] lanes = new long[2];
  // Most keys that are asked for are not there: a bit for some of the digest says so at once.
  private final BitSet perhaps = new BitSet(BITS);
  private PreparedStatement insert;
  private PreparedStatement find;
  private PreparedStatement take;

  private Lookup(List<ColumnType> types, boolean nulls) {
    this.digest = new Digest(types);
    this.nulls = nulls;
    this.scratch = Scratch.temporary();
    try {
      scratch.run("CREATE TABLE entry (a INTEGER, b INTEGER, value)");
      insert = scratch.prepare("INSERT INTO entry VALUES (?, ?, ?)");
      scratch.begin();
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
  }

  /** For keys whose cells are equal where their storage classes and values are. */
  public static Lookup of(int cells) {
    return new Lookup(Collections.nCopies(cells, ColumnType.of(Kind.ANY, "")), false);
  }

  /** For keys whose cells are equal by the value of their types, NULL being equal to NULL. */
  public static Lookup ofValues(List<ColumnType> types) {
    return new Lookup(types, true);
  }

  /** Adds a number under a key. */
  public void add(Row key, long value) {
    add(key, value, null);
  }

  /** Adds bytes under a key. */
  public void add(Row key, byte[] value) {
    add(key, 0, value);
  }

  private void add(Row key, long number, byte[] bytes) {
    if (!hash(key)) {
      return;
    }
    perhaps.set((int) lanes[0] & (BITS - 1));
    try {
      insert.setLong(1, lanes[0]);
      insert.setLong(2, lanes[1]);
      if (bytes == null) {
        insert.setLong(3, number);
      } else {
        insert.setBytes(3, bytes);
      }
      insert.executeUpdate();
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
  }

  /** False where the key equals no other. */
  private boolean hash(Row key) {
    for (int i = 0; !nulls && i < key.size(); i++) {
      if (key.isNull(i)) {
        return false;
      }
    }
    digest.hash(key, lanes);
    return true;
  }

  /** Ends the filling. */
  public void sort() {
    try {
      insert.close();
      scratch.run("CREATE INDEX key ON entry (a, b)");
      find = scratch.prepare("SELECT value FROM entry WHERE a = ? AND b = ? ORDER BY rowid");
      take =
          scratch.prepare(
              "DELETE FROM entry WHERE rowid ="
                  + " (SELECT min(rowid) FROM entry WHERE a = ? AND b = ?)");
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
  }

  /** Whether anything is there under this key. */
  public boolean has(Row key) {
    return find(key) != null;
  }

  /** What was added first under this key: a Number or a byte[]; null where there is nothing. */
  public Object find(Row key) {
    Object[] first = new Object[1];
    each(
        key,
        value -> {
          first[0] = value;
          return false;
        });
    return first[0];
  }

  /** Is given one thing after the other. */
  @FunctionalInterface
  public interface Each {
    /** False where that is enough. */
    boolean see(Object value);
  }

  /** All that is there under this key, in the order in which it came. */
  public void each(Row key, Each each) {
    if (!hash(key) || !perhaps.get((int) lanes[0] & (BITS - 1))) {
      return;
    }
    try {
      find.setLong(1, lanes[0]);
      find.setLong(2, lanes[1]);
      try (ResultSet result = find.executeQuery()) {
        while (result.next() && each.see(result.getObject(1))) {
          // Until there are no more.
        }
      }
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
  }

  /** Takes one thing away that is there under this key; false where nothing is. */
  public boolean take(Row key) {
    if (!hash(key) || !perhaps.get((int) lanes[0] & (BITS - 1))) {
      return false;
    }
    try {
      take.setLong(1, lanes[0]);
      take.setLong(2, lanes[1]);
      return take.executeUpdate() > 0;
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
  }

  /** The numbers, each below 2^31, under whose key another had come before. */
  public BitSet repeats() {
    BitSet result = new BitSet();
    String twice = "SELECT a, b FROM entry GROUP BY a, b HAVING count(*) > 1";
    try (PreparedStatement all = scratch.prepare(twice);
        ResultSet keys = all.executeQuery()) {
      while (keys.next()) {
        find.setLong(1, keys.getLong(1));
        find.setLong(2, keys.getLong(2));
        try (ResultSet values = find.executeQuery()) {
          values.next();
          while (values.next()) {
            result.set(Math.toIntExact(values.getLong(1)));
          }
        }
      }
      return result;
    } catch (SQLException e) {
      throw scratch.failure(e);
    }
  }

  @Override
  public void close() {
    scratch.close();
  }
}
