package dev.godwit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Numbered;
import dev.godwit.testing.Agreement;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of CSV: those of other programs, and our own. */
class CsvFilesTest {
  @TempDir Path folder;

  private Path write(String name, String text, Charset charset) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(charset));
  }

  private Path write(String text) throws IOException {
    return write("t.csv", text, StandardCharsets.UTF_8);
  }

  private static String cell(Row row, int i) {
    return switch (row.storageClass(i)) {
      case Row.NULL -> "NULL";
      case Row.TEXT -> "'" + row.text(i) + "'";
      case Row.BLOB -> "x" + HexFormat.of().formatHex(row.bytes(i));
      default -> String.valueOf(row.value(i));
    };
  }

  /** The types by name, then each row. */
  private static List<String> read(Source source) {
    List<String> result = new ArrayList<>();
    try (source) {
      for (Table table : source.catalog().tables()) {
        List<String> types = new ArrayList<>();
        for (Column c : table.columns()) {
          types.add(c.name() + " " + c.type().kind());
        }
        result.add(String.join("|", types));
        try (Rows rows = source.read(table, table.columns(), Position.START)) {
          while (rows.next()) {
            List<String> cells = new ArrayList<>();
            for (int i = 0; i < rows.row().size(); i++) {
              cells.add(cell(rows.row(), i));
            }
            result.add(String.join("|", cells));
          }
        }
      }
    }
    return result;
  }

  private static List<String> read(String name) {
    return read(Stores.source(name, null));
  }

  private static void moved(String from, String to) {
    Moves.exactly(from, to, Options.DEFAULT);
  }

  private Path sqlite(String... statements) {
    return SqliteFiles.create(folder.resolve("source.db"), statements);
  }

  @Nested
  class OfOtherPrograms {
    @Test
    void postgresCopyKeepsNullApartFromNothing() throws IOException {
      Path file =
          write("id,v,n\n1,\"\",1.50\n2,,12345678901234567890\n3,\"a \"\"b\"\", c\nd\",-0\n");
      assertThat(read("csv:" + file))
          .containsExactly(
              "id BIGINT|v TEXT|n TEXT",
              "1|''|'1.50'",
              "2|NULL|'12345678901234567890'",
              "3|'a \"b\", c\nd'|'-0'");
    }

    @Test
    void aSpreadsheetsSemicolonsMarksAndLineEndsAreSeen() throws IOException {
      Path file = write("\ufeffnr;preis;name\r\n1;1,50;Ähre\r\n2;2,00;\"x;y\"\r\n");
      assertThat(read("csv:" + file))
          .containsExactly("nr BIGINT|preis TEXT|name TEXT", "1|'1,50'|'Ähre'", "2|'2,00'|'x;y'");
      Path latin = write("l.csv", "a;b\r\né;1\r\n", StandardCharsets.ISO_8859_1);
      assertThat(read("csv:" + latin + "?encoding=ISO-8859-1"))
          .containsExactly("a TEXT|b BIGINT", "'é'|1");
      Path wide = write("w.csv", "a\tb\r\né\t1\r\n", StandardCharsets.UTF_16);
      assertThat(read("csv:" + wide)).containsExactly("a TEXT|b BIGINT", "'é'|1");
    }

    @Test
    void pythonsEmptyTextsAreTextsWhereAnotherWordIsNull() throws IOException {
      Path file = write("a,b\r\n,None\r\nx,\r\n");
      assertThat(read("csv:" + file + "?null=None"))
          .containsExactly("a TEXT|b TEXT", "''|NULL", "'x'|''");
    }

    @Test
    void whatAParameterSaysOfAFileHasToBeThere() throws IOException {
      Path file = Files.writeString(folder.resolve("p.csv"), "id,b\n1,2\n");
      assertThatThrownBy(() -> read("csv:" + file + "?key=idd"))
          .hasMessageContaining("key=idd: no such column; its columns are id, b");
      assertThatThrownBy(() -> read("csv:" + file + "?header=none"))
          .hasMessageContaining("header=none: yes or no");
    }

    @Test
    void filesWithoutNamesHaveColumnsByNumber() throws IOException {
      Path file = write("1,x\n1,x\n");
      assertThat(read("csv:" + file + "?header=no"))
          .containsExactly("c1 BIGINT|c2 TEXT", "1|'x'", "1|'x'");
    }

    @Test
    void aBlankLineIsANullOnlyWhereThereIsOneColumn() throws IOException {
      assertThat(read("csv:" + write("a\r\n1\r\n\r\n2\r\n")))
          .containsExactly("a BIGINT", "1", "NULL", "2");
      assertThat(read("csv:" + write("a,b\n1,2\n\n\n")))
          .containsExactly("a BIGINT|b BIGINT", "1|2");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '~',
        value = {
          "0, 9223372036854775807; BIGINT",
          "9223372036854775808; NUMERIC",
          "1, 2.0; NUMERIC",
          "0.10; NUMERIC",
          "007; TEXT",
          "+1; TEXT",
          "-0; TEXT",
          "1e5, 2; DOUBLE",
          "1e999; TEXT",
          "0.1234567890123456789e1; TEXT",
          "NaN, -Infinity; DOUBLE",
          "true, false; BOOLEAN",
          "True; TEXT",
          "1, true; TEXT",
          "2024-01-01; TEXT",
          ".5; TEXT",
          "~  1~; TEXT"
        })
    void typesHoldEveryDigit(String values, String type) throws IOException {
      Path file = write("v,w\n" + values.replace(", ", ",\n") + ",\n");
      assertThat(read("csv:" + file).get(0)).isEqualTo("v " + type + "|w TEXT");
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = ';',
        quoteCharacter = '~',
        value = {
          "a,b/1,2/3; line 3, column 2: 1 fields, where the first line has 2",
          "a,b/1,2/3,4,5; line 3, column 3: 3 fields",
          "a,b,a/1,2,3; line 1, column 3: a stands there twice",
          "a,,b/1,2,3; line 1, column 2: the column has no name",
          "a,b/1,\"x; line 2, column 1, or after it: a quote that is not closed",
          "a,b/1,\"x\"y; line 2, column 1, or after it: a quote that is not closed, or text after",
          "~~; is empty"
        })
    void whatIsNotWholeIsRefusedWithItsPlace(String text, String message) throws IOException {
      Path file = write(text.replace("/", "\n"));
      assertThatThrownBy(() -> read("csv:" + file))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("t.csv")
          .hasMessageContaining(message);
    }

    @Test
    void bytesOfAnotherEncodingAreRefused() throws IOException {
      Path file = write("t.csv", "a\r\né\r\n", StandardCharsets.ISO_8859_1);
      assertThatThrownBy(() -> read("csv:" + file))
          .hasMessageContaining("bytes that are not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"seperator=;", "separator=ab", "encoding=utf-99", "quote="})
    void whatIsSaidWronglyIsRefused(String said) throws IOException {
      Path file = write("a\n1\n");
      assertThatThrownBy(() -> read("csv:" + file + "?" + said))
          .isInstanceOf(GodwitException.class);
    }
  }

  @Nested
  class OfOurOwn {
    private Path hazards() {
      return SqliteFiles.create(
          folder.resolve("a.db"),
          "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, \"a;b\" , \"ä \"\"\" TEXT)",
          "INSERT INTO t VALUES (1, 1, ''), (2, 1.0, NULL), (3, '1', char(13, 10) || '\",;'),"
              + " (4, x'', char(0)), (5, x'31', '\\x31'), (6, 9e999, CAST(x'c328' AS TEXT)),"
              + " (7, '', ' '), (8, NULL, 'NULL'), (9, -0.0, '\\N'), (10, 5e-324, 'ä😀')",
          "CREATE TABLE \"T 2\" (v)",
          "INSERT INTO \"T 2\" VALUES (NULL), (''), (NULL)",
          "CREATE TABLE none (v TEXT)");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "out",
          "out?separator=;&null=NULL",
          "out?separator=tab&encoding=UTF-16LE&quote='"
        })
    void aFolderGoesThereAndBackToTheBit(String out) throws IOException {
      Path file = hazards();
      String csv = "csv:" + folder.resolve(out);
      moved(file.toString(), csv);
      List<String> before = read(file.toString());
      assertThat(read("csv:" + folder.resolve("out"))).isEqualTo(before);
      Path back = folder.resolve("back.db");
      moved("csv:" + folder.resolve("out"), back.toString());
      assertThat(read(back.toString())).isEqualTo(before);
      try (Source a = Stores.source(file.toString(), null);
          Source b = Stores.source(back.toString(), null)) {
        assertThat(Numbered.marks(b)).isEqualTo(Numbered.marks(a));
      }
    }

    @Test
    void withTheNotesDeletedEveryTextDigitAndNullIsThere() throws IOException {
      Path file =
          SqliteFiles.create(
              folder.resolve("a.db"),
              "CREATE TABLE t (a INTEGER, b TEXT, c TEXT, d NUMERIC)",
              "INSERT INTO t VALUES (1, '', NULL, 0.5), (NULL, 'x', '', -3)");
      moved(file.toString(), "csv:" + folder.resolve("out"));
      try (Stream<Path> notes = Files.list(folder.resolve("out/.godwit"))) {
        for (Path each : notes.toList()) {
          Files.delete(each);
        }
      }
      assertThat(read("csv:" + folder.resolve("out")))
          .containsExactly(
              "a BIGINT|b TEXT|c TEXT|d NUMERIC", "1|''|NULL|'0.5'", "NULL|'x'|''|'-3'");
    }

    @Test
    void oneFileHoldsOneTableAndComesBackByARollback() throws IOException {
      Path old = write("people.csv", "id;name\n1;'x\n2;Ä\n", StandardCharsets.UTF_8);
      String text = Files.readString(old);
      Path file =
          SqliteFiles.create(
              folder.resolve("a.db"),
              "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)",
              "CREATE TABLE more (x)",
              "INSERT INTO people VALUES (7, 'seven')");
      assertThatThrownBy(() -> moved(file.toString(), "csv:" + folder.resolve("new.csv")))
          .hasMessageContaining("a file of CSV holds one table");
      Options options =
          Options.DEFAULT
              .forcing(true)
              .with(new Scope(Set.of("people"), Set.of()))
              .with(Safety.USUAL.keepingIn(folder.resolve("kept")));
      Report report = Moves.migrate(file.toString(), "csv:" + old, options);
      assertThat(Files.readString(old)).contains("7,\"seven\"");
      try (Target target = Stores.target("csv:" + old, null)) {
        new Godwit(Progress.NONE).rollback(target, report.migrationId(), Scope.ALL, false, null);
      }
      assertThat(old).hasContent(text);
    }

    @Test
    void aDialectByRuleIsThatOfTheFile() throws IOException {
      Path file = hazards();
      Options options =
          Options.DEFAULT
              .with(new Scope(Set.of("T 2"), Set.of()))
              .with(RulesFile.parse("csv: {to: {separator: tab, \"null\": \"-\"}}", "r"));
      Moves.migrate(file.toString(), "csv:" + folder.resolve("x.csv"), options);
      assertThat(Files.readString(folder.resolve("x.csv"))).isEqualTo("v\r\n-\r\n\"\"\r\n-\r\n");
      assertThat(read("csv:" + folder.resolve("x.csv")))
          .containsExactly("v ANY", "NULL", "''", "NULL");
    }

    @Test
    void aTextThatTheEncodingHasNoSignsForIsRefused() {
      Path file = hazards();
      assertThatThrownBy(
              () -> moved(file.toString(), "csv:" + folder.resolve("out?encoding=US-ASCII")))
          .hasMessageContaining("t holds text that US-ASCII has no signs for");
      assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void aFileThatWasChangedIsReadByItsTypesOrRefusedWithThePlace() throws IOException {
      Path file =
          SqliteFiles.create(
              folder.resolve("a.db"),
              "CREATE TABLE t (id INTEGER PRIMARY KEY, v, w TEXT)",
              "INSERT INTO t VALUES (1, 1, 'a')");
      moved(file.toString(), "csv:" + folder.resolve("out"));
      Path rows = folder.resolve("out/t.csv");
      Files.writeString(rows, Files.readString(rows) + "2,\"x\",7\r\n");
      try (Source source = Stores.source("csv:" + folder.resolve("out"), null)) {
        assertThat(source.catalog().tables().get(0).estimatedRows()).isEqualTo(2);
        assertThat(source.catalog().remarks()).singleElement().asString().contains("was changed");
      }
      assertThat(read("csv:" + folder.resolve("out")))
          .containsExactly("id ANY|v ANY|w ANY", "1|1|'a'", "2|'x'|'7'");
      Files.writeString(rows, Files.readString(rows) + "3,x,b\r\n");
      assertThatThrownBy(() -> read("csv:" + folder.resolve("out")))
          .hasMessageContaining("t.csv, line 4, column 2: v holds what is no");
    }
  }

  /** What only writing tells, a plan tells by writing it where nobody looks. */
  @Nested
  class BeforeTheyAreWritten {
    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "CREATE TABLE t (\"\" TEXT, x TEXT)|csv:F/out|the column has no name",
          "CREATE TABLE t (Ж TEXT, x)|csv:F/out?encoding=windows-1252|no signs for: a column's name",
          "CREATE TABLE t AS SELECT 'Ж' AS a|csv:F/out?encoding=windows-1252|t.a  t holds text that windows-1252 has no signs for, at row=1",
          "CREATE TABLE t (a); INSERT INTO t VALUES (0)|csv:F/out?null=0|t.a  the value at row=1",
          "CREATE TABLE t (a); CREATE TABLE u (a)|csv:F/out.csv|there are 2 tables",
          "CREATE TABLE t (a); CREATE TABLE u (a)|json:F/out.json?shape=array|there are 2",
          "CREATE TABLE t (a)|json:F/out.json?shape=keyed|no primary key of one column",
          "CREATE TABLE t (a PRIMARY KEY); INSERT INTO t VALUES (1), ('1')|json:F/out.json?shape=keyed|the key stands there already",
          "CREATE TABLE t (id INTEGER PRIMARY KEY); CREATE TABLE c (t, FOREIGN KEY (t) REFERENCES t); INSERT INTO c VALUES (7)|json:F/out.json?shape=array&children=t.c:c|each must belong to one row of t",
          "CREATE TABLE document (id, t); CREATE TABLE t (a); INSERT INTO document VALUES (1, 2); INSERT INTO t VALUES (1)|json:F/out.json?shape=state|stands twice in one object",
          "CREATE TABLE t (a)|json:F/source.db/out|is no folder",
        })
    void aPlanRefusesWhatARunRefuses(String source, String to, String why) {
      String from = sqlite(source.split(";")).toString();
      String name = to.replace("F", folder.toString());
      assertThat(Agreement.plan(from, name, Options.DEFAULT, Mode.FULL))
          .singleElement()
          .asString()
          .contains(why)
          .doesNotContain(".godwit-", "/godwit-");
      assertThat(folder).isDirectoryContaining(f -> f.endsWith("source.db"));
      assertThat(Agreement.of(from, name, Options.DEFAULT, Mode.FULL)).isFalse();
      assertThat(folder.toFile().list()).containsExactly("source.db");
    }

    @ParameterizedTest
    @ValueSource(strings = {"INCREMENTAL", "DIFFERENTIAL"})
    void aLaterPlanDoesToo(String mode) {
      String from = sqlite("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)").toString();
      String to = "csv:" + folder.resolve("out") + "?encoding=windows-1252";
      moved(from, to);
      sqlite("INSERT INTO t VALUES (1, 'Ж')");
      Mode later = mode.equals("INCREMENTAL") ? Mode.INCREMENTAL : Mode.DIFFERENTIAL;
      assertThat(Agreement.of(from, to, Options.DEFAULT, later)).isFalse();
      sqlite("UPDATE t SET a = 'ß'");
      assertThat(Agreement.of(from, to, Options.DEFAULT, later)).isTrue();
    }

    @Test
    void aRowOfOneNullIsThereWithoutALineOfNames() {
      String from =
          sqlite("CREATE TABLE t (a)", "INSERT INTO t VALUES (NULL), (''), (NULL)").toString();
      moved(from, "csv:" + folder.resolve("out") + "?header=no");
      assertThat(read("csv:" + folder.resolve("out")))
          .containsExactly("a ANY", "NULL", "''", "NULL");
      sqlite("DELETE FROM t");
      moved(from, "csv:" + folder.resolve("none") + "?header=no");
    }

    @Test
    void aLongNameIsNotCutWithinALetter() {
      String name = "x" + "\ud840\udc00".repeat(70);
      String from =
          sqlite("CREATE TABLE " + name + " (a, b)", "INSERT INTO " + name + " VALUES (1, 2)")
              .toString();
      moved(from, "csv:" + folder.resolve("out"));
      assertThat(read("csv:" + folder.resolve("out"))).hasSize(2);
    }
  }
}
