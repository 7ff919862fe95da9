package dev.godwit.sqlite;

import static dev.godwit.sqlite.Reads.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Slack;
import dev.godwit.store.can.Checking;
import dev.godwit.testing.SqliteFiles;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VirtualTablesTest {
  @TempDir Path folder;

  private SqliteSource open(String... statements) {
    return SqliteSource.open(SqliteFiles.create(folder.resolve("a.db"), statements));
  }

  private static List<String> columns(SqliteSource source, String table) {
    return source.catalog().table(table).orElseThrow().columns().stream()
        .map(Column::name)
        .toList();
  }

  private static Catalog.Other other(SqliteSource source, String name) {
    return source.catalog().others().stream()
        .filter(o -> o.name().equals(name) && o.type().equals("virtual table"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"fts3", "fts4", "fts5"})
  void aFullTextTableWithItsOwnTextIsATableKeyedByItsRowid(String module) {
    try (SqliteSource source =
        open(
            "CREATE VIRTUAL TABLE f USING " + module + "(a, \"b c\")",
            "INSERT INTO f (rowid, a, \"b c\") VALUES (7, 'x', 2), (-9, x'00ff', NULL)")) {
      assertThat(source.catalog().tables()).extracting(Table::name).containsExactly("f");
      assertThat(columns(source, "f")).containsExactly("rowid", "a", "b c");
      assertThat(source.catalog().table("f").orElseThrow().primaryKey()).containsExactly("rowid");
      assertThat(read(source, "f", Position.START)).containsExactly("-9 x2 NULL", "7 'x' 2");
      assertThat(read(source, "f", new Position(List.of("rowid"), List.of(-9L))))
          .containsExactly("7 'x' 2");
      assertThat(Checking.of(source).check(Slack.unlimited()).damage()).isEmpty();
    }
  }

  @Test
  void aFullTextTableInDescendingOrderWithLanguagesIsReadInAscendingOrder() {
    try (SqliteSource source =
        open(
            "CREATE VIRTUAL TABLE f USING fts4(a, rowid, languageid=\"lid\", order=desc)",
            "INSERT INTO f (docid, a, rowid, lid) VALUES (1, 'x', 'r', 5), (2, 'y', 's', 0)")) {
      assertThat(columns(source, "f")).containsExactly("_rowid_", "a", "rowid", "lid");
      assertThat(read(source, "f", Position.START)).containsExactly("1 'x' 'r' 5", "2 'y' 's' 0");
    }
  }

  @Test
  void whatOnlyMirrorsAnotherTableIsLeftOutNamingIt() {
    try (SqliteSource source =
        open(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)",
            "CREATE VIRTUAL TABLE a USING fts5(body, content='t', content_rowid='id')",
            "CREATE VIRTUAL TABLE b USING fts4(content=\"t\", body)",
            "CREATE VIRTUAL TABLE c USING fts5(body, content='')",
            "CREATE VIRTUAL TABLE d USING fts4(body, content=\"gone\")",
            "CREATE VIRTUAL TABLE v USING fts5vocab(a, 'row')",
            "CREATE VIRTUAL TABLE x USING fts4aux(b)",
            "CREATE VIRTUAL TABLE y USING fts3tokenize('porter')",
            "CREATE VIRTUAL TABLE z USING dbstat")) {
      assertThat(source.catalog().tables()).extracting(Table::name).containsExactly("t");
      assertThat(other(source, "a").why()).isEqualTo("a search index of t, which holds the rows");
      assertThat(other(source, "b").why()).isEqualTo("a search index of t, which holds the rows");
      assertThat(other(source, "c").why()).contains("keeps no text");
      assertThat(other(source, "d").why()).isEqualTo("a search index of gone, which is gone");
      assertThat(Stream.of("v", "x", "y", "z").map(n -> other(source, n).why()))
          .allMatch(why -> why.endsWith("computes its rows; it holds none of its own"));
      assertThat(Checking.of(source).check(Slack.unlimited()).damage()).isEmpty();
    }
  }

  @Test
  void aContentlessTableArrivesWithTheColumnsThatItKeeps() {
    try (SqliteSource source =
        open(
            "CREATE VIRTUAL TABLE f USING fts5(a, b UNINDEXED, content='', contentless_unindexed=1)",
            "INSERT INTO f (rowid, a, b) VALUES (3, 'x', 'kept')")) {
      assertThat(columns(source, "f")).containsExactly("rowid", "b");
      assertThat(read(source, "f", Position.START)).containsExactly("3 'kept'");
    }
  }

  @Test
  void anRTreeIsATableOfItsCoordinatesAsStored() {
    try (SqliteSource source =
        open(
            "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1, +name, +obj BLOB)",
            "INSERT INTO r VALUES (2, 0.1, 0.2, 'n', x'01'), (1, -1, 1e30, NULL, 5)",
            "CREATE VIRTUAL TABLE i USING rtree_i32(k, x0, x1)",
            "INSERT INTO i VALUES (-5, -2147483648, 2147483647)")) {
      assertThat(read(source, "r", Position.START))
          .containsExactly(
              "1 -1.0 1.0000000150474662E30 NULL 5",
              "2 0.09999999403953552 0.20000000298023224 'n' x1");
      assertThat(read(source, "i", Position.START)).containsExactly("-5 -2147483648 2147483647");
      assertThat(source.catalog().table("i").orElseThrow().primaryKey()).containsExactly("k");
    }
  }

  @Test
  void ofAModuleThatIsMissingTheTablesThatItKeepsTravelAndAreNamed() {
    try (SqliteSource source =
        open(
            "CREATE TABLE sp_vocab (id INTEGER PRIMARY KEY, word)",
            "INSERT INTO sp_vocab VALUES (1, 'w')",
            schema("sp", "CREATE VIRTUAL TABLE sp USING spellfix1"),
            schema("zip", "CREATE VIRTUAL TABLE zip USING zipfile('/a')"))) {
      assertThat(source.catalog().tables()).extracting(Table::name).containsExactly("sp_vocab");
      assertThat(other(source, "sp").why())
          .isEqualTo(
              "cannot be read: its module spellfix1 belongs to the application;"
                  + " what it stores moves as tables: sp_vocab (1 row)");
      assertThat(other(source, "zip").why()).endsWith("no table of the file holds its rows");
      assertThat(Checking.of(source).check(Slack.unlimited()).damage()).isEmpty();
    }
  }

  private static String schema(String name, String sql) {
    return "PRAGMA writable_schema=1; INSERT INTO sqlite_schema VALUES ('table', '%s', '%s', 0, '%s')"
        .formatted(name, name, sql.replace("'", "''"));
  }

  @ParameterizedTest
  @CsvSource({
    "fts3, tokenize HTMLTokenizer, HTMLTokenizer",
    "fts4, tokenize=mozporter, mozporter",
    "fts4, 'compress=zip, uncompress=unzip', zip",
    "fts5, tokenize=unicase, ",
  })
  void whereTheApplicationsTokenizerIsMissingTheStoredRowsAreRead(
      String module, String option, String named) {
    try (SqliteSource source =
        open(
            "CREATE VIRTUAL TABLE f USING " + module + "(a, b)",
            "INSERT INTO f (rowid, a, b) VALUES (7, 'x', 2), (9, x'00ff', NULL)",
            "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = replace(sql, 'b)', 'b, "
                + option
                + ")') WHERE name = 'f'")) {
      assertThat(columns(source, "f")).containsExactly("rowid", "a", "b");
      assertThat(read(source, "f", Position.START)).containsExactly("7 'x' 2", "9 x2 NULL");
      assertThat(read(source, "f", new Position(List.of("rowid"), List.of(7L))))
          .containsExactly("9 x2 NULL");
      assertThat(Checking.of(source).check(Slack.unlimited()).damage()).isEmpty();
      // FTS5 asks for its tokenizer when it searches, not when it reads.
      assertThat(source.catalog().remarks()).hasSize(named == null ? 0 : 1);
      assertThat(source.catalog().remarks()).allMatch(r -> r.endsWith(named));
    }
  }

  @Test
  void aFullTextTableThatNothingCanReadTravelsAsItsShadowTables() {
    try (SqliteSource source =
        open(
            "CREATE VIRTUAL TABLE r USING rtree(id, x0, x1)",
            "INSERT INTO r VALUES (1, 2, 3)",
            "PRAGMA writable_schema=1; UPDATE sqlite_schema SET sql = replace(sql, 'x1', 'x1, x2')"
                + " WHERE name = 'r'")) {
      assertThat(source.catalog().tables())
          .extracting(Table::name)
          .containsExactly("r_rowid", "r_node", "r_parent");
      assertThat(other(source, "r").why())
          .startsWith("cannot be read: ")
          .contains("r_node (1 row)");
    }
  }

  @Test
  void theSearchThatIsLostIsOfferedAnew() {
    try (SqliteSource source =
        open(
            "CREATE TABLE t (id INTEGER PRIMARY KEY, \"Body\" TEXT, title TEXT)",
            "CREATE VIRTUAL TABLE f USING fts5(title, body, content='t', content_rowid='id')",
            "CREATE VIRTUAL TABLE g USING fts5(a, b UNINDEXED)")) {
      assertThat(source.catalog().others().stream().filter(o -> o.type().equals("search")))
          .extracting(Catalog.Other::sql)
          .containsExactly(
              "ALTER TABLE \"t\" ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple',"
                  + " coalesce(\"Body\", '') || ' ' || coalesce(\"title\", ''))) STORED;"
                  + " CREATE INDEX ON \"t\" USING gin (search)",
              "ALTER TABLE \"g\" ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('simple',"
                  + " coalesce(\"a\", ''))) STORED; CREATE INDEX ON \"g\" USING gin (search)");
    }
  }
}
