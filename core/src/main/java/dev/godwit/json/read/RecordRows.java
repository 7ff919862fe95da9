package dev.godwit.json.read;

import dev.godwit.json.form.Json;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.form.JsonValue;
import dev.godwit.json.form.Numbers;
import dev.godwit.json.form.Text;
import dev.godwit.json.read.FileTable.Origin;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** The rows of a table found in somebody's file, in the file's order. One record in memory. */
public final class RecordRows implements Rows {
  /** Where a member's value goes; members below it, where it is flattened. */
  private static final class Slot {
    private final Map<String, Slot> inner = new HashMap<>();
    private final List<Integer> cells = new ArrayList<>();
    private boolean elements;
    private long seen;
  }

  private final Path file;
  private final FileTable table;
  private final List<Column> columns;
  private final Cursor cursor;
  private final JsonValue json = new JsonValue();
  private final Slot record = new Slot();
  private final Slot element;
  // Cells of the row that are the record's own, however many elements it has.
  private final Row own;
  private final Deque<Row> pending = new ArrayDeque<>();
  private final List<Slot> watched = new ArrayList<>();
  private Row row;
  private long number;
  // Of the record, or the element, that is read now.
  private long stamp;
  private long ordinal;

  public RecordRows(Path file, FileTable table, List<Column> columns, Position after) {
    this.file = file;
    this.table = table;
    this.columns = columns;
    this.own = new Row(columns.size());
    this.row = own;
    boolean child = !table.child().isEmpty();
    for (int i = 0; i < columns.size(); i++) {
      Origin origin = table.origins().get(columns.get(i).name());
      switch (origin.what()) {
        case PARENT -> slot(record, origin.path()).cells.add(i);
        default -> {
          // Known when the record or the element is.
        }
      }
    }
    element = child ? slot(record, table.child()) : record;
    element.elements = child;
    int missing = place(FileTable.What.MISSING);
    if (missing >= 0) {
      table.origins().get(columns.get(missing).name()).path().stream()
          .map(name -> table.origins().get(name).path())
          .forEach(path -> watched.add(slot(element, path)));
    }
    for (int i = 0; i < columns.size(); i++) {
      Origin origin = table.origins().get(columns.get(i).name());
      if (origin.what() == FileTable.What.MEMBER) {
        slot(element, origin.path()).cells.add(i);
      }
    }
    cursor = new Cursor(Json.open(file), table.form(), table.path());
    long wanted = after.rows();
    while (ordinal < wanted && next()) {
      // Up to the position.
    }
  }

  private static Slot slot(Slot from, List<String> path) {
    Slot slot = from;
    for (String step : path) {
      slot = slot.inner.computeIfAbsent(step, s -> new Slot());
    }
    return slot;
  }

  @Override
  public boolean next() {
    try {
      while (pending.isEmpty()) {
        if (!cursor.next()) {
          return false;
        }
        read();
      }
      row = pending.poll();
      ordinal++;
      return true;
    } catch (JacksonException e) {
      throw Json.broken(file, e);
    }
  }

  private void read() {
    number++;
    stamp++;
    JsonParser parser = cursor.parser();
    clear(own);
    for (int i = 0; i < columns.size(); i++) {
      switch (table.origins().get(columns.get(i).name()).what()) {
        case ROW -> own.setInteger(i, number);
        case KEY -> own.setText(i, cursor.key());
        default -> {
          // From the record.
        }
      }
    }
    boolean object = parser.currentToken() == JsonToken.START_OBJECT;
    if (object) {
      object(parser, record, own);
    } else if (element == record) {
      value(parser, FileTable.What.ELEMENT, own);
    } else {
      parser.skipChildren();
    }
    if (element == record) {
      missing(object, own);
      pending.add(own);
    } else {
      pending.forEach(this::complete);
    }
  }

  private static void clear(Row row) {
    for (int i = 0; i < row.size(); i++) {
      row.setNull(i);
    }
  }

  private void object(JsonParser parser, Slot slot, Row to) {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      Slot member = slot.inner.get(parser.currentName());
      JsonToken token = parser.nextToken();
      if (member == null) {
        parser.skipChildren();
        continue;
      }
      member.seen = stamp;
      if (member.elements && token == JsonToken.START_ARRAY) {
        elements(parser, member);
      } else if (!member.inner.isEmpty() && !member.elements && token == JsonToken.START_OBJECT) {
        object(parser, member, to);
      } else {
        cells(parser, member, to);
      }
    }
  }

  /** More than one column may want the value. */
  private void cells(JsonParser parser, Slot member, Row to) {
    if (member.cells.isEmpty() || member.elements) {
      parser.skipChildren();
      return;
    }
    int first = member.cells.get(0);
    read(parser, first, to);
    for (int cell : member.cells) {
      if (cell != first) {
        to.copy(cell, to, first);
      }
    }
  }

  private void elements(JsonParser parser, Slot member) {
    for (long i = 1; parser.nextToken() != JsonToken.END_ARRAY; i++) {
      Row child = new Row(columns.size());
      stamp++;
      if (parser.currentToken() == JsonToken.START_OBJECT) {
        object(parser, member, child);
        missing(true, child);
      } else {
        value(parser, FileTable.What.ELEMENT, child);
      }
      int place = place(FileTable.What.ORDINAL);
      if (place >= 0) {
        child.setInteger(place, i);
      }
      pending.add(child);
    }
  }

  /** What the record itself knows may stand behind the array in the file. */
  private void complete(Row child) {
    for (int i = 0; i < columns.size(); i++) {
      switch (table.origins().get(columns.get(i).name()).what()) {
        case ROW, KEY, PARENT -> child.copy(i, own, i);
        default -> {
          // The element's own.
        }
      }
    }
  }

  private int place(FileTable.What what) {
    for (int i = 0; i < columns.size(); i++) {
      if (table.origins().get(columns.get(i).name()).what() == what) {
        return i;
      }
    }
    return -1;
  }

  private void value(JsonParser parser, FileTable.What what, Row to) {
    int place = place(what);
    if (place < 0) {
      parser.skipChildren();
    } else {
      read(parser, place, to);
    }
  }

  private void missing(boolean object, Row to) {
    int place = place(FileTable.What.MISSING);
    if (place < 0 || !object) {
      return;
    }
    List<String> names = new ArrayList<>();
    List<String> all = table.origins().get(columns.get(place).name()).path();
    for (int i = 0; i < all.size(); i++) {
      if (watched.get(i).seen != stamp) {
        names.add(all.get(i));
      }
    }
    if (!names.isEmpty()) {
      to.setText(place, array(names));
    }
  }

  private static byte[] array(List<String> names) {
    java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();
    try (JsonOut out = new JsonOut(bytes, 1 << 10)) {
      for (int i = 0; i < names.size(); i++) {
        out.write(i == 0 ? '[' : ',');
        out.text(names.get(i).getBytes(StandardCharsets.UTF_8));
      }
      out.write(']');
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private void read(JsonParser parser, int i, Row to) {
    JsonToken token = parser.currentToken();
    Kind kind = columns.get(i).type().kind();
    if (token == JsonToken.VALUE_NULL) {
      to.setNull(i);
    } else if (kind == Kind.JSON || kind == Kind.JSONB) {
      to.setText(i, json.of(parser));
    } else if (token == JsonToken.VALUE_STRING && kind == Kind.TEXT) {
      to.setText(i, Text.of(parser));
    } else if (token == JsonToken.VALUE_TRUE && kind == Kind.BOOLEAN) {
      to.setInteger(i, 1);
    } else if (token == JsonToken.VALUE_FALSE && kind == Kind.BOOLEAN) {
      to.setInteger(i, 0);
    } else if (!token.isNumeric() || !number(parser, kind, to, i)) {
      throw changed(i);
    }
  }

  private static boolean number(JsonParser parser, Kind kind, Row to, int i) {
    switch (kind) {
      case BIGINT -> {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
          return false;
        }
        to.setInteger(i, parser.getLongValue());
      }
      case DOUBLE -> to.setReal(i, Double.parseDouble(parser.getString()));
      case NUMERIC -> to.setText(i, Numbers.written(parser.getString()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private GodwitException changed(int i) {
    return GodwitException.failed(
        file
            + Json.at(cursor.parser().currentTokenLocation())
            + " "
            + table.table().name()
            + "."
            + columns.get(i).name()
            + ": the value was of another kind when the file was first read; it has changed since",
        null);
  }

  @Override
  public Row row() {
    return row;
  }

  @Override
  public Position position() {
    return Position.row(ordinal);
  }

  @Override
  public void close() {
    cursor.close();
  }
}
