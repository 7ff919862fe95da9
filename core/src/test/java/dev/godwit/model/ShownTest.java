package dev.godwit.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.sql.Printable;
import org.junit.jupiter.api.Test;

/** A name forges no line and moves no cursor, and is still told. */
class ShownTest {
  @Test
  void whatATerminalWouldActOnIsShownAsText() {
    assertThat(Shown.line("\u001b[31mRED\u0007 a\r\nb\u009b\u202ec\u2028é😀"))
        .isEqualTo("\\x1b[31mRED\\x07 a\\r\\nb\\x9b\\u202ec\\u2028é😀");
    assertThat(Problem.of(ProblemKind.RULE).at("t\nexact: 9 rows", "c").says("m"))
        .hasToString("t\\nexact: 9 rows.c  m");
    assertThat(Shown.lines("2 problems:\n  a\nexact: b")).isEqualTo("2 problems:\n  a\\nexact: b");
  }

  @Test
  void jsonKeepsItsMeaning() {
    assertThat(Shown.json("{\n \"a\u009b\u202e\": \"é\"}"))
        .isEqualTo("{\n \"a\\u009b\\u202e\": \"é\"}");
  }

  @Test
  void aScriptMakesTheSameNamesAndTexts() {
    assertThat(
            Printable.of(
                "CREATE TABLE \"a\nb\\\" (\n  c text DEFAULT 'x\u001b''\\y', d text) -- 'e",
                Shown::isHostile))
        .isEqualTo(
            "CREATE TABLE U&\"a\\000Ab\\\\\" (\n  c text DEFAULT E'x\\u001B''\\\\y', d text) -- 'e");
    assertThat(Printable.of("-- it's\nSELECT \"a\nb\" /* don't */, 1", Shown::isHostile))
        .isEqualTo("-- it's\nSELECT U&\"a\\000Ab\" /* don't */, 1");
    assertThat(Printable.of("DO $$'\n'$$", Shown::isHostile)).isEqualTo("DO $$'\n'$$");
  }
}
