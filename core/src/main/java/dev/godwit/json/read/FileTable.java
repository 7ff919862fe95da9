package dev.godwit.json.read;

import dev.godwit.model.Column;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Table;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A table found in somebody's file: where its records lie, and from where in a record each column
 * comes. {@code child} is the way to the array whose elements are the rows, empty where the records
 * are.
 */
public record FileTable(
    Table table, Form form, List<String> path, List<String> child, Map<String, Origin> origins) {
  /** How records lie at their place. */
  enum Form {
    /** Elements of an array. */
    ARRAY,
    /** Members of an object. */
    KEYED,
    /** Values one after the other. */
    LINES,
    /** The one object itself. */
    ONE
  }

  /** What a column's value is. */
  enum What {
    MEMBER,
    /** The element itself, where it is no object. */
    ELEMENT,
    /** The key that the map has for the record. */
    KEY,
    /** The record's number, from 1. */
    ROW,
    /** The element's number in its array, from 1. */
    ORDINAL,
    /** A member of the record that a child's array belongs to. */
    PARENT,
    /** The names of columns whose members are not there, where others have null. */
    MISSING
  }

  /**
   * {@code path} leads from the record, or the element, to the member; for {@link What#MISSING} it
   * is the list of columns.
   */
  record Origin(What what, List<String> path) {
    Origin {
      path = List.copyOf(path);
    }
  }

  static final String ROW = "_row";

  /** Collects a table's columns; names that are taken get a number. */
  static final class Draft {
    final String name;
    final List<Column> columns = new ArrayList<>();
    final Map<String, Origin> origins = new LinkedHashMap<>();
    final List<String> key = new ArrayList<>();

    Draft(String name) {
      this.name = name;
    }

    String add(String wanted, ColumnType type, boolean nullable, What what, List<String> path) {
      String free = wanted;
      for (int i = 2; origins.containsKey(free); i++) {
        free = wanted + "_" + i;
      }
      origins.put(free, new Origin(what, path));
      columns.add(
          new Column(free, type, nullable, null, Column.Generated.NO, Column.Identity.NONE, null));
      return free;
    }

    void addRow() {
      key.add(add(ROW, ColumnType.of(Kind.BIGINT, "integer"), false, What.ROW, List.of()));
    }

    /** The columns that hold the members at these paths. */
    List<String> columns(List<List<String>> paths) {
      return origins.entrySet().stream()
          .filter(e -> e.getValue().what() == What.MEMBER && paths.contains(e.getValue().path()))
          .map(Map.Entry::getKey)
          .toList();
    }

    /** One column per member, those of flattened objects by their joined names. */
    void add(Members members, String prefix, List<String> above) {
      for (Members.Member m : members.byName.values()) {
        List<String> path = new ArrayList<>(above);
        path.add(m.name);
        boolean absent = m.present < members.records || !above.isEmpty();
        boolean structured = m.inner != null || m.elements != null;
        if (!structured || m.tally.hasValues()) {
          ColumnType type = m.tally.type(absent && m.tally.nulls() == 0);
          add(prefix + m.name, type, false, What.MEMBER, path);
        }
        if (m.inner != null) {
          add(m.inner, prefix + m.name + "_", path);
        }
      }
    }

    /** That today's records have no null says nothing of tomorrow's. */
    private Column open(Column c) {
      boolean open = origins.get(c.name()).what() == What.MEMBER && !key.contains(c.name());
      return open ? Column.of(c.name(), c.type()) : c;
    }

    FileTable table(Form form, List<String> path, List<String> child, long rows) {
      Table table = Table.of("", name, columns.stream().map(this::open).toList(), key).ofRows(rows);
      return new FileTable(table, form, List.copyOf(path), List.copyOf(child), origins);
    }
  }
}
