package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import dev.godwit.plan.RulesFile;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a JSON store refuses: rows that break its keys, and files that are not whole. */
class JsonStoreTest {
  @TempDir Path folder;

  /** Every file below the folder with its bytes as text, but locks and databases. */
  private Map<String, String> files() throws IOException {
    Map<String, String> result = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = folder.relativize(file).toString();
        if (!name.endsWith("lock") && !name.endsWith(".db")) {
          result.put(name, Files.readString(file));
        }
      }
    }
    return result;
  }

  @Nested
  class Keys {
    private static final Options SKIPPED =
        Options.DEFAULT.with(RulesFile.parse("tables: {t: {onConflict: skip}}", "rules"));

    /** A store with a key of two columns and a unique one, by a move from SQLite. */
    private String store(String place) {
      Path file =
          SqliteFiles.create(
              folder.resolve("first.db"),
              "CREATE TABLE t (a INTEGER, b TEXT, u TEXT UNIQUE, PRIMARY KEY (a, b)) WITHOUT ROWID",
              "INSERT INTO t VALUES (1, 'x', 'one')");
      String to = "json:" + folder.resolve(place);
      Moves.migrate(file.toString(), to, Options.DEFAULT);
      return to;
    }

    private String rows(String... values) {
      return SqliteFiles.create(
              folder.resolve("rows.db"),
              "CREATE TABLE t (a INTEGER, b TEXT, u TEXT)",
              "INSERT INTO t VALUES " + String.join(", ", values))
          .toString();
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        value = {
          "(2, 'y', 'two'); (3, 'y', 'two'); (u)",
          "(2, 'y', 'two'); (3, 'z', 'one'); (u)",
        })
    void rowsInEachOthersWayAreNamedAndNothingIsWritten(String one, String other, String key)
        throws IOException {
      for (String place : new String[] {"out", "out.json"}) {
        String to = store(place);
        Map<String, String> before = files();
        assertThatThrownBy(() -> Moves.migrate(rows(one, other), to, SKIPPED))
            .isInstanceOf(GodwitException.class)
            .hasMessageContaining("t")
            .hasMessageContaining(key.substring(1, key.length() - 1))
            .hasMessageNotContaining("three");
        assertThat(files()).isEqualTo(before);
        Files.delete(folder.resolve("rows.db"));
        Files.delete(folder.resolve("first.db"));
      }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "out.json"})
    void rowsOfOneKeyAreNamedAndTheEmptyTableStaysSo(String place) throws IOException {
      Path empty =
          SqliteFiles.create(
              folder.resolve("first.db"),
              "CREATE TABLE t (a INTEGER, b TEXT, u TEXT, PRIMARY KEY (a, b)) WITHOUT ROWID");
      String to = "json:" + folder.resolve(place);
      Moves.migrate(empty.toString(), to, Options.DEFAULT);
      Map<String, String> before = files();
      String rows = rows("(2, 'y', 'secret')", "(3, 'y', 'two')", "(2, 'y', 'three')");
      assertThatThrownBy(() -> Moves.migrate(rows, to, Options.DEFAULT))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("(a, b)")
          .hasMessageContaining("rowid=3")
          .hasMessageNotContaining("secret");
      assertThat(files()).isEqualTo(before);
    }

    @Test
    void nullsAreInNobodysWay() {
      String to = store("out");
      Moves.migrate(rows("(2, 'y', NULL)", "(3, 'y', NULL)"), to, SKIPPED);
      try (Source source = Stores.source(to, null)) {
        assertThat(source.catalog().tables().get(0).estimatedRows()).isEqualTo(3);
      }
    }

    @Test
    void aNullInAColumnThatHoldsNoneIsNamed() {
      Path file =
          SqliteFiles.create(
              folder.resolve("first.db"),
              "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT NOT NULL)");
      String to = "json:" + folder.resolve("out");
      Moves.migrate(file.toString(), to, Options.DEFAULT);
      Path rows =
          SqliteFiles.create(
              folder.resolve("rows.db"),
              "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
              "INSERT INTO t VALUES (7, NULL)");
      assertThatThrownBy(() -> Moves.migrate(rows.toString(), to, Options.DEFAULT))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("t.v")
          .hasMessageContaining("id=7");
    }
  }

  @Nested
  class Incomplete {
    private static final Options FORCE = Options.DEFAULT.forcing(true);

    private Path sqlite() {
      return SqliteFiles.create(
          folder.resolve("t.db"),
          "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
          "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " \n",
          "[",
          "[{\"id\": 1}",
          "{\"t\": [{\"id\": 1}]",
          "[{\"id\": 1}]]",
          "nul",
          "[{\"id\": 1, \"id\": 2}]",
          "{\"$godwit\": {\"godwit\": 99}}",
          "{\"$godwit\": {}}"
        })
    void aFileThatIsNotWholeIsNoEmptyStoreNeitherToReadNorToWrite(String text) throws IOException {
      Path file = Files.writeString(folder.resolve("t.json"), text);
      Path from = sqlite();
      assertThatThrownBy(() -> Stores.source("json:" + file, null).close())
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("t.json");
      assertThatThrownBy(() -> Moves.migrate(from.toString(), "json:" + file, FORCE))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("t.json");
      assertThat(file).hasContent(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"cut", "empty", "gone", "torn", "longer"})
    void aFolderWhoseFilesAreNotWholeIsRefused(String how) throws IOException {
      String json = "json:" + folder.resolve("out");
      Moves.migrate(sqlite().toString(), json, Options.DEFAULT);
      Path rows = folder.resolve("out/t.ndjson");
      String text = Files.readString(rows);
      switch (how) {
        case "cut" -> Files.writeString(rows, text.substring(0, text.length() - 5));
        case "empty" -> Files.writeString(rows, "");
        case "gone" -> Files.delete(rows);
        case "torn" -> Files.writeString(rows, text.replace("\"b\"}", "\"b\""));
        default -> Files.writeString(rows, text + "{\"id\":4,\"v\":\"d\"}\n");
      }
      Path back = folder.resolve("back.db");
      assertThatThrownBy(() -> Moves.migrate(json, back.toString(), Options.DEFAULT))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("t.ndjson");
      assertThat(back).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "{}", "[]", "{\"godwit\": 1, \"tables\": [{}]}"})
    void aCatalogThatIsNotWholeIsRefusedAndStays(String catalog) throws IOException {
      String json = "json:" + folder.resolve("out");
      Path from = sqlite();
      Moves.migrate(from.toString(), json, Options.DEFAULT);
      Files.writeString(folder.resolve("out/catalog.json"), catalog);
      Map<String, String> before = files();
      assertThatThrownBy(() -> Stores.source(json, null).close())
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("catalog.json");
      assertThatThrownBy(() -> Moves.migrate(from.toString(), json, FORCE))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("catalog.json");
      assertThat(files()).isEqualTo(before);
    }

    @Test
    void aFileOfTablesThatWasCutOffIsRefused() throws IOException {
      Path file = folder.resolve("out.json");
      Moves.migrate(sqlite().toString(), "json:" + file, Options.DEFAULT);
      String text = Files.readString(file);
      for (int end : new int[] {text.length() - 3, text.indexOf("\"b\""), 20}) {
        Files.writeString(file, text.substring(0, end));
        assertThatThrownBy(
                () ->
                    Moves.migrate(
                        "json:" + file, folder.resolve("back.db").toString(), Options.DEFAULT))
            .isInstanceOf(GodwitException.class)
            .hasMessageContaining("out.json");
        assertThat(folder.resolve("back.db")).doesNotExist();
      }
    }
  }
}
