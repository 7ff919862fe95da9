package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Who may import whom: the picture in docs/architecture.md, as a table. */
class PackagesTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/godwit");
  private static final Pattern USE =
      Pattern.compile("\\b(dev\\.godwit(?:\\.[a-z]+)*|org\\.\\w+|tools\\.\\w+|com\\.\\w+)\\.\\w+");

  /** By package, empty for the facade: packages of ours and, after the bar, libraries. */
  private static final Map<String, String> ALLOWED =
      Map.ofEntries(
          Map.entry("model", ""),
          Map.entry("sql", ""),
          Map.entry("btree", "model"),
          Map.entry("value", "model"),
          Map.entry("value.text", "model | tools.jackson"),
          Map.entry("value.digest", "model value.text | tools.jackson"),
          Map.entry("value.plain", "model value value.text"),
          Map.entry("value.time", "model value value.text"),
          Map.entry(
              "value.server", "model value value.text value.plain value.time | tools.jackson"),
          Map.entry(
              "value.coerce",
              "model value value.text value.digest value.plain value.time value.server"
                  + " | tools.jackson"),
          Map.entry("store", "model"),
          Map.entry("store.can", "model store"),
          Map.entry("jdbc", "model store | org.jooq"),
          Map.entry("sqlite.schema", "model store.can jdbc sql | org.sqlite"),
          Map.entry("sqlite.file", "model store jdbc btree sqlite.schema | org.sqlite"),
          Map.entry("sqlite.read", "model store jdbc btree sqlite.schema sqlite.file | org.sqlite"),
          Map.entry(
              "sqlite.check",
              "model store store.can jdbc btree sqlite.schema sqlite.file sqlite.read"),
          Map.entry("sqlite.salvage", "model jdbc sqlite.schema sqlite.file | org.sqlite"),
          Map.entry(
              "sqlite.write",
              "model store store.can jdbc sql sqlite.schema sqlite.file sqlite.read | org.sqlite"),
          Map.entry(
              "sqlite",
              "model store store.can jdbc btree sqlite.schema sqlite.file sqlite.read sqlite.check"
                  + " sqlite.salvage sqlite.write | org.sqlite"),
          Map.entry("postgres.address", "model"),
          Map.entry("postgres.encode", "model store value.text jdbc"),
          Map.entry("postgres.schema", "model jdbc sql"),
          Map.entry(
              "postgres.session",
              "model store store.can jdbc postgres.address postgres.schema | org.postgresql"),
          Map.entry(
              "postgres.read",
              "model store jdbc postgres.encode postgres.session | org.postgresql"),
          Map.entry(
              "postgres.load",
              "model store store.can jdbc postgres.encode postgres.session postgres.read"
                  + " | org.postgresql"),
          Map.entry("postgres.check", "model store jdbc value.text postgres.session postgres.load"),
          Map.entry(
              "postgres",
              "model store store.can jdbc postgres.encode postgres.schema postgres.session"
                  + " postgres.read postgres.load postgres.check | org.postgresql org.jooq"),
          Map.entry("scratch", "model store value.digest"),
          Map.entry("json.form", "model value value.text value.coerce | tools.jackson"),
          Map.entry("format.note", "model store scratch json.form | tools.jackson"),
          Map.entry(
              "format",
              "model store store.can value value.text value.digest value.coerce scratch format.note"
                  + " | tools.jackson"),
          Map.entry("csv", "model store format format.note"),
          Map.entry(
              "json.read", "model store scratch format format.note json.form | tools.jackson"),
          Map.entry(
              "json.write",
              "model store scratch format format.note json.form json.read | tools.jackson"),
          Map.entry(
              "json", "model store store.can format format.note json.form json.read json.write"),
          Map.entry("recipe", "model | tools.jackson"),
          Map.entry("inspect", "model store store.can value.text recipe | tools.jackson"),
          Map.entry("plan.expression", "model sql"),
          Map.entry("plan", "model value value.coerce recipe inspect sql | tools.jackson"),
          Map.entry("plan.schema", "model value recipe inspect sql plan plan.expression"),
          Map.entry(
              "copy",
              "model store store.can value value.text value.digest value.coerce plan scratch | tools.jackson"),
          Map.entry("history", "model store store.can value.digest | tools.jackson"),
          Map.entry("report", "model plan | tools.jackson com.fasterxml"),
          Map.entry(
              "verify",
              "model store store.can value.text value value.coerce value.digest plan copy history report"),
          Map.entry("run", "model store plan copy history verify"),
          Map.entry(
              "run.before",
              "model value value.text store store.can recipe plan copy history report verify"),
          Map.entry("run.cost", "model store store.can plan copy history report run"),
          Map.entry(
              "run.protocol",
              "model value.digest store store.can plan copy history report verify run"),
          Map.entry(
              "run.sync",
              "model value.digest value.coerce store store.can plan copy history report verify run.protocol"),
          Map.entry(
              "run.undo", "model value.digest store store.can plan copy history report verify"),
          Map.entry(
              "run.mode",
              "model value.digest store store.can plan copy history report verify run run.before run.protocol run.sync"),
          Map.entry(
              "",
              "model store store.can recipe inspect plan plan.schema copy history report verify run run.before run.cost run.protocol run.undo run.mode sqlite sqlite.schema postgres postgres.schema postgres.session format json json.read csv"
                  + " | tools.jackson"));

  private static Map<String, Set<String>> uses() throws IOException {
    Map<String, Set<String>> result = new HashMap<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
        Path folder = SOURCES.relativize(file.getParent());
        Set<String> found =
            result.computeIfAbsent(
                folder.toString().replace('\\', '.').replace('/', '.'), p -> new TreeSet<>());
        for (String line : Files.readAllLines(file)) {
          Matcher use = USE.matcher(code(line));
          while (use.find()) {
            found.add(use.group(1));
          }
        }
      }
    }
    return result;
  }

  /** Comments and texts may name what they like. */
  private static String code(String line) {
    String plain = line.strip();
    return plain.startsWith("package ")
            || plain.startsWith("*")
            || plain.startsWith("/*")
            || plain.startsWith("//")
        ? ""
        : plain.replaceAll("\"(?:[^\"\\\\]|\\\\.)*\"", "\"\"");
  }

  @Test
  void everyPackageImportsOnlyWhatTheTableAllows() throws IOException {
    List<String> wrong = new ArrayList<>();
    uses()
        .forEach(
            (own, used) -> {
              Set<String> allowed = allowed(own);
              for (String other : used) {
                String name = other.replaceFirst("^dev\\.godwit\\.?", "");
                if (!name.equals(own) && !allowed.contains(name)) {
                  wrong.add((own.isEmpty() ? "dev.godwit" : own) + " uses " + other);
                }
              }
            });
    assertThat(wrong).isEmpty();
  }

  @Test
  void noPackageLeansOnAnotherInACircle() {
    for (String start : ALLOWED.keySet()) {
      Set<String> reached = new TreeSet<>();
      List<String> open = new ArrayList<>(allowed(start));
      while (!open.isEmpty()) {
        String next = open.remove(0);
        if (ALLOWED.containsKey(next) && reached.add(next)) {
          open.addAll(allowed(next));
        }
      }
      assertThat(reached).as("what %s reaches", start).doesNotContain(start);
    }
  }

  @Test
  void theTableKnowsEveryPackageAndNoOther() throws IOException {
    assertThat(uses().keySet()).isEqualTo(ALLOWED.keySet());
  }

  /** In every module: what the drivers are called is known to one package each. */
  @Test
  void onlyTheEnginesOwnPackagesKnowTheirDrivers() throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String module : List.of("core", "flyway-java-migrations", "cli")) {
      Path sources = Path.of("..").resolve(module).resolve("src/main/java");
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
          String folder = file.getParent().toString().replace('\\', '/');
          for (String line : Files.readAllLines(file)) {
            boolean sqlite = code(line).contains("org.sqlite");
            boolean postgres = code(line).contains("org.postgresql");
            if ((sqlite && !folder.contains("core/src/main/java/dev/godwit/sqlite"))
                || (postgres && !folder.contains("core/src/main/java/dev/godwit/postgres"))) {
              wrong.add(file + ": " + line.strip());
            }
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static Set<String> allowed(String own) {
    String entry = ALLOWED.getOrDefault(own, "");
    return Stream.of(entry.replace("|", " ").split("\\s+"))
        .filter(s -> !s.isEmpty())
        .collect(Collectors.toSet());
  }
}
