package dev.godwit.sqlite.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.Catalog;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.Table;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.sqlite.SqliteStore;
import dev.godwit.store.can.Salvaging;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Names and definitions are UTF-8, or refused with their place: never changed. */
class SchemaTextTest {
  private static final String PLAIN = "CREATE TABLE plain (id INTEGER PRIMARY KEY)";

  @TempDir Path folder;

  /** A file in whose schema every {@code ä} is the byte that it is in Latin-1. */
  private Path latin1(String... statements) throws IOException {
    String[] all = Arrays.copyOf(statements, statements.length + 1);
    all[statements.length] = PLAIN;
    for (int i = 0; i < all.length; i++) {
      all[i] = all[i].replace("ä", "QZQ");
    }
    Path file = SqliteFiles.create(folder.resolve("a.db"), all);
    String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
    // As long as it was, and other names than SQLite had: the file stays sound.
    Files.writeString(file, bytes.replace("QZQ", "xäx"), StandardCharsets.ISO_8859_1);
    return file;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE prä (id INTEGER PRIMARY KEY)"
            + "| prx\\xe4x  the name of the table prx\\xe4x is not UTF-8",
        "CREATE TABLE prä (a UNIQUE)" + "| prx\\xe4x  the name of the table prx\\xe4x is not UTF-8",
        "CREATE TABLE t (id, \"b ä\")| t.b x\\xe4x  the name of the column is not UTF-8",
        "CREATE TABLE t (id, b TEXTä)"
            + "| t.b  the definition of the column, at TEXTx\\xe4x, is not UTF-8",
        "CREATE TABLE t (id, b DEFAULT 'cä')"
            + "| t.b  the definition of the column, at 'cx\\xe4x', is not UTF-8",
        "CREATE TABLE t (id, b CHECK (b <> 'ä'))"
            + "| t.b  the definition of the column, at 'x\\xe4x', is not UTF-8",
        "CREATE TABLE t (id, b CONSTRAINT cä NOT NULL)"
            + "| t.b  the definition of the column, at cx\\xe4x, is not UTF-8",
        "CREATE TABLE t (id, CONSTRAINT cä CHECK (id > 0))"
            + "| t  a constraint, at cx\\xe4x, is not UTF-8",
        "CREATE TABLE t (id /* ä */)"
            + "| t  a comment in the definition of the table t is not UTF-8",
        "CREATE VIEW v AS SELECT 'ä' AS a"
            + "| the definition of the view v, at 'x\\xe4x', is not UTF-8",
        "CREATE VIEW vä AS SELECT 1 AS a| the name of the view vx\\xe4x is not UTF-8",
      })
  void whatIsNotUtf8IsRefusedWithItsPlaceAndBytes(String statement, String place)
      throws IOException {
    Path file = latin1(statement);
    assertThatThrownBy(() -> SqliteSource.open(file))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED);
              assertThat(e.problems()).extracting(Problem::toString).containsExactly(place);
              assertThat(e).hasMessageStartingWith(file.toString()).hasMessageContaining(place);
            });
    assertThatThrownBy(() -> SqliteStore.open(file)).hasMessageContaining(place);
  }

  @Test
  void indexesAndTriggersAreNamedWithTheirTable() throws IOException {
    Path file =
        latin1(
            "CREATE TABLE t (a, b)",
            "CREATE INDEX iä ON t (a)",
            "CREATE INDEX j ON t (a) WHERE b = 'ä'",
            "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 'ä'; END");
    assertThatThrownBy(() -> SqliteSource.open(file))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e ->
                assertThat(e.problems())
                    .extracting(Problem::toString)
                    .containsExactly(
                        "t  the name of the index ix\\xe4x is not UTF-8",
                        "t  the definition of the index j, at 'x\\xe4x', is not UTF-8",
                        "t  the definition of the trigger g, at 'x\\xe4x', is not UTF-8"));
  }

  @Test
  void salvageLeavesOutAndNamesWhatIsNotUtf8() throws IOException {
    Path file =
        latin1(
            "CREATE TABLE t (a, b)", "CREATE INDEX iä ON t (a)", "CREATE TABLE u (a DEFAULT 'ä')");
    try (SqliteSource source = SqliteSource.salvage(file)) {
      assertThat(source.catalog().tables()).extracting(Table::name).containsExactly("t", "plain");
      assertThat(source.catalog().table("t").orElseThrow().indexes()).isEmpty();
      assertThat(source.as(Salvaging.class).map(Salvaging::losses).orElse(List.of()))
          .extracting(Problem::message)
          .containsExactly(
              "t  the name of the index ix\\xe4x is not UTF-8",
              "u.a  the definition of the column, at 'x\\xe4x', is not UTF-8");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16le", "UTF-16be"})
  void whatIsUtf8OrUtf16IsTakenAsItIs(String encoding) {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "PRAGMA encoding = '" + encoding + "'",
            "CREATE TABLE \"ä\uFFFD\" (\"\uD83D\uDCA9\" DEFAULT 'é\uDBFF\uDFFF')",
            "CREATE VIEW \"\uD83D\uDCE4\" AS SELECT '\uFFFD' AS a");
    try (SqliteSource source = SqliteSource.open(file)) {
      Table table = source.catalog().tables().get(0);
      assertThat(table.name()).isEqualTo("ä\uFFFD");
      assertThat(table.columns().get(0).name()).isEqualTo("\uD83D\uDCA9");
      assertThat(table.columns().get(0).defaultValue()).isEqualTo("'é\uDBFF\uDFFF'");
      assertThat(source.catalog().others())
          .extracting(Catalog.Other::name)
          .containsExactly("\uD83D\uDCE4");
    }
  }

  @Test
  void halfAPairInAUtf16SchemaIsRefused() throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "PRAGMA encoding = 'UTF-16le'",
            "CREATE TABLE t (a, b DEFAULT '\u1234xy')");
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 0; i + 1 < bytes.length; i++) {
      if (bytes[i] == 0x34 && bytes[i + 1] == 0x12) {
        bytes[i] = 0;
        bytes[i + 1] = (byte) 0xdc;
      }
    }
    Files.write(file, bytes);
    assertThatThrownBy(() -> SqliteSource.open(file))
        .hasMessageContaining(
            "t.b  the definition of the column, at '\\xed\\xb0\\x80xy', is not UTF-8");
  }
}
