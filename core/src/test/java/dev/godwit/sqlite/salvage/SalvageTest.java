package dev.godwit.sqlite.salvage;

import static dev.godwit.sqlite.Reads.read;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.store.Position;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Salvaging;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SalvageTest {
  private static final int PAGE = 512;
  private static final String NUMBERS =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000) ";

  @TempDir Path folder;

  private Path make(String... statements) {
    List<String> all = new ArrayList<>(List.of(statements));
    all.add(0, "PRAGMA page_size=" + PAGE);
    return SqliteFiles.create(folder.resolve("a.db"), all.toArray(String[]::new));
  }

  private static List<String> messages(SqliteSource source, String table) {
    return source.as(Salvaging.class).map(Salvaging::losses).orElse(List.of()).stream()
        .filter(p -> table.equals(p.table()))
        .map(Problem::message)
        .toList();
  }

  private static List<String> sound(Path file, String table) {
    try (SqliteSource source = SqliteSource.open(file)) {
      return read(source, table, Position.START);
    }
  }

  /** The page on which the given text stands. */
  private static long page(Path file, String text) throws IOException {
    return offset(file, text) / PAGE;
  }

  private static int offset(Path file, String text) throws IOException {
    String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    int at = bytes.indexOf(text);
    assertThat(at).isPositive();
    assertThat(bytes.indexOf(text, at + 1)).isNegative();
    return at;
  }

  private static void overwrite(Path file, long position, byte[] bytes) throws IOException {
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.seek(position);
      f.write(bytes);
    }
  }

  private static void zero(Path file, long page) throws IOException {
    overwrite(file, page * PAGE, new byte[PAGE]);
  }

  @Test
  void aSoundFileLosesNothing() {
    Path file =
        make(
            "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, x, y)",
            "INSERT INTO t VALUES (-5, 1.5, x'00'), (7, 'ä', NULL)",
            "CREATE TABLE w (a, b, PRIMARY KEY (b, a)) WITHOUT ROWID",
            "INSERT INTO w VALUES (1, 2), (0, 2)",
            "CREATE TABLE r (rowid, x AS (rowid + 1))",
            "INSERT INTO r VALUES (CAST(x'ff' AS TEXT))",
            "CREATE VIRTUAL TABLE f USING fts5(x)",
            "INSERT INTO f VALUES ('word')");
    try (SqliteSource source = SqliteSource.salvage(file)) {
      assertThat(source.as(Salvaging.class).map(Salvaging::losses).orElse(List.of())).isEmpty();
      for (String table : List.of("t", "w", "r", "f")) {
        assertThat(read(source, table, Position.START)).isEqualTo(sound(file, table)).isNotEmpty();
      }
      assertThat(read(source, "t", new Position(List.of("id"), List.of(-5L)))).hasSize(1);
      assertThat(read(source, "w", new Position(List.of("b", "a"), List.of(2L, 0L)))).hasSize(1);
      assertThat(Numbered.marks(source)).containsEntry("t", 7L);
    }
  }

  @Test
  void rowsAroundDamagedPagesAreKeptAndTheGapsAreNamed() throws IOException {
    Path file =
        make(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
            NUMBERS + "INSERT INTO t SELECT i * 3, printf('<%05d>', i) FROM n",
            "CREATE TABLE other (x)",
            "INSERT INTO other VALUES (1)");
    List<String> before = sound(file, "t");
    for (String text : List.of("<00300>", "<00340>", "<00800>")) {
      zero(file, page(file, text));
    }
    try (SqliteSource source = SqliteSource.salvage(file)) {
      List<String> after = read(source, "t", Position.START);
      assertThat(before).containsSubsequence(after);
      assertThat(after).hasSizeBetween(800, 950).contains("945 '<00315>'", "3000 '<01000>'");
      assertThat(messages(source, "t")).hasSize(1);
      assertThat(messages(source, "t").get(0))
          .matches("rows numbered (\\d+ to \\d+(, )?){3} cannot be read");
      assertThat(named(messages(source, "t").get(0))).isEqualTo(before.size() - after.size());
      assertThat(read(source, "other", Position.START)).containsExactly("1");
    }
  }

  /** How many multiples of 3 the ranges of the message cover. */
  private static long named(String message) {
    return Arrays.stream(message.replaceAll("[^\\d ,]", "").trim().split(","))
        .map(range -> range.trim().split(" +"))
        .mapToLong(r -> Long.parseLong(r[1]) / 3 - (Long.parseLong(r[0]) - 1) / 3)
        .sum();
  }

  @Test
  void aTableWhoseRootIsLostIsNamedAndTheOthersAreTaken() throws IOException {
    Path file =
        make(
            "CREATE TABLE t (x)",
            NUMBERS + "INSERT INTO t SELECT i FROM n",
            "CREATE TABLE other (x)",
            "INSERT INTO other VALUES (1)");
    long root = SqliteFiles.number(file, "SELECT rootpage FROM sqlite_schema WHERE name = 't'");
    zero(file, root - 1);
    try (SqliteSource source = SqliteSource.salvage(file)) {
      assertThat(read(source, "t", Position.START)).isEmpty();
      assertThat(read(source, "other", Position.START)).containsExactly("1");
      assertThat(messages(source, "t"))
          .hasSize(1)
          .allMatch(m -> m.startsWith("no row can be read: "));
    }
  }

  @Test
  void ofAFileCutShortTheRowsBeforeTheEndAreTaken() throws IOException {
    Path file =
        make(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
            NUMBERS + "INSERT INTO t SELECT i, printf('<%05d>', i) FROM n");
    List<String> before = sound(file, "t");
    try (RandomAccessFile f = new RandomAccessFile(file.toFile(), "rw")) {
      f.setLength(f.length() * 2 / 3 / PAGE * PAGE);
    }
    try (SqliteSource source = SqliteSource.salvage(file)) {
      List<String> after = read(source, "t", Position.START);
      assertThat(before).containsSubsequence(after);
      assertThat(after).hasSizeGreaterThan(500);
      assertThat(messages(source, "t")).isNotEmpty();
    }
  }

  @Test
  void ofTwoRowsOfOneNumberOneIsKept() throws IOException {
    Path file = make("CREATE TABLE t (x)", "INSERT INTO t VALUES ('<one>'), ('<two>'), ('<six>')");
    // A row starts with its size, its number, the size of its header and one type.
    overwrite(file, offset(file, "<two>") - 3, new byte[] {1});
    try (SqliteSource source = SqliteSource.salvage(file)) {
      assertThat(read(source, "t", Position.START)).hasSize(2).contains("'<six>'");
      assertThat(source.as(Salvaging.class).map(Salvaging::losses).orElse(List.of())).hasSize(1);
      assertThat(messages(source, "t"))
          .containsExactly("rows numbered 1 are there more than once; one row of each is kept");
    }
  }

  @Test
  void aDefinitionThatCannotBeReadIsPassedOver() {
    Path file =
        make(
            "CREATE TABLE t (x)",
            "CREATE TABLE bad (x)",
            "CREATE TABLE u (x)",
            "INSERT INTO t VALUES (1)",
            "INSERT INTO u VALUES (2)",
            "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = 'CREATE TABLE bad (' WHERE name = 'bad'");
    try (SqliteSource source = SqliteSource.salvage(file)) {
      assertThat(source.catalog().tables()).extracting(Table::name).containsExactly("t", "u");
      assertThat(read(source, "u", Position.START)).containsExactly("2");
      assertThat(messages(source, "bad"))
          .containsExactly("its definition cannot be read, and so none of its rows");
    }
  }

  @Test
  void aTableWhoseTypeIsMisspeltIsRefusedAndSalvaged() {
    Path file =
        make(
            "CREATE TABLE t (x)",
            "INSERT INTO t VALUES (1)",
            "PRAGMA writable_schema=1; UPDATE sqlite_schema SET type = 'tabLe' WHERE name = 't'");
    assertThatThrownBy(() -> SqliteSource.open(file))
        .hasMessageContaining("is damaged: its schema calls t a \"tabLe\"")
        .hasMessageContaining("--salvage");
    try (SqliteSource source = SqliteSource.salvage(file)) {
      assertThat(read(source, "t", Position.START)).containsExactly("1");
    }
  }

  @Test
  void ofATableWithoutNumbersBothEndsAreTaken() throws IOException {
    Path file =
        make(
            "CREATE TABLE w (x PRIMARY KEY) WITHOUT ROWID",
            NUMBERS + "INSERT INTO w SELECT printf('<%05d>', i) FROM n");
    List<String> before = sound(file, "w");
    zero(file, page(file, "<00300>"));
    try (SqliteSource source = SqliteSource.salvage(file)) {
      List<String> after = read(source, "w", Position.START);
      assertThat(before).containsSubsequence(after);
      assertThat(after).hasSizeGreaterThan(900).contains("'<01000>'");
      assertThat(messages(source, "w").get(0)).matches("only the first \\d+ and the last \\d+ .*");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void randomDamageIsReadAroundOrRefusedAndMakesNoRows(int seed) throws IOException {
    Path file =
        make(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, x)",
            "CREATE TABLE w (x PRIMARY KEY) WITHOUT ROWID",
            NUMBERS + "INSERT INTO t SELECT i * i, printf('%0*d', i % 300, i) FROM n",
            NUMBERS + "INSERT INTO w SELECT printf('%d', i) FROM n");
    List<String> before = sound(file, "t");
    Random random = new Random(seed);
    int pages = (int) (Files.size(file) / PAGE);
    for (int i = 0; i < 5; i++) {
      zero(file, 1L + random.nextInt(pages - 1));
    }
    try (SqliteSource source = SqliteSource.salvage(file)) {
      assertThat(before).containsSubsequence(read(source, "t", Position.START));
    }
    byte[] noise = new byte[20];
    for (int i = 0; i < 50; i++) {
      random.nextBytes(noise);
      overwrite(file, 100 + random.nextInt((int) Files.size(file) - 200), noise);
    }
    try (SqliteSource source = SqliteSource.salvage(file)) {
      source.catalog().tables().forEach(t -> read(source, t.name(), Position.START));
      assertThat(source.as(Salvaging.class).map(Salvaging::losses).orElse(List.of())).isNotEmpty();
    } catch (GodwitException e) {
      assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED);
    }
  }
}
