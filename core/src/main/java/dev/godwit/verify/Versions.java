package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.Entries;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Scanning;
import dev.godwit.value.text.Forms;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The versions that two histories of one migration tool have, each on its side only; {@code other}:
 * nothing tells them apart, or each engine has migrations of its own and no name of one is the
 * other's. {@code begun} are those that a side has not finished, as a sentence; empty where none.
 */
public record Versions(
    Set<String> onlyInSource, Set<String> onlyInTarget, boolean other, String begun) {
  private static final int NAMED = 20;

  public static Versions of(Entries entries, Source source, Source target) {
    Set<String> begunHere = new TreeSet<>();
    Set<String> begunThere = new TreeSet<>();
    Set<String> here = read(source, entries.copy().from(), entries.source(), entries, begunHere);
    Set<String> there = read(target, entries.copy().to(), entries.target(), entries, begunThere);
    String begun = begun("source", begunHere) + begun("target", begunThere);
    Set<String> onlyHere = new TreeSet<>(here);
    onlyHere.removeAll(there);
    boolean none = onlyHere.size() == here.size() && !here.isEmpty() && !there.isEmpty();
    if (entries.source().isEmpty() || none && entries.perEngine()) {
      return new Versions(Set.of(), Set.of(), true, begun);
    }
    there.removeAll(here);
    return new Versions(onlyHere, there, false, begun);
  }

  private static String begun(String side, Set<String> versions) {
    return versions.isEmpty()
        ? ""
        : "; the " + side + " has begun " + named(versions) + " and not finished it";
  }

  /** All, and which of them are only begun. */
  private static Set<String> read(
      Source store, Table table, List<Column> columns, Entries entries, Set<String> begun) {
    List<Column> all = new ArrayList<>(columns);
    Optional<Column> done = entries.done(table);
    Optional<Column> dirty = entries.dirty(table);
    done.ifPresent(all::add);
    dirty.ifPresent(all::add);
    Set<String> result = new TreeSet<>();
    Set<String> through = new TreeSet<>();
    if (columns.isEmpty()) {
      return result;
    }
    try (Rows rows = Scanning.of(store).scan(table, all)) {
      while (rows.next()) {
        String entry = entry(columns, rows.row());
        result.add(entry);
        boolean ended = done.isEmpty() || isSaid(rows.row(), columns.size());
        if (ended && (dirty.isEmpty() || !isSaid(rows.row(), all.size() - 1))) {
          through.add(entry);
        }
      }
    }
    begun.addAll(result);
    begun.removeAll(through);
    return result;
  }

  /** Neither NULL nor false, as any engine has it. */
  private static boolean isSaid(Row row, int place) {
    String said = String.valueOf(row.value(place)).toLowerCase(Locale.ROOT);
    return !Set.of("null", "0", "false", "f", "").contains(said);
  }

  private static String entry(List<Column> columns, Row row) {
    Row plain = new Row(1);
    StringBuilder entry = new StringBuilder();
    for (int i = 0; i < columns.size(); i++) {
      Forms.render(columns.get(i).type(), row, i, plain, 0);
      entry.append(i == 0 ? "" : ".").append(plain.value(0));
    }
    return entry.toString();
  }

  /** How many a store has, and the last by name. */
  public static String named(Source store, Table table, List<Column> columns) {
    TreeSet<String> all = new TreeSet<>();
    try (Rows rows = Scanning.of(store).scan(table, columns)) {
      while (rows.next()) {
        all.add(entry(columns, rows.row()));
      }
    }
    return all.isEmpty() ? "none" : all.size() + ", up to " + all.last();
  }

  /** Whether both have the same, and are through with each. */
  public boolean isSame() {
    return onlyInSource.isEmpty() && onlyInTarget.isEmpty() && begun.isEmpty();
  }

  /** That they are the same, as far as can be told. */
  public String agreement() {
    return other ? "; it is each engine's own, and not compared" : ", and has the same versions";
  }

  /** What each lacks, and what is not through, as a sentence. */
  public String words() {
    String source = onlyInTarget.isEmpty() ? "" : "; the source lacks " + named(onlyInTarget);
    String target = onlyInSource.isEmpty() ? "" : "; the target lacks " + named(onlyInSource);
    return (source + target + begun).substring(2);
  }

  private static String named(Set<String> versions) {
    String first = versions.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = versions.size() - NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
