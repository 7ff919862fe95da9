package dev.godwit.history;

import dev.godwit.store.Ledger;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the tables of a run were like at one moment. {@code counters} and {@code structure} are as
 * {@link dev.godwit.store.can.Keeping} tells them; {@code schemaMade} says that the run makes their
 * schema; {@code file} is the backup, null where nothing had to be kept, {@code checksum} its
 * SHA-256 in hex, which older notes lack; {@code ledger} is the note that goes with the run, or
 * null; {@code undo} and {@code narrows} are the statements {@link
 * dev.godwit.model.Statements#drops} and {@code narrows} of what the run makes in tables.
 */
public record State(
    int format,
    List<TableState> tables,
    Map<String, String> counters,
    Map<String, String> structure,
    boolean schemaMade,
    String file,
    String checksum,
    Ledger ledger,
    List<String> undo,
    List<String> narrows) {
  /** Later versions of Godwit read earlier formats. */
  public static final int FORMAT = 1;

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /**
   * One table. {@code digest} is a {@link dev.godwit.value.digest.Digest#state} over {@code
   * columns}, null where the rows were not read; {@code made} says that the run makes the table,
   * {@code kept} that its rows are in the backup.
   */
  public record TableState(
      String schema,
      String name,
      List<String> columns,
      long rows,
      String digest,
      boolean made,
      boolean kept) {
    public TableState {
      columns = List.copyOf(columns);
    }

    /** Only that it was written to, and whether a run made it. */
    TableState folded(boolean byARun) {
      return new TableState(schema, name, List.of(), -1, null, byARun, false);
    }

    /** The name for people. */
    public String displayName() {
      return schema.isEmpty() || schema.equals("public") ? name : schema + "." + name;
    }
  }

  public State {
    tables = List.copyOf(tables);
    counters = Collections.unmodifiableMap(new LinkedHashMap<>(counters));
    structure = Collections.unmodifiableMap(new LinkedHashMap<>(structure));
    // Older notes have none.
    undo = undo == null ? List.of() : List.copyOf(undo);
    narrows = narrows == null ? List.of() : List.copyOf(narrows);
  }

  /** The same, of tables that are otherwise. */
  public State with(List<TableState> others) {
    return new State(
        format, others, counters, structure, schemaMade, file, checksum, ledger, undo, narrows);
  }

  /** Only these tables. */
  State folded(List<TableState> states) {
    return new State(
        format, states, Map.of(), Map.of(), false, null, null, null, List.of(), List.of());
  }

  public String json() {
    return JSON.writeValueAsString(this);
  }

  /** Reads what {@link #json} wrote. */
  public static State read(String json) {
    return JSON.readValue(json, State.class);
  }

  /** Whether any of the tables, or none that is known, is in this schema. */
  boolean isOf(String schema) {
    return tables.isEmpty() || tables.stream().anyMatch(t -> t.schema().equals(schema));
  }

  /** The table of this name, in whatever schema, else that but for case; null for none. */
  public TableState table(String name) {
    return tables.stream()
        .filter(t -> t.name().equalsIgnoreCase(name))
        .max(Comparator.comparing(t -> t.name().equals(name)))
        .orElse(null);
  }
}
