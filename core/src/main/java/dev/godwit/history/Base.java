package dev.godwit.history;

import dev.godwit.history.History.Wrote;
import dev.godwit.model.ByName;
import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.store.Rows;
import dev.godwit.store.Target;
import dev.godwit.store.can.Journal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What runs left of the rows of tables, in a journal of the target: for each row digests of its key
 * and of its content, never a value. A later run tells by it which side has changed a row since.
 * Notes belong to the transaction in which they are made. Not thread-safe.
 */
public final class Base implements AutoCloseable {
  /** What an entry speaks of: a row that both sides had alike, or how one of them had it. */
  public enum Side {
    BOTH,
    SOURCE,
    TARGET
  }

  /** Hears of entries. {@code core} is the digest of a row without its watermark. */
  @FunctionalInterface
  public interface Entries {
    void entry(Side side, long keyA, long keyB, long row, long core);
  }

  /**
   * By what the rows of a table were noted: whether a column tells when a row was written, and the
   * target's columns, in this order.
   */
  public record Form(boolean marked, List<Noted> columns) {
    public Form {
      columns = List.copyOf(columns);
    }

    /** By these columns. */
    public static Form of(boolean marked, List<Column> columns) {
      return new Form(
          marked, columns.stream().map(c -> new Noted(c.name(), c.type().kind())).toList());
    }

    private String text() {
      Stream<String> head = Stream.of(Boolean.toString(marked));
      return String.join("\n", Stream.concat(head, columns.stream().map(Noted::line)).toList());
    }

    private static Form of(String text) {
      List<String> lines = List.of(text.split("\n", -1));
      return new Form(
          Boolean.parseBoolean(lines.get(0)), lines.stream().skip(1).map(Noted::of).toList());
    }

    private int entry() {
      return marked ? ENTRY : ENTRY - Long.BYTES;
    }
  }

  /** A column as it was when rows were noted. */
  public record Noted(String name, Kind kind) {
    /** A column's name may have spaces and line feeds of its own. */
    private String line() {
      return name.replace("\\", "\\\\").replace("\n", "\\n") + " " + kind;
    }

    private static Noted of(String line) {
      int end = line.lastIndexOf(' ');
      return new Noted(
          line.substring(0, end).translateEscapes(), Kind.valueOf(line.substring(end + 1)));
    }
  }

  /** Bytes of one entry, at most. */
  public static final int ENTRY = 32;

  /** So many runs before this one can be taken back to, with what they noted. */
  public static final int WAYS_BACK = 3;

  private static final String NAME = "base";
  private static final List<Column> COLUMNS =
      Stream.of("id", "side", "entries")
          .map(n -> Column.of(n, ColumnType.of(Kind.TEXT, "text")))
          .toList();
  private static final String FORM = "FORM";

  /** In place of a note: what an earlier run noted still holds. */
  private static final String SAME = "SAME";

  private static final int ENTRIES_A_CHUNK = 2048;

  /** Chunks of small tables are kept from the first reading of the journal, up to so many bytes. */
  private static final long CACHED = 16L << 20;

  private record Chunk(Side side, String entries) {}

  private final Target target;
  private final History history;
  private final Predicate<Run> mine;
  private final Journal journal;
  private Map<String, Form> found;
  private final Map<String, String> origins = new HashMap<>();
  private ByName<Wrote> writers;
  private List<Run> runs;
  private final Later pending = new Later();
  private final Map<String, List<Chunk>> cache = new LinkedHashMap<>();

  /** Of runs from this source only: what others wrote is the target's own to it. */
  public Base(Target target, History history, Predicate<Run> mine) {
    this.target = target;
    this.history = history;
    this.mine = mine;
    this.journal = Journal.of(target, NAME, COLUMNS);
  }

  /** What the last run that wrote to the table left of it, or nothing where that is not noted. */
  public Optional<Left> of(String table) {
    return writers()
        .nearest(table)
        .map(wrote -> origin(id(wrote.migrationId(), table)))
        .filter(forms()::containsKey)
        .map(origin -> new Left(origin, forms().get(origin)));
  }

  private List<Run> runs() {
    if (runs == null) {
      runs = history.runs();
    }
    return runs;
  }

  private String origin(String id) {
    forms();
    return origins.getOrDefault(id, id);
  }

  private ByName<Wrote> writers() {
    if (writers == null) {
      writers = History.writers(runs(), run -> run.isKept() && mine.test(run));
    }
    return writers;
  }

  private String id(String migrationId, String table) {
    return migrationId + " " + Journal.at(target).writable(table);
  }

  private Map<String, Form> forms() {
    if (found == null) {
      Map<String, Form> forms = new LinkedHashMap<>();
      long[] kept = new long[1];
      scan(
          row -> {
            String id = row.text(0);
            if (row.text(1).equals(SAME)) {
              origins.put(id, row.text(2));
            } else if (row.text(1).equals(FORM)) {
              forms.put(id, Form.of(row.text(2)));
            } else if (kept[0] < CACHED) {
              kept[0] += row.bytes(2).length;
              cache.computeIfAbsent(id, k -> new ArrayList<>()).add(chunk(row));
            } else {
              // One that is not whole is of no use.
              cache.put(id, null);
            }
          });
      cache.values().removeIf(c -> c == null);
      found = forms;
    }
    return found;
  }

  private static Chunk chunk(Row row) {
    return new Chunk(Side.valueOf(row.text(1)), row.text(2));
  }

  private void scan(java.util.function.Consumer<Row> each) {
    try (Rows rows = journal.read(target)) {
      while (rows.next()) {
        each.accept(rows.row());
      }
    }
  }

  /** What is noted of a table. */
  public final class Left {
    private final String id;
    private final Form form;

    private Left(String id, Form form) {
      this.id = id;
      this.form = form;
    }

    public Form form() {
      return form;
    }

    /** All entries, in whatever order; may be asked for any number of times. */
    public void each(Entries entries) {
      List<Chunk> cached = cache.get(id);
      if (cached != null) {
        cached.forEach(c -> read(c, entries));
      } else {
        scan(
            row -> {
              if (row.text(0).equals(id) && !row.text(1).equals(FORM)) {
                read(chunk(row), entries);
              }
            });
      }
    }

    private void read(Chunk chunk, Entries entries) {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(chunk.entries()));
      while (bytes.hasRemaining()) {
        long keyA = bytes.getLong();
        long keyB = bytes.getLong();
        long row = bytes.getLong();
        entries.entry(chunk.side(), keyA, keyB, row, form.marked() ? bytes.getLong() : row);
      }
    }
  }

  /** The ids of runs of which something is noted still. */
  static Set<String> noted(Target target) {
    Base all = new Base(target, History.of(target), r -> true);
    Set<String> ids = new HashSet<>();
    try (all) {
      all.forms().keySet().forEach(id -> ids.add(id.substring(0, id.indexOf(' '))));
      all.origins.keySet().forEach(id -> ids.add(id.substring(0, id.indexOf(' '))));
    }
    return ids;
  }

  /** Takes out what a run has noted of a table; false where that is nothing. */
  public boolean forget(String migrationId, String table) {
    String id = id(migrationId, table);
    boolean known = forms().containsKey(id) || origins.containsKey(id);
    if (known) {
      journal.remove(id);
    }
    return known;
  }

  /** Notes that a run has left the rows of a table as they were left before. */
  public void same(String migrationId, String table, Left left) {
    drop(table, left.id);
    pending.add(List.of(id(migrationId, table), SAME, left.id));
  }

  /** Takes out the notes of the table that no way back of the last runs leads to. */
  private void drop(String table, String last) {
    List<String> noted = new ArrayList<>();
    for (Run run : forms().isEmpty() ? List.<Run>of() : runs()) {
      String id = id(run.migrationId(), table);
      if (mine.test(run) && (forms().containsKey(id) || origins.containsKey(id))) {
        noted.add(0, id);
      }
    }
    Set<String> kept = new HashSet<>();
    kept.add(last);
    for (String id : noted.subList(0, Math.min(WAYS_BACK, noted.size()))) {
      kept.add(id);
      kept.add(origin(id));
    }
    noted.stream().filter(id -> !kept.contains(id)).forEach(journal::remove);
  }

  /**
   * Begins the note of a table that a run leaves. Notes of it that are older than those of the last
   * runs are taken out: they would be needed by nobody but a way back beyond these.
   */
  public Writer writer(String migrationId, String table, Form form) {
    drop(table, of(table).map(l -> l.id).orElse(null));
    String id = id(migrationId, table);
    pending.add(List.of(id, FORM, Journal.at(target).writable(form.text())));
    return new Writer(id, form);
  }

  /** Notes entries; {@link #finish} when all are in. */
  public final class Writer implements Entries {
    private final String id;
    private final Form form;

    /** By side. Nothing is looked up or made for an entry: a table has millions. */
    private final Map<Side, ByteBuffer> open = new EnumMap<>(Side.class);

    private Writer(String id, Form form) {
      this.id = id;
      this.form = form;
    }

    @Override
    public void entry(Side side, long keyA, long keyB, long row, long core) {
      ByteBuffer chunk = open.get(side);
      if (chunk == null) {
        chunk = ByteBuffer.allocate(ENTRIES_A_CHUNK * form.entry());
        open.put(side, chunk);
      }
      chunk.putLong(keyA).putLong(keyB).putLong(row);
      if (form.marked()) {
        chunk.putLong(core);
      }
      if (!chunk.hasRemaining()) {
        close(side);
      }
    }

    private void close(Side side) {
      ByteBuffer chunk = open.get(side);
      if (chunk != null && chunk.position() > 0) {
        byte[] text = Base64.getEncoder().encode(chunk.flip()).array();
        pending.add(List.of(id, side.name(), new String(text, StandardCharsets.ISO_8859_1)));
        chunk.clear();
      }
    }

    public void finish() {
      for (Side side : Side.values()) {
        close(side);
      }
    }
  }

  /** Writes what was noted; nothing of the target may be open for reading. */
  public void flush() {
    pending.each(journal::add);
  }

  @Override
  public void close() {
    pending.close();
  }
}
