package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.copy.Progress;
import dev.godwit.model.ColumnType;
import dev.godwit.model.Kind;
import dev.godwit.model.Row;
import dev.godwit.model.Verdict;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Difference.ColumnDigest;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import dev.godwit.value.TypeSamples;
import dev.godwit.value.TypeSamples.Sample;
import dev.godwit.value.text.ServerText;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Every type of PostgreSQL, with every value of its samples, in one table. */
@ExtendWith(FreshDatabase.class)
class TypesTest {
  private static final List<Sample> ALL = TypeSamples.all();

  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void makeTheTables(Database database) throws SQLException {
    StringBuilder setup = new StringBuilder();
    StringBuilder columns = new StringBuilder("id integer PRIMARY KEY");
    StringBuilder bare = new StringBuilder("id INTEGER PRIMARY KEY");
    for (int i = 0; i < ALL.size(); i++) {
      setup.append(ALL.get(i).setup().isEmpty() ? "" : ALL.get(i).setup() + ";\n");
      columns.append(", c").append(i).append(' ').append(ALL.get(i).type());
      bare.append(", c").append(i);
    }
    database.run(setup + "CREATE TABLE t (" + columns + ")");
    file = folder.resolve("types.db");
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = sqlite.createStatement()) {
      statement.execute("CREATE TABLE t (" + bare + ")");
    }
  }

  /** One row for each value, of all types at once. */
  private void fillWithValues() throws SQLException {
    int rows = ALL.stream().mapToInt(s -> s.values().size()).max().orElseThrow();
    for (int row = 0; row < rows; row++) {
      String[] cells = new String[ALL.size()];
      for (int i = 0; i < cells.length; i++) {
        List<TypeSamples.Value> values = ALL.get(i).values();
        cells[i] = row < values.size() ? values.get(row).sent() : null;
      }
      insert(cells);
    }
  }

  private void insert(String[] cells) throws SQLException {
    String marks = ", ?".repeat(cells.length);
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        PreparedStatement insert =
            sqlite.prepareStatement("INSERT INTO t VALUES (NULL" + marks + ")")) {
      for (int i = 0; i < cells.length; i++) {
        insert.setString(i + 1, cells[i]);
      }
      insert.execute();
    }
  }

  /** By column and row, as the server prints them. */
  private static List<List<String>> printed(Database database) throws SQLException {
    List<String> select = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      select.add(
          "CASE WHEN c%1$d IS DISTINCT FROM NULL THEN format('%%s', c%1$d) END".formatted(i));
    }
    List<List<String>> result = new ArrayList<>();
    ALL.forEach(s -> result.add(new ArrayList<>()));
    try (Connection c = database.connect();
        Statement statement = c.createStatement()) {
      statement.execute(
          "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, YMD'; SET IntervalStyle = 'postgres';"
              + " SET lc_monetary = 'C'; SET search_path = public");
      try (ResultSet r =
          statement.executeQuery("SELECT " + String.join(", ", select) + " FROM t ORDER BY id")) {
        while (r.next()) {
          for (int i = 0; i < ALL.size(); i++) {
            result.get(i).add(r.getString(i + 1));
          }
        }
      }
    }
    return result;
  }

  private static Report verify(String from, String to) {
    return Moves.verify(from, to, Options.DEFAULT);
  }

  private static Report move(String from, String to) {
    return Moves.migrate(from, to, Options.DEFAULT, Mode.FULL, Progress.NONE);
  }

  private static List<String> expected(int column, int rows, boolean throughJson) {
    List<String> values = new ArrayList<>();
    for (TypeSamples.Value v : ALL.get(column).values()) {
      values.add(!throughJson || isToldByJson(ALL.get(column), v.printed()) ? v.printed() : null);
    }
    while (values.size() < rows) {
      values.add(null);
    }
    return values;
  }

  private void assertPrinted(Database database, boolean throughJson) throws SQLException {
    List<List<String>> printed = printed(database);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      List<String> wanted = expected(i, printed.get(i).size(), throughJson);
      if (!printed.get(i).equals(wanted)) {
        wrong.add(ALL.get(i).type() + ": " + printed.get(i) + " instead of " + wanted);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void everyValueArrivesAsTheServerPrintsItAndAllAgreeThatItIsExact(Database database)
      throws SQLException {
    fillWithValues();
    assertThat(move(file.toString(), database.url()).verdict()).isEqualTo(Verdict.EXACT);
    assertPrinted(database, false);
    assertThat(verify(file.toString(), database.url()).verdict()).isEqualTo(Verdict.EXACT);
    Report again =
        Moves.migrate(
            file.toString(), database.url(), Options.DEFAULT, Mode.DIFFERENTIAL, Progress.NONE);
    assertThat(again.changes())
        .allMatch(c -> c.inserts() == 0 && c.updates() == 0 && c.deletes() == 0);
    leaveOutWhatJsonCannotTell(database);
    throughAndBack(database, folder.resolve("back.db").toString());
    throughAndBack(database, "json:" + folder.resolve("back"));
    database.run("TRUNCATE t");
    move(file.toString(), database.url());
    oneStepAway(database);
  }

  /** Arrays that become a misfit on their way into SQLite. */
  private void leaveOutWhatJsonCannotTell(Database database) {
    for (int i = 0; i < ALL.size(); i++) {
      if (ALL.get(i).type().endsWith("[]")) {
        String column = "c" + i;
        database.run(
            "UPDATE t SET %1$s = NULL WHERE %1$s::text LIKE '[%%' OR %1$s::text = '{\"null\"}'"
                .formatted(column));
      }
    }
  }

  private static boolean isToldByJson(Sample sample, String printed) {
    return !sample.type().endsWith("[]")
        || !printed.startsWith("[") && !printed.equals("{\"null\"}");
  }

  private void throughAndBack(Database database, String other) throws SQLException {
    assertThat(move(database.url(), other).verdict()).isEqualTo(Verdict.EXACT);
    assertThat(verify(database.url(), other).verdict()).isEqualTo(Verdict.EXACT);
    database.run("TRUNCATE t");
    assertThat(move(other, database.url()).verdict()).isEqualTo(Verdict.EXACT);
    assertPrinted(database, true);
    assertThat(verify(other, database.url()).verdict()).isEqualTo(Verdict.EXACT);
  }

  private void oneStepAway(Database database) {
    List<String> set = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      set.add("c%1$d = o.c%1$d".formatted(i));
    }
    database.run(
        "UPDATE t SET " + String.join(", ", set) + " FROM t o WHERE t.id = 1 AND o.id = 2");
    Report report = verify(file.toString(), database.url());
    assertThat(report.verdict()).isEqualTo(Verdict.DIFFERENT);
    List<String> missed = new ArrayList<>();
    for (ColumnDigest column : report.differences().get(0).columns()) {
      if (column.source().equals(column.target()) && !column.column().equals("id")) {
        missed.add(ALL.get(Integer.parseInt(column.column().substring(1))).type());
      }
    }
    assertThat(missed).isEmpty();
  }

  @Test
  void everyMisfitIsFoundByPlanAndSetAsideByMigrate(Database database) throws SQLException {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < ALL.size(); i++) {
      for (String misfit : ALL.get(i).misfits()) {
        String[] cells = new String[ALL.size()];
        cells[i] = misfit;
        insert(cells);
        texts.add(ALL.get(i).type() + ": " + misfit);
      }
    }
    Options options =
        Options.DEFAULT.with(RulesFile.parse("tables: {t: {onMisfit: quarantine}}", "rules"));
    Report report =
        Moves.migrate(file.toString(), database.url(), options, Mode.FULL, Progress.NONE);
    List<String> arrived = new ArrayList<>();
    for (String id : database.rows("SELECT id FROM t ORDER BY id")) {
      arrived.add(texts.get(Integer.parseInt(id) - 1));
    }
    assertThat(arrived).isEmpty();
    assertThat(report.tables().get(0).rejected()).isEqualTo(texts.size());
    try (Source source = Stores.source(file.toString(), null);
        Target target = Stores.target(database.url(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      assertThat(godwit.verify(source, target, options).verdict()).isEqualTo(Verdict.QUARANTINED);
    }
  }

  @Test
  void everyTypeOfTheServerIsAmongThem(Database database) throws IOException {
    List<String> types =
        database.rows(
            """
            SELECT format_type(t.oid, NULL) FROM pg_catalog.pg_type t
             WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typtype IN ('b', 'r', 'm')
               AND t.typinput <> 'array_in'::regproc ORDER BY 1""");
    types.removeAll(TypesPage.NO_INPUT);
    ALL.forEach(s -> types.remove(TypesPage.bare(s.type())));
    assertThat(types).isEmpty();
    new TypesPage(Path.of(System.getProperty("godwit.root", "..")).resolve("docs/types.md"))
        .finish(Boolean.getBoolean("godwit.rewrite"));
  }

  @Test
  void binaryNumbersArePrintedAsTheServerPrintsThem(Database database) {
    Random random = new Random(7);
    List<String> doubles = new ArrayList<>();
    List<String> reals = new ArrayList<>();
    ColumnType real = ColumnType.of(Kind.REAL, "real");
    ColumnType doubled = ColumnType.of(Kind.DOUBLE, "double precision");
    Row cell = new Row(1);
    for (int i = 0; i < 4000; i++) {
      double number =
          i < 2000
              ? Double.longBitsToDouble(random.nextLong())
              : Math.scalb(1.0, i - 3000) * (1 + random.nextInt(3));
      float small = i < 2000 ? Float.intBitsToFloat(random.nextInt()) : (float) number;
      cell.setReal(0, number);
      doubles.add(ServerText.of(doubled, cell, 0));
      cell.setReal(0, small);
      reals.add(ServerText.of(real, cell, 0));
    }
    assertThat(otherwise(database, "float8", doubles)).isEmpty();
    assertThat(otherwise(database, "float4", reals)).isEmpty();
  }

  /** Those that the server prints otherwise. */
  private static List<String> otherwise(Database database, String type, List<String> numbers) {
    return database.rows(
        "SELECT t, t::%2$s::text FROM unnest('{%1$s}'::text[]) u(t) WHERE t <> t::%2$s::text"
            .formatted(String.join(",", numbers), type));
  }
}
