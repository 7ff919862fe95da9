package dev.godwit.sqlite.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Stores;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Source;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Dumps of SQL as sources, told by what is in them. */
class SqlDumpTest {
  @TempDir Path folder;

  private Path dump(String text) throws IOException {
    return Files.writeString(folder.resolve("dump.txt"), text);
  }

  private static List<Object> texts(Path dump, String table) {
    List<Object> result = new ArrayList<>();
    try (Source source = Stores.source(dump)) {
      assertThat(source.name()).contains("dump.txt");
      Table found =
          source.catalog().tables().stream()
              .filter(t -> t.name().equals(table))
              .findFirst()
              .orElseThrow();
      try (Rows rows = source.read(found, found.columns(), Position.START)) {
        while (rows.next()) {
          result.add(rows.row().value(1));
        }
      }
    }
    return result;
  }

  @Test
  void whatSqlitesShellWritesIsReadAsItWas() throws IOException {
    Path dump =
        dump(
            """
            PRAGMA foreign_keys=OFF;
            BEGIN TRANSACTION;
            CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT);
            INSERT INTO t VALUES(1,'it''s; -- "fine"');
            INSERT INTO t VALUES(2,replace('a\\nb','\\n',char(10)));
            INSERT INTO t VALUES(3,X'00ff');
            CREATE TABLE log(id INTEGER PRIMARY KEY, v);
            CREATE TRIGGER tr AFTER INSERT ON t BEGIN
              INSERT INTO log(v) SELECT CASE WHEN 1 THEN 'x;' END;
              INSERT INTO log(v) VALUES (2);
            END;
            CREATE INDEX [i;x] ON t(v);
            COMMIT;
            """);
    assertThat(texts(dump, "t")).hasSize(3).contains("it's; -- \"fine\"", "a\nb");
    assertThat(texts(dump, "log")).isEmpty();
  }

  @Test
  void whatBeginsWithRemarksOrHasNoTransactionIsADumpToo() throws IOException {
    Path dump =
        dump(
            """
            -- exported by a tool; of 2026
            /* one; two */
            PRAGMA defer_foreign_keys=TRUE;
            CREATE TABLE t (id INTEGER PRIMARY KEY, v);
            INSERT INTO t VALUES (1, 'a');
            """);
    assertThat(texts(dump, "t")).containsExactly("a");
    Path plain = dump("create table t (id integer primary key, v); insert into t values (1, 2)\n;");
    assertThat(texts(plain, "t")).containsExactly(2L);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CREATE TABLE t (a); INSERT INTO t VALUES ('geheim | ends within a statement",
        "CREATE TABLE t (a); INSERT INTO t VALUES ('geheim' 'x'); | line 1",
        "CREATE TABLE t (a); ATTACH 'other.db' AS o; | does not take",
        "CREATE TABLE t (a); VACUUM INTO 'other.db'; | does not take",
        "BEGIN TRANSACTION; CREATE TABLE t (a); ROLLBACK; -- due to errors | takes itself back",
        "-- PostgreSQL database dump | it is a dump of PostgreSQL"
      })
  void whatIsNoWholeDumpIsRefusedWithoutItsValues(String text, String why) throws IOException {
    Path dump = dump(text);
    assertThatThrownBy(() -> Stores.source(dump))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining(why)
        .message()
        .doesNotContain("geheim");
    try (var left = Files.list(folder)) {
      assertThat(left).containsExactly(dump);
    }
  }

  @Test
  void onlyUtf8IsRead() throws IOException {
    Path dump = folder.resolve("dump.txt");
    Files.write(
        dump,
        "CREATE TABLE t (a); INSERT INTO t VALUES ('\u00e9');"
            .getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> Stores.source(dump)).hasMessageContaining("not UTF-8");
  }
}
