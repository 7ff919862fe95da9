package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Options that a command line leaves out. */
class SettingsTest {
  @TempDir Path folder;
  private Path source;

  @BeforeEach
  void fillASource() {
    source =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE t (id INTEGER PRIMARY KEY)",
            "CREATE TABLE u (id INTEGER PRIMARY KEY)",
            "INSERT INTO t VALUES (1)");
  }

  private void file(String... lines) throws IOException {
    Files.writeString(
        folder.resolve("godwit.yml"), String.join("\n", lines).replace("HERE", folder.toString()));
  }

  private Cli.Result run(Map<String, String> environment, String... words) {
    for (int i = 0; i < words.length; i++) {
      words[i] = words[i].replace("HERE", folder.toString());
    }
    return Cli.in(folder, environment, words);
  }

  @Test
  void aFileInTheFolderIsNamedInTheFirstLine() throws IOException {
    file("from: HERE/a.db", "to: HERE/b.db", "tables: [t]", "quiet: true");
    Cli.Result r = run(Map.of(), "migrate");
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(r.out()).startsWith("with settings of godwit.yml\nexact: 1 row of 1 table");
    assertThat(folder.resolve("b.db")).exists();
    Cli.Result json = run(Map.of(), "verify", "--json");
    assertThat(json.json().path("verdict").asString()).isEqualTo("exact");
    assertThat(json.err()).startsWith("with settings of godwit.yml");
  }

  @Test
  void theCommandLineGoesBeforeTheVariableAndTheVariableBeforeTheFile() throws IOException {
    file("from: HERE/a.db", "tables: t", "on-misfit: fail", "jobs: 1");
    Map<String, String> variables = Map.of("GODWIT_TABLES", "u", "GODWIT_ON_MISFIT", "text");
    String said = run(variables, "config").out();
    assertThat(said).containsPattern("--tables +u +GODWIT_TABLES");
    assertThat(said).containsPattern("--on-misfit +text +GODWIT_ON_MISFIT");
    assertThat(said).containsPattern("--jobs +1 +godwit.yml");
    Cli.Result r = run(variables, "plan", "--to", "HERE/b.db", "--tables", "t", "--json");
    assertThat(r.json().path("tables")).hasSize(1);
    assertThat(r.json().path("tables").get(0).path("name").asString()).isEqualTo("t");
  }

  @Test
  void aProfileOfTheFileGoesBeforeTheRestOfIt() throws IOException {
    file("from: HERE/a.db", "to: HERE/b.db", "profiles:", "  try:", "    to: HERE/try.db");
    assertThat(run(Map.of(), "migrate", "--profile", "try").out())
        .startsWith("with settings of godwit.yml and of godwit.yml, profile try\n");
    assertThat(folder.resolve("try.db")).exists();
    assertThat(folder.resolve("b.db")).doesNotExist();
    assertThat(run(Map.of("GODWIT_PROFILE", "try"), "config").out())
        .containsPattern("--to +.*try.db +godwit.yml, profile try");
  }

  @ParameterizedTest
  @CsvSource({
    "force: true, force is never taken from a file",
    "yes: true, yes is never taken from a file",
    "salvage: true, salvage is never taken from a file",
    "password: geheim, password is never taken from a file",
    "to: 'postgresql://me:geheim@h/d', to holds a password",
    "tabels: t, did you mean tables?",
    "from: {a: b}, no value that an option can have"
  })
  void whatAFileMayNotSayIsNamed(String line, String why) throws IOException {
    file(line);
    Cli.Result r = run(Map.of(), "plan", "--from", "HERE/a.db", "--to", "HERE/b.db");
    assertThat(r.code()).as(r.everything()).isEqualTo(2);
    assertThat(r.err()).contains("godwit.yml").contains(why).doesNotContain("geheim");
  }

  @Test
  void noVariableChoosesAStoreByItself() {
    String there = folder.resolve("b.db").toString();
    Map<String, String> set = Map.of("GODWIT_TO", there, "DATABASE_URL", there);
    Cli.Result r = run(set, "migrate", "--from", "HERE/a.db");
    assertThat(r.code()).isEqualTo(2);
    assertThat(r.err()).contains("GODWIT_TO").contains("--to env:GODWIT_TO");
    assertThat(folder.resolve("b.db")).doesNotExist();
    r = run(set, "migrate", "--from", "HERE/a.db", "--to", "env:DATABASE_URL");
    assertThat(r.code()).as(r.everything()).isZero();
    assertThat(folder.resolve("b.db")).exists();
    assertThat(run(Map.of(), "verify", "--from", source.toString(), "--to=env:NONE").err())
        .contains("the variable NONE is not set");
  }

  @Test
  void aVariablesPasswordIsNeverShown() {
    Map<String, String> set = Map.of("URL", "postgres://me:geheim@127.0.0.1:1/x");
    Cli.Result r = run(set, "history", "--to", "env:URL");
    assertThat(r.code()).isEqualTo(1);
    assertThat(r.everything()).contains("me@127.0.0.1:1/x").doesNotContain("geheim");
    assertThat(run(Map.of("PGPASSWORD", "geheim"), "config").out()).doesNotContain("geheim");
  }
}
