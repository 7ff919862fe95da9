package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.model.Verdict;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Child tables as arrays in their parents' records, and back as tables. */
@ExtendWith(FreshDatabase.class)
class NestedJsonTest {
  private static final String CHILDREN =
      "{orders.lines: lines, orders.lines.parts: parts, orders.notes: notes}";

  @TempDir Path folder;

  private Path orders() {
    return SqliteFiles.create(
        folder.resolve("orders.db"),
        "CREATE TABLE orders (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT)",
        "CREATE TABLE lines (nr INTEGER PRIMARY KEY, order_id INTEGER NOT NULL REFERENCES orders(id),"
            + " item TEXT, price DECIMAL(10,2), photo BLOB)",
        "CREATE TABLE parts (line INTEGER REFERENCES lines, part TEXT, PRIMARY KEY (line, part))"
            + " WITHOUT ROWID",
        "CREATE TABLE notes (order_id INTEGER REFERENCES orders(id), ordinal INTEGER, value TEXT,"
            + " PRIMARY KEY (order_id, ordinal))",
        "INSERT INTO orders VALUES (1, 'first'), (2, NULL), (7, 'seventh')",
        "INSERT INTO lines VALUES (10, 7, 'a', 1.5, x'00ff'), (11, 1, 'b' || char(10), NULL, NULL),"
            + " (12, 7, 'c', 2, x''), (13, 7, '"
            + "x".repeat(100_000)
            + "', 0, NULL)",
        "INSERT INTO parts VALUES (12, 'p'), (12, 'q'), (10, 'p')",
        "INSERT INTO notes VALUES (1, 1, 'one'), (1, 2, NULL), (7, 1, 'seven')",
        "CREATE TABLE other (x)",
        "INSERT INTO other VALUES (9)");
  }

  private static Options by(String rules) {
    return Options.DEFAULT.with(RulesFile.parse(rules, "rules"));
  }

  private static boolean equal(String one, String other, Options options) {
    return Moves.verify(one, other, options).verdict() == Verdict.EXACT;
  }

  @Test
  void aFileOfTablesHoldsThemInEachOtherAndGivesThemBackExactly() throws IOException {
    String from = orders().toString();
    Path file = folder.resolve("out.json");
    Moves.migrate(from, "json:" + file, by("json: {to: {children: " + CHILDREN + "}}"));
    assertThat(file)
        .content()
        .contains("{\"id\":1,\"name\":\"first\", \"lines\": [{\"nr\":11,")
        .contains("\"parts\": [{\"part\":\"p\"}, {\"part\":\"q\"}]")
        .contains("{\"id\":2,\"name\":null, \"lines\": [], \"notes\": []}")
        .contains("\"other\": [")
        .doesNotContain("\"order_id\":");
    String back = folder.resolve("back.db").toString();
    Moves.migrate("json:" + file, back, Options.DEFAULT);
    assertThat(equal(from, back, Options.DEFAULT)).isTrue();
    assertThat(equal(from, "json:" + file, Options.DEFAULT)).isTrue();
    try (Source before = Stores.source(from, null);
        Source after = Stores.source("json:" + file, null)) {
      assertThat(after.catalog().tables())
          .usingRecursiveComparison()
          .ignoringFields("estimatedRows")
          .isEqualTo(before.catalog().tables());
    }
  }

  @ParameterizedTest
  @CsvSource({"array", "lines", "keyed"})
  void aPlainFileOfRecordsIsReadBackIntoTheSameTables(String shape, Database database)
      throws IOException {
    String from = orders().toString();
    String file = "json:" + folder.resolve("orders.json");
    String layout =
        "shape: " + shape + ", key: {orders: id}, children: {orders.lines: lines, orders.notes: }";
    Options options =
        by(
            "json: {to: {"
                + layout
                + "}, from: {"
                + layout
                + "}}\n"
                + "tables: {notes: {rename: orders_notes}, parts: skip, other: skip}");
    Moves.migrate(from, file, options);
    assertThat(folder.resolve("orders.json"))
        .content()
        .contains("\"orders_notes\": []".replace("orders_", ""))
        .contains("\"notes\": [\"one\", null]");
    Moves.migrate(file, database.url(), options);
    assertThat(database.rows("SELECT id, name FROM orders ORDER BY id"))
        .containsExactly("1|first", "2|null", "7|seventh");
    assertThat(database.rows("SELECT * FROM orders_notes ORDER BY 1, 2"))
        .containsExactly("1|1|one", "1|2|null", "7|1|seven");
    assertThat(
            database.rows(
                "SELECT orders_id, ordinal, nr, price, left(item, 1) FROM lines ORDER BY nr"))
        .containsExactly("7|1|10|1.5|a", "1|1|11|null|b", "7|2|12|2|c", "7|3|13|0|x");
  }

  @Test
  void arraysOfOtherPeoplesFilesBecomeTablesAndArraysAgain() throws IOException {
    String json =
        """
        [
          {"id": 7, "tags": ["x", "y"], "owners": [{"n": 1.5}, {"n": 2.5}]},
          {"id": 8, "tags": [], "owners": []}
        ]
        """;
    Path file = Files.writeString(folder.resolve("t.json"), json);
    String asked = "?key=t.id&children=t.tags,t.owners:owners";
    String db = folder.resolve("t.db").toString();
    Moves.migrate("json:" + file + asked, db, Options.DEFAULT);
    assertThat(SqliteFiles.number(Path.of(db), "SELECT count(*) FROM owners")).isEqualTo(2);
    Moves.migrate(
        db, "json:" + folder.resolve("back.json") + asked + "&shape=array", Options.DEFAULT);
    assertThat(folder.resolve("back.json")).hasContent(json);
  }

  @Test
  void rowsThatHaveNoParentAreNamedAndNothingIsWritten() {
    String from =
        SqliteFiles.create(
                folder.resolve("orphans.db"),
                "CREATE TABLE a (id INTEGER PRIMARY KEY)",
                "CREATE TABLE b (a INTEGER REFERENCES a(id), v)",
                "INSERT INTO a VALUES (1)",
                "INSERT INTO b VALUES (1, 'x'), (NULL, 'y'), (2, 'z')")
            .toString();
    Path file = folder.resolve("out.json");
    assertThatThrownBy(
            () -> Moves.migrate(from, "json:" + file + "?children=a.bs:b", Options.DEFAULT))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("b has 3 rows, of which 1 would be written as a.bs");
    assertThat(file).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "out.json; nobody.lines:lines; there is no table nobody",
        "out.json; orders.name:lines; orders has a column of that name",
        "out.json; other.lines:lines; lines has no foreign key to other",
        "out.json; lines; write TABLE.MEMBER",
        "out; orders.lines:lines; not of a folder",
      })
  void whatCannotBeNestedIsSaidBeforeAnythingIsWritten(String to, String children, String why) {
    String from = orders().toString();
    assertThatThrownBy(
            () ->
                Moves.migrate(
                    from, "json:" + folder.resolve(to) + "?children=" + children, Options.DEFAULT))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining(why);
    assertThat(folder.resolve(to)).doesNotExist();
  }

  @Test
  void whatWasSaidOfAPlainFileIsRememberedBesideIt() throws IOException {
    String from = orders().toString();
    Path file = folder.resolve("list.json");
    String to = "json:" + file;
    Options first =
        by(
            "json: {to: {shape: array, children: {orders.lines: lines}}}\n"
                + "tables: {notes: skip, parts: skip, other: skip}");
    Moves.migrate(from, to, first);
    String before = Files.readString(file);
    try (Target target = Stores.target(to, null)) {
      assertThat(target.catalog().tables().stream().map(Table::name))
          .containsExactly("orders", "lines");
      assertThat(target.catalog().table("lines").orElseThrow().primaryKey())
          .containsExactly("orders_id", "ordinal");
    }
    Options keyed =
        Options.DEFAULT
            .with(
                RulesFile.parse(
                    "tables: {notes: skip, parts: skip, other: skip, lines: skip}", "rules"))
            .forcing(true);
    SqliteFiles.create(Path.of(from), "UPDATE orders SET name = 'other' WHERE id = 1");
    Report report = Moves.migrate(from, to, keyed);
    assertThat(file).content().contains("\"other\", \"lines\": [");
    try (Source written = Stores.targetAsSource(to, null, Rules.NONE)) {
      assertThat(written.catalog().table("orders")).isPresent();
    }
    try (Target target = Stores.target(to, null)) {
      new Godwit(Progress.NONE).rollback(target, report.migrationId(), Scope.ALL, false, null);
    }
    assertThat(file).hasContent(before);
  }

  @Test
  void aRunOnANestedFileIsTakenBack() throws IOException {
    String from = orders().toString();
    Path file = folder.resolve("out.json");
    String to = "json:" + file;
    Moves.migrate(from, to, by("json: {to: {children: " + CHILDREN + "}}"));
    String before = Files.readString(file);
    SqliteFiles.create(Path.of(from), "UPDATE lines SET item = 'changed' WHERE nr = 11");
    Options force = Options.DEFAULT.with(new Scope(Set.of(), Set.of("other"))).forcing(true);
    Report report = Moves.migrate(from, to, force);
    assertThat(file).content().contains("changed").contains("\"lines\": []");
    try (Target target = Stores.target(to, null)) {
      new Godwit(Progress.NONE).rollback(target, report.migrationId(), Scope.ALL, false, null);
    }
    assertThat(file).hasContent(before);
  }

  @Test
  void rulesOfJsonAreCheckedKeyByKey() {
    assertThatThrownBy(() -> RulesFile.parse("json: {to: {shap: array}}", "r.yml"))
        .hasMessageContaining("r.yml: unknown key json.to.shap; did you mean shape?");
    assertThatThrownBy(() -> RulesFile.parse("json: {into: {}}", "r.yml"))
        .hasMessageContaining("unknown key json.into");
    assertThatThrownBy(() -> RulesFile.parse("json: {to: {shape: [a]}}", "r.yml"))
        .hasMessageContaining("json.to.shape must be a word");
    assertThat(
            RulesFile.parse("json: {from: {missing: null, key: {a: b}}}", "r").files("json").from())
        .containsEntry("missing", List.of("null"))
        .containsEntry("key", List.of("a.b"));
  }
}
