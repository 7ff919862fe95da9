package dev.godwit.run.cost;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.plan.Plan;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.SqliteFiles;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadSpeedTest {
  private static final String ROWS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)"
          + " INSERT INTO t SELECT i, 'row ' || i FROM n";

  @TempDir Path folder;
  private final List<String> asked = new ArrayList<>();

  /** The same store, or a thing that it can do, whose methods are noted as they are called. */
  private <T> T noting(Class<T> type, Object store) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              asked.add(method.getName());
              try {
                Object result = method.invoke(store, arguments);
                return method.getName().equals("as")
                    ? ((Optional<?>) result).map(can -> noting((Class<?>) arguments[0], can))
                    : result;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Measured for a file with this table, moved to a SQLite file where {@code id} is the key. */
  private List<Report.ReadSpeed> speeds(String definition) {
    Path file = SqliteFiles.create(folder.resolve("from.db"), definition, ROWS);
    Path to =
        SqliteFiles.create(
            folder.resolve("to.db"), "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)", ROWS);
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(to.toString(), null)) {
      Plan plan = new Godwit(Progress.NONE).plan(source, target, Options.DEFAULT);
      return new ReadSpeed(plan, noting(Source.class, source), target, Progress.NONE)
          .measure(Map.of("t", 10_000L));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)",
        "CREATE TABLE t (id INTEGER UNIQUE, name TEXT)"
      })
  void rowsWithAnIndexAreLookedUp(String definition) {
    List<Report.ReadSpeed> speeds = speeds(definition);

    assertThat(asked).contains("find", "sample");
    assertThat(speeds).extracting(Report.ReadSpeed::what).containsExactly("lookup", "scan");
    assertThat(speeds).allMatch(s -> s.source() > 0 && s.target() > 0);
  }

  @Test
  void aLookupThatWouldReadTheWholeTableIsReckonedFromTheScan() {
    List<Report.ReadSpeed> speeds = speeds("CREATE TABLE t (id INTEGER, name TEXT)");

    assertThat(asked).doesNotContain("find", "sample");
    assertThat(speeds.get(0).source()).isEqualTo(speeds.get(1).source() / 10_000);
    assertThat(speeds.get(0).target()).isGreaterThan(speeds.get(0).source());
  }
}
