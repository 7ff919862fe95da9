package dev.godwit.verify;

import dev.godwit.model.Column;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.Entries;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Scanning;
import dev.godwit.value.text.Forms;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The versions that two histories of one migration tool have, each on its side only; {@code other}:
 * nothing tells them apart, or each engine has migrations of its own and no name of one is the
 * other's.
 */
public record Versions(Set<String> onlyInSource, Set<String> onlyInTarget, boolean other) {
  private static final int NAMED = 20;

  public static Versions of(Entries entries, Source source, Source target) {
    Set<String> here = read(source, entries.copy().from(), entries.source());
    Set<String> there = read(target, entries.copy().to(), entries.target());
    Set<String> onlyHere = new TreeSet<>(here);
    onlyHere.removeAll(there);
    boolean none = onlyHere.size() == here.size() && !here.isEmpty() && !there.isEmpty();
    if (entries.source().isEmpty() || none && entries.perEngine()) {
      return new Versions(Set.of(), Set.of(), true);
    }
    there.removeAll(here);
    return new Versions(onlyHere, there, false);
  }

  private static Set<String> read(Source store, Table table, List<Column> columns) {
    Set<String> result = new TreeSet<>();
    if (columns.isEmpty()) {
      return result;
    }
    Row plain = new Row(1);
    try (Rows rows = Scanning.of(store).scan(table, columns)) {
      while (rows.next()) {
        StringBuilder entry = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
          Forms.render(columns.get(i).type(), rows.row(), i, plain, 0);
          entry.append(i == 0 ? "" : ".").append(plain.value(0));
        }
        result.add(entry.toString());
      }
    }
    return result;
  }

  /** How many a store has, and the last by name. */
  public static String named(Source store, Table table, List<Column> columns) {
    TreeSet<String> all = new TreeSet<>(read(store, table, columns));
    return all.isEmpty() ? "none" : all.size() + ", up to " + all.last();
  }

  /** Whether both have the same. */
  public boolean isSame() {
    return onlyInSource.isEmpty() && onlyInTarget.isEmpty();
  }

  /** That they are the same, as far as can be told. */
  public String agreement() {
    return other ? "; it is each engine's own, and not compared" : ", and has the same versions";
  }

  /** What each lacks, as a sentence. */
  public String words() {
    String source = onlyInTarget.isEmpty() ? "" : "the source lacks " + named(onlyInTarget);
    String target = onlyInSource.isEmpty() ? "" : "the target lacks " + named(onlyInSource);
    return source + (source.isEmpty() || target.isEmpty() ? "" : "; ") + target;
  }

  private static String named(Set<String> versions) {
    String first = versions.stream().limit(NAMED).collect(Collectors.joining(", "));
    int more = versions.size() - NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
