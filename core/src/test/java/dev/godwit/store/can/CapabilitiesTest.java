package dev.godwit.store.can;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.copy.Quarantine;
import dev.godwit.plan.RulesFile;
import dev.godwit.postgres.PostgresStore;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What every store is, and what some can. */
@ExtendWith(FreshDatabase.class)
class CapabilitiesTest {
  private static final List<Class<?>> CAPABILITIES = capabilities();

  @TempDir Path folder;

  private static List<Class<?>> capabilities() {
    return interfaces("store/can").stream().filter(c -> c.getEnclosingClass() == null).toList();
  }

  private static List<Class<?>> interfaces(String part) {
    Path sources = Path.of("src/main/java/dev/godwit").resolve(part);
    try (Stream<Path> files = Files.walk(sources)) {
      List<Class<?>> found = new ArrayList<>();
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        String name = Path.of("src/main/java").relativize(file).toString();
        if (name.endsWith("package-info.java")) {
          continue;
        }
        Class<?> type = Class.forName(name.replaceAll("\\.java$", "").replaceAll("[/\\\\]", "."));
        found.add(type);
        found.addAll(Arrays.asList(type.getDeclaredClasses()));
      }
      found.removeIf(c -> !c.isInterface());
      found.sort(Comparator.comparing(Class::getName));
      return found;
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void aFileOfEach(Database database) throws SQLException, IOException {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file("one.db"));
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT)");
      statement.execute("INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    }
    Files.writeString(folder.resolve("j.json"), "{\"u\": [{\"id\": 1}]}");
    Files.writeString(folder.resolve("v.csv"), "id,name\n1,a\n");
    database.run("CREATE TABLE w (id int PRIMARY KEY)");
  }

  private String file(String name) {
    return folder.resolve(name).toString();
  }

  private static Set<String> of(Source store) {
    return CAPABILITIES.stream()
        .filter(c -> store.as(c).isPresent())
        .map(Class::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> and(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Stores of every kind that is not made of others, by what they are called. */
  private Map<String, Set<String>> stores(Database database) throws SQLException {
    Map<String, Set<String>> result = new TreeMap<>();
    try (Source sqlite = Stores.source(file("one.db"), null);
        Source salvaged = Stores.salvage(file("one.db"));
        Source json = Stores.source(file("j.json"), null);
        Source csv = Stores.source("csv:" + file("v.csv"), null);
        Source postgres = Stores.source(database.url(), null)) {
      result.put("SQLite read", of(sqlite));
      result.put("SQLite salvaged", of(salvaged));
      result.put("JSON read", of(json));
      result.put("CSV read", of(csv));
      result.put("PostgreSQL read", of(postgres));
    }
    try (Target sqlite = Stores.target(file("new.db"), null);
        Target plain = Stores.target("json:" + file("plain.json") + "?shape=array", null);
        Target exact = Stores.target("json:" + file("folder"), null);
        Target csv = Stores.target("csv:" + file("new.csv"), null);
        Target postgres = Stores.target(database.url(), null)) {
      result.put("SQLite written", of(sqlite));
      result.put("one JSON file written", of(plain));
      result.put("a JSON folder written", of(exact));
      result.put("CSV written", of(csv));
      result.put("PostgreSQL written", of(postgres));
    }
    try (Target target = withQuarantine(database)) {
      result.put("a quarantine", of(Quarantine.of(target)));
    }
    try (Connection connection = database.connect();
        Target borrowed = PostgresStore.on(connection)) {
      result.put("PostgreSQL on a borrowed connection", of(borrowed));
    }
    return result;
  }

  @Test
  void someStoresHaveEachCapabilityAndOthersLackIt(Database database) throws SQLException {
    Map<String, Set<String>> stores = stores(database);
    for (Class<?> capability : CAPABILITIES) {
      long have =
          stores.values().stream().filter(s -> s.contains(capability.getSimpleName())).count();
      assertThat(have).as("have %s", capability).isBetween(1L, stores.size() - 1L);
    }
  }

  @Test
  void noInterfaceOfTheSeamHasMoreThanTenMethods() {
    for (Class<?> type : interfaces("store")) {
      long methods =
          Arrays.stream(type.getMethods())
              .filter(m -> !Modifier.isStatic(m.getModifiers()))
              .map(Method::toString)
              .count();
      assertThat(methods).as(type.getName()).isLessThanOrEqualTo(10);
    }
  }

  @Test
  void aSourceIsSixMethodsAndATargetFourMore() {
    assertThat(Source.class.getDeclaredMethods()).hasSizeLessThanOrEqualTo(8);
    assertThat(Target.class.getDeclaredMethods()).hasSizeLessThanOrEqualTo(8);
  }

  @Test
  void whatCannotBeDoneOnAStoreIsNotAskedOfIt(Database database) throws SQLException {
    Map<String, Set<String>> stores = stores(database);
    assertThat(stores.get("SQLite read"))
        .contains("Seeking", "Dividing")
        .doesNotContain("Salvaging");
    assertThat(stores.get("SQLite salvaged"))
        .contains("Salvaging")
        .doesNotContain("Seeking", "Sampling", "Dividing", "Auditing", "Describing");
    assertThat(stores.get("PostgreSQL written")).contains("Lasting", "Enforcing");
    assertThat(stores.get("PostgreSQL on a borrowed connection"))
        .isEqualTo(without(stores.get("PostgreSQL written"), "Lasting"));
    assertThat(stores.get("a JSON folder written"))
        .isEqualTo(without(stores.get("one JSON file written"), "Rereading"));
    stores.forEach(
        (name, can) ->
            assertThat(can.contains("Keeping"))
                .as(name)
                .isEqualTo(name.contains("PostgreSQL") || name.endsWith("written")));
  }

  private static Set<String> without(Set<String> all, String one) {
    Set<String> rest = new TreeSet<>(all);
    rest.remove(one);
    return rest;
  }

  /** What a union can give of its parts; the rest nobody asks of several sources at once. */
  private static Set<String> ofUnions() {
    return Arrays.stream(UnionSource.class.getInterfaces())
        .map(Class::getSimpleName)
        .collect(Collectors.toSet());
  }

  @Test
  void severalSourcesCanWhatOneOfThemCanAndNothingElse(Database database) {
    Set<String> passed = ofUnions();
    try (Source sqlite = Stores.source(file("one.db"), null);
        Source json = Stores.source(file("j.json"), null);
        Source csv = Stores.source("csv:" + file("v.csv"), null);
        Source postgres = Stores.source(database.url(), null)) {
      for (Source one : List.of(sqlite, json, csv, postgres)) {
        for (Source other : List.of(sqlite, json, csv, postgres)) {
          if (one != other) {
            Set<String> expected = and(of(one), of(other));
            expected.retainAll(passed);
            // Not closed: its parts are ours.
            Source union = new UnionSource(List.of(one, other), name -> false);
            assertThat(of(union)).as(union.name()).isEqualTo(expected);
          }
        }
      }
      assertThat(of(new UnionSource(List.of(json, csv), name -> false)))
          .doesNotContain("Seeking", "Sampling", "Scanning", "Describing", "Stopping");
    }
  }

  @Test
  void aTableOfAUnionIsReadAsItsOwnStoreCan() {
    try (Source sqlite = Stores.source(file("one.db"), null);
        Source csv = Stores.source("csv:" + file("v.csv"), null);
        Source union = Stores.together(sqlite, csv)) {
      Seeking seeking = union.as(Seeking.class).orElseThrow();
      for (var table : union.catalog().tables()) {
        boolean seeks = seeking.seeks(table, table.columns().subList(0, 1));
        assertThat(seeks).as(table.name()).isEqualTo(table.name().equals("t"));
      }
    }
  }

  @Test
  void theQuarantineOfATargetCanNothingThatTheTargetCan(Database database) {
    try (Target target = withQuarantine(database)) {
      assertThat(of(target)).isNotEmpty();
      assertThat(of(Quarantine.of(target))).isEmpty();
      assertThat(of(new UnionSource(List.of(Quarantine.of(target)), name -> false))).isEmpty();
    }
  }

  private Target withQuarantine(Database database) {
    database.run("CREATE TABLE t (id int PRIMARY KEY, name boolean)");
    Target target = Stores.target(database.url(), null);
    try (Source source = Stores.source(file("one.db"), null)) {
      Options aside = Options.DEFAULT.with(RulesFile.parse("{onMisfit: quarantine}", "rules"));
      new Godwit(Progress.NONE).migrate(source, target, aside);
    }
    return target;
  }
}
