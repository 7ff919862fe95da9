package dev.godwit.verify;

import dev.godwit.history.Base;
import dev.godwit.history.Base.Side;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Row;
import dev.godwit.report.Difference.RowDifference;
import dev.godwit.value.digest.Digest;
import dev.godwit.verify.RowHash.Lanes;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Two tables and what the last run left of them, in bounded memory: by digests of buckets of rows
 * first, then by the digests of the rows in buckets that are not the same everywhere. Use once.
 */
public final class ThreeWay {
  /** What one row of a differing bucket takes, with some air. */
  private static final long BYTES_A_ROW = 600;

  private final Comparison comparison;
  private final int watermark;
  private final Base.Left left;
  private final boolean part;

  /** Where the columns of the note are; -1 for one that is not there any more. */
  private final int[] noted;

  private final List<ColumnType> types;
  private final boolean moved;
  // Of one table at a time: a run has many, and each takes megabytes.
  private Buckets source;
  private Buckets target;
  private Buckets sourceLeft;
  private Buckets targetLeft;
  private Digest sourceDigest;
  private final BitSet seen = new BitSet();

  /**
   * {@code watermark} is the place of that column, or -1; {@code left} is null where nothing is
   * known; {@code part}: the comparison's source gives only some rows, and what the target has
   * besides is not looked at.
   */
  public ThreeWay(Comparison comparison, int watermark, Base.Left left, boolean part) {
    this.comparison = comparison;
    this.watermark = watermark;
    this.part = part;
    List<Column> columns = comparison.columns();
    List<Base.Noted> form = left == null ? List.of() : left.form().columns();
    List<String> names = columns.stream().map(Column::name).toList();
    this.noted = form.stream().mapToInt(c -> names.indexOf(c.name())).toArray();
    this.types = form.stream().map(c -> ColumnType.of(c.kind(), "")).toList();
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < noted.length; i++) {
      if (noted[i] >= 0 && columns.get(noted[i]).type().kind() != types.get(i).kind()) {
        changed.add(noted[i]);
      }
    }
    boolean gone = IntStream.of(noted).anyMatch(place -> place < 0);
    this.moved = noted.length != columns.size() || !changed.isEmpty();
    // Without a key, rows are told apart by all their columns.
    boolean keyed = comparison.keyed() && comparison.key().stream().noneMatch(changed::contains);
    this.left = left != null && !gone && (keyed || !moved) ? left : null;
  }

  /** Whether it is known what the last run left. */
  public boolean isKnown() {
    return left != null;
  }

  /** Reads both sides once; {@code seen} sees each row of the source. */
  public void read(Consumer<Row> each) {
    source = new Buckets();
    target = new Buckets();
    sourceLeft = new Buckets();
    targetLeft = new Buckets();
    RowHash hash = new RowHash(comparison.columns(), comparison.key());
    Verifier.each(
        comparison.source(),
        row -> {
          each.accept(row);
          hash.take(row);
          source.add(hash);
        });
    Verifier.each(
        comparison.target(),
        row -> {
          hash.take(row);
          target.add(hash);
        });
    sourceDigest = digest(source);
    if (left != null) {
      left.each(
          (side, a, b, row, core) -> {
            if (side != Side.TARGET) {
              sourceLeft.add(Buckets.of(a), row, 0);
            }
            if (side != Side.SOURCE) {
              targetLeft.add(Buckets.of(a), row, 0);
            }
          });
    }
  }

  /** Whether other columns, or of other types, are compared than the last run did. */
  public boolean hasMoved() {
    return left != null && moved;
  }

  public Digest sourceDigest() {
    return sourceDigest;
  }

  public Digest targetDigest() {
    return digest(target);
  }

  private Digest digest(Buckets side) {
    return Digest.of(
        comparison.columns().stream().map(Column::type).toList(), side.rows() + " " + side.hex());
  }

  private boolean differs(int bucket) {
    if (part) {
      return source.rows(bucket) > 0;
    }
    boolean moved =
        left != null
            && (hasMoved()
                || !target.sameSum(bucket, targetLeft)
                || !source.sameSum(bucket, sourceLeft));
    return moved || !source.same(bucket, target);
  }

  /**
   * Hands over all keys that are not the same everywhere, group by group: what is done about one
   * group must not change rows with keys of another. Once, after {@link #read}.
   */
  public void each(Consumer<Group> what) {
    long budget = Math.max(50_000, Runtime.getRuntime().maxMemory() / 8 / BYTES_A_ROW);
    List<BitSet> groups =
        Buckets.groups(
            List.of(source, target, sourceLeft, targetLeft),
            this::differs,
            i -> source.rows(i) + (part ? 0 : target.rows(i)),
            budget);
    for (BitSet buckets : groups) {
      seen.or(buckets);
      what.accept(new Group(buckets));
    }
    source = null;
    target = null;
    sourceLeft = null;
    targetLeft = null;
  }

  /**
   * What is now left of all keys that were in no group, for the next run; nothing where that is not
   * known.
   */
  public void rest(Base.Entries out) {
    if (left != null && !hasMoved()) {
      left.each(
          (side, a, b, row, core) -> {
            if (!seen.get(Buckets.of(a))) {
              out.entry(side, a, b, row, core);
            }
          });
    } else if (!part) {
      BaseEntries noting = new BaseEntries(comparison, watermark, out);
      Verifier.each(comparison.target(), row -> noting.unless(seen, row));
    }
  }

  /** Whether nothing is to be noted but that all is as it was left. */
  public boolean isAsLeft() {
    return left != null && !hasMoved() && seen.isEmpty();
  }

  /** Puts rows together, by the columns that the last run knew. */
  public Weaving weaving() {
    List<Column> columns = comparison.columns();
    boolean other = hasMoved();
    List<Integer> places = new ArrayList<>();
    List<ColumnType> then = new ArrayList<>();
    for (int i = 0; i < (other ? noted.length : columns.size()); i++) {
      int place = other ? noted[i] : i;
      if (place != watermark) {
        places.add(place);
        then.add(other ? types.get(i) : columns.get(i).type());
      }
    }
    PartHash core = PartHash.as(columns, places.stream().mapToInt(p -> p).toArray(), then);
    return new Weaving(comparison, watermark, places, core);
  }

  /** What people call a row. */
  public String key(Row row) {
    return new Details(comparison, Set.of()).key(row);
  }

  /** Whether {@link #rest} and the groups tell of every row. */
  public boolean tellsAll() {
    return !part || left != null && !hasMoved();
  }

  /** The first of these keys by name, and how they differ. */
  public List<RowDifference> name(Set<Trio> keys) {
    Set<Lanes> lanes = new LinkedHashSet<>();
    keys.forEach(k -> lanes.add(k.key()));
    return lanes.isEmpty() ? List.of() : new Details(comparison, lanes).rows();
  }

  /** The keys in some of the buckets that are not the same everywhere. */
  public final class Group {
    private final BitSet buckets;
    private final Map<Lanes, Trio> keys = new LinkedHashMap<>();

    /** Without a key: how many of its equal rows this reading has come to. */
    private final Map<Trio, Integer> met = new HashMap<>();

    private final RowHash hash = new RowHash(comparison.columns(), comparison.key());

    private Group(BitSet buckets) {
      this.buckets = buckets;
      BaseEntries noting = new BaseEntries(comparison, watermark, null);
      List<Column> columns = comparison.columns();
      PartHash now = hasMoved() ? PartHash.as(columns, noted, types) : null;
      Verifier.each(
          comparison.source(),
          row -> {
            Trio trio = find(row, true);
            if (trio != null) {
              trio.sourceRows++;
              trio.source += hash.a();
              trio.sourceNow += now == null ? hash.a() : now.of(row);
              trio.sourceCore += noting.core(row);
            }
          });
      Verifier.each(
          comparison.target(),
          row -> {
            Trio trio = find(row, !part);
            if (trio != null) {
              trio.targetRows++;
              trio.target += hash.a();
              trio.targetNow += now == null ? hash.a() : now.of(row);
              trio.targetCore += noting.core(row);
            }
          });
      if (left != null) {
        left.each(this::left);
      }
    }

    private Trio find(Row row, boolean make) {
      hash.take(row);
      return buckets.get(hash.bucket()) ? find(hash.key(), make) : null;
    }

    private Trio find(Lanes key, boolean make) {
      return make ? keys.computeIfAbsent(key, k -> new Trio(k, comparison.keyed())) : keys.get(key);
    }

    private void left(Side side, long a, long b, long row, long core) {
      if (buckets.get(Buckets.of(a))) {
        Trio trio = find(new Lanes(a, b), !part);
        if (trio != null) {
          trio.left(side, row, core);
        }
      }
    }

    public Collection<Trio> keys() {
      return keys.values();
    }

    /** Begins another reading of both sides. */
    public void rewind() {
      met.clear();
    }

    /** Of n equal rows without a key only the first that are too many differ. */
    private boolean takes(Trio trio, int surplus) {
      return comparison.keyed() || met.merge(trio, 1, Integer::sum) <= surplus;
    }

    /** The key of a row of the source that the target does not have so; else null. */
    public Trio inSource(Row row) {
      Trio trio = find(row, false);
      return trio == null || trio.isSame() || !takes(trio, trio.onlyInSource()) ? null : trio;
    }

    /** The same for a row of the target. */
    public Trio inTarget(Row row) {
      Trio trio = find(row, false);
      return trio == null || trio.isSame() || !takes(trio, trio.onlyInTarget()) ? null : trio;
    }

    /** What is now left of these keys, for the next run. */
    public void note(Base.Entries out) {
      BaseEntries noting = new BaseEntries(comparison, watermark, out);
      if (left != null && hasMoved()) {
        keys.values().forEach(Trio::move);
      }
      keys.forEach(noting::note);
      if (part && left != null) {
        Predicate<Lanes> mine = keys::containsKey;
        left.each(
            (side, a, b, row, core) -> {
              if (buckets.get(Buckets.of(a)) && !mine.test(new Lanes(a, b))) {
                out.entry(side, a, b, row, core);
              }
            });
      }
    }
  }
}
