package dev.godwit.sqlite.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.model.Check;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DdlParsingTest {
  @Test
  void findsChecksOfColumnsAndOfTheTableWithTheirNames() {
    TableSql table =
        TableSql.parse(
            """
            CREATE TABLE t ( -- a (comment), with 'quotes
              a INTEGER CHECK(a > -1 AND a < 11) /* CHECK (no) */,
              "b,(" TEXT DEFAULT 'x, CHECK (1)' CONSTRAINT "b is short" CHECK (length("b,(") < 5),
              CONSTRAINT pk PRIMARY KEY (a), CONSTRAINT c1 CHECK (a IN (1, (2)))
              CONSTRAINT c2 CHECK (b <> ')')
            )""");
    assertThat(table.checks())
        .containsExactly(
            new Check(null, "a > -1 AND a < 11"),
            new Check("b is short", "length(\"b,(\") < 5"),
            new Check("c1", "a IN (1, (2))"),
            new Check("c2", "b <> ')'"));
    assertThat(table.autoincrement()).isFalse();
  }

  @Test
  void findsWhatColumnsAreMadeOf() {
    TableSql table =
        TableSql.parse(
            "CREATE TABLE [t] ([Id] integer primary key autoincrement, `n` text COLLATE nocase,"
                + " full TEXT GENERATED ALWAYS AS (n || ' (' || Id || ')') STORED, twice AS (Id*2))");
    assertThat(table.autoincrement()).isTrue();
    assertThat(table.collation("N")).isEqualTo("nocase");
    assertThat(table.generatedExpression("FULL")).isEqualTo("n || ' (' || Id || ')'");
    assertThat(table.generatedExpression("twice")).isEqualTo("Id*2");
    assertThat(table.generatedExpression("n")).isNull();
  }

  @Test
  void findsWhenForeignKeysAreChecked() {
    TableSql table =
        TableSql.parse(
            """
            CREATE TABLE t (
              a INT REFERENCES p ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
              b INT CONSTRAINT fk_b REFERENCES "q" (x) NOT DEFERRABLE,
              c INT, d INT,
              CONSTRAINT fk_cd FOREIGN KEY (c, D) REFERENCES p(y, z) DEFERRABLE INITIALLY IMMEDIATE
            )""");
    assertThat(table.reference(List.of("a"), "P"))
        .isEqualTo(new TableSql.Reference(null, List.of("a"), "p", TableSql.Deferral.INITIALLY));
    assertThat(table.reference(List.of("b"), "q"))
        .isEqualTo(new TableSql.Reference("fk_b", List.of("b"), "q", TableSql.Deferral.NO));
    assertThat(table.reference(List.of("c", "d"), "p"))
        .isEqualTo(
            new TableSql.Reference("fk_cd", List.of("c", "d"), "p", TableSql.Deferral.DEFERRABLE));
    assertThat(table.reference(List.of("zz"), "p").deferral()).isEqualTo(TableSql.Deferral.NO);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "CREATE INDEX i ON t (a)                                        | a                | -",
        "CREATE UNIQUE INDEX IF NOT EXISTS main.\"i ON t (\" ON [t t](a) | a                | -",
        "CREATE INDEX i ON t (substr(name, 0, 10) COLLATE NOCASE DESC)  | substr(name, 0, 10) | -",
        "CREATE INDEX i ON t (b+1) WHERE name > \"foo\" AND b IS NULL;  | b+1              | name > \"foo\" AND b IS NULL",
        "CREATE INDEX i ON t (b) WHERE c = ' WHERE '                    | b                | c = ' WHERE '",
        "CREATE INDEX i ON t (                                          | -                | -",
        "CREATE INDEX                                                   | -                | -",
      })
  void readsIndexes(String sql, String first, String where) {
    IndexSql index = IndexSql.parse(sql);
    assertThat(index.expression(0)).isEqualTo(first);
    assertThat(index.where()).isEqualTo(where);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "CREATE TABLE",
        "CREATE TABLE t (",
        "CREATE TABLE t (a CHECK (",
        "CREATE TABLE t (a CHECK",
        "CREATE TABLE t ())))",
        "CREATE TABLE t ('",
        "CREATE TABLE t (a x'",
        "CREATE TABLE t ([",
        "CREATE TABLE t (FOREIGN KEY (",
        "CREATE TABLE t (FOREIGN",
        "CREATE TABLE t (DEFERRABLE, a REFERENCES",
        "CREATE TABLE t (a AS (, b COLLATE",
        "CREATE TABLE t (,,,)",
        "CREATE TABLE t (a 0x 1e+ .5. -- \n",
        "CREATE TABLE t (a /* ",
      })
  void neverFails(String sql) {
    assertThat(TableSql.parse(sql)).isNotNull();
    assertThat(IndexSql.parse(sql)).isNotNull();
  }
}
