package dev.godwit.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Stores;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.testing.Agreement;
import dev.godwit.testing.Database;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A move as a folder: {@code expected.txt}, {@code source.sql} there or one folder up, and, if need
 * be, {@code target.sql} and {@code rules.yml}. What expected.txt may say:
 *
 * <pre>
 * # a remark
 * schema: app                 the schema to move to; public if not said
 * verdict: exact              or quarantined, or refused
 * says: text                  in the message of a refusal
 * silent: text                nowhere in the message and the warnings
 * warns: text                 in a warning
 * leaves out: table
 * ? SELECT ...                a query of the target, and its rows
 * value|value
 * </pre>
 */
final class Scenario {
  private final Path folder;
  private final List<String> lines;
  private final String schema;

  Scenario(Path folder) {
    this.folder = folder;
    this.lines =
        read(folder.resolve("expected.txt"))
            .lines()
            .filter(l -> !l.isBlank() && !l.startsWith("#"))
            .toList();
    this.schema = all("schema").stream().findFirst().orElse("public");
  }

  /** Moves it, and compares what came out with what is expected. */
  void run(Path work, Database database) throws IOException {
    Path file = SqliteFiles.create(work.resolve("source.db"), read(source()));
    byte[] before = Files.readAllBytes(file);
    if (Files.exists(folder.resolve("target.sql"))) {
      database.run(read(folder.resolve("target.sql")));
    }
    List<String> state = state(database);
    boolean works = Agreement.plan(file.toString(), url(database), options(), Mode.FULL).isEmpty();
    assertThat(state(database)).as("the target after a plan").isEqualTo(state);
    assertThat(works).as("what plan says").isEqualTo(!verdict().equals("refused"));
    try {
      Report report = Moves.migrate(List.of(file), url(database), options());
      arrived(report, file, database);
    } catch (GodwitException e) {
      refused(e);
      assertThat(state(database)).as("the target after a refusal").isEqualTo(state);
    }
    assertThat(Files.readAllBytes(file)).as("the source, untouched").isEqualTo(before);
    queries(database);
    agrees(file, "json:" + work.resolve("lines"), Mode.FULL);
    agrees(file, "csv:" + work.resolve("files"), Mode.FULL);
    boolean there = agrees(file, work.resolve("to.db").toString(), Mode.FULL);
    SqliteFiles.create(file, withoutFirstRows(file));
    if (!verdict().equals("refused")) {
      agrees(file, url(database), Mode.DIFFERENTIAL);
    }
    if (there) {
      agrees(file, work.resolve("to.db").toString(), Mode.DIFFERENTIAL);
    }
  }

  /** The first row of each table goes, whoever refers to it. */
  private static String[] withoutFirstRows(Path file) {
    try (Source source = Stores.source(file.toString(), null)) {
      return source.catalog().tables().stream()
          .filter(t -> !t.traits().withoutRowid())
          .map(t -> '"' + t.name().replace("\"", "\"\"") + '"')
          .map(t -> "DELETE FROM " + t + " WHERE rowid = (SELECT min(rowid) FROM " + t + ")")
          .toArray(String[]::new);
    }
  }

  private boolean agrees(Path file, String to, Mode mode) {
    return Agreement.of(file.toString(), to, options(), mode);
  }

  private void arrived(Report report, Path file, Database database) {
    String seen = seen(report);
    assertThat(report.verdict()).as(seen).hasToString(verdict());
    assertThat(report.tables())
        .allMatch(t -> t.sourceRows() == t.copied() + t.rejected(), "counts every row");
    for (String text : all("warns")) {
      assertThat(report.warnings()).as(seen).anyMatch(w -> w.toString().contains(text));
    }
    for (String table : all("leaves out")) {
      assertThat(report.leftOut()).as(seen).anyMatch(l -> l.table().equals(table));
    }
    all("silent").forEach(text -> assertThat(seen).doesNotContain(text));
    assertThat(all("says")).as("only a refusal says something").isEmpty();
    if (report.verdict() == Verdict.EXACT) {
      Oracle.assertArrived(file, database, schema, report);
    }
  }

  private void refused(GodwitException e) {
    assertThat("refused").as(e.getMessage()).isEqualTo(verdict());
    assertThat(e.reason()).as(e.getMessage()).isEqualTo(GodwitException.Reason.REFUSED);
    assertThat(all("says")).as("the message of a refusal: " + e.getMessage()).isNotEmpty();
    all("says").forEach(text -> assertThat(e).hasMessageContaining(text));
    all("silent").forEach(text -> assertThat(e).hasMessageNotContaining(text));
  }

  private void queries(Database database) {
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("? ")) {
        List<String> rows = new ArrayList<>();
        while (i + 1 < lines.size() && !lines.get(i + 1).startsWith("? ")) {
          rows.add(lines.get(++i));
        }
        String sql = lines.get(i - rows.size()).substring(2);
        assertThat(database.rows(sql)).as(sql).containsExactlyElementsOf(rows);
      }
    }
  }

  private String verdict() {
    return all("verdict").get(0);
  }

  private List<String> all(String key) {
    return lines.stream()
        .takeWhile(l -> !l.startsWith("? "))
        .filter(l -> l.startsWith(key + ": "))
        .map(l -> l.substring(key.length() + 2))
        .toList();
  }

  /** What came out, in the words of expected.txt. */
  private static String seen(Report report) {
    StringBuilder text = new StringBuilder("verdict: " + report.verdict());
    report.warnings().forEach(w -> text.append("\nwarns: ").append(w));
    report.leftOut().forEach(l -> text.append("\nleaves out: ").append(l.table()));
    return text.toString();
  }

  private Path source() {
    Path own = folder.resolve("source.sql");
    return Files.exists(own) ? own : folder.resolveSibling("source.sql");
  }

  private Options options() {
    Path rules = folder.resolve("rules.yml");
    return Files.exists(rules)
        ? Options.DEFAULT.with(RulesFile.parse(read(rules), "rules.yml"))
        : Options.DEFAULT;
  }

  private String url(Database database) {
    return database.url() + (schema.equals("public") ? "" : "?schema=" + schema);
  }

  /** Every relation, constraint, sequence and row of the target. */
  private static List<String> state(Database database) {
    List<String> result =
        new ArrayList<>(
            database.rows(
                "SELECT n.nspname, c.relname, c.relkind, a.attname,"
                    + " pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull"
                    + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                    + " LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0"
                    + " WHERE n.nspname !~ '^(pg_|information_schema)' ORDER BY 1, 2, 4"));
    result.addAll(
        database.rows(
            "SELECT conname, convalidated, pg_get_constraintdef(oid) FROM pg_constraint"
                + " WHERE connamespace::regnamespace::text !~ '^(pg_|information_schema)' ORDER BY 1, 3"));
    result.addAll(database.rows("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1"));
    for (String table :
        database.rows(
            "SELECT format('%I.%I', schemaname, tablename) FROM pg_tables"
                + " WHERE schemaname !~ '^(pg_|information_schema)' ORDER BY 1")) {
      result.addAll(database.rows("SELECT t::text FROM " + table + " t ORDER BY 1"));
    }
    return result;
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
