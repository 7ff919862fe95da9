package dev.godwit.cli.cutover.preflight;

import dev.godwit.Stores;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.can.Watching;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** What the databases looked like at one moment, to tell later whether somebody wrote. */
public final class Stillness {
  private final List<Path> databases;
  private final Map<String, String> fingerprints = new LinkedHashMap<>();
  private final Map<String, Long> rows = new LinkedHashMap<>();

  private Stillness(List<Path> databases) {
    this.databases = databases;
  }

  /** Counts every table's rows. */
  public static Stillness of(List<Path> databases) {
    Stillness now = new Stillness(databases);
    for (Path database : databases) {
      try (Source source = Stores.source(database.toString(), null)) {
        now.fingerprints.put(database.toString(), Watching.of(source).fingerprint());
        for (Table table : source.catalog().tables()) {
          now.rows.put(database.getFileName() + " " + table.name(), count(source, table));
        }
      }
    }
    return now;
  }

  private static long count(Source source, Table table) {
    long count = 0;
    try (Rows all = source.read(table, table.columns().subList(0, 1), Position.START)) {
      while (all.next()) {
        count++;
      }
    }
    return count;
  }

  public long total() {
    return rows.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Looks again: files that did not change were not written to. */
  public Check again() {
    Stillness now = of(databases);
    if (now.fingerprints.equals(fingerprints) && now.rows.equals(rows)) {
      return Check.ok(
          "quiet", "the databases were looked at twice and did not change, " + total() + " rows");
    }
    TreeSet<String> changed = new TreeSet<>(rows.keySet());
    changed.addAll(now.rows.keySet());
    changed.removeIf(t -> rows.containsKey(t) && rows.get(t).equals(now.rows.get(t)));
    return Check.failed(
        "quiet",
        "somebody writes into the databases"
            + (changed.isEmpty() ? "" : ": " + String.join(", ", changed)),
        "end the hooks and tools that do, then run again");
  }
}
