package dev.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of our own are nobody else's to read, and lead nowhere else. */
class OwnFileTest {
  @TempDir Path folder;

  private LockFile lock(Path file) {
    return LockFile.take(file, Holder.current("20260101-000000-abcd"), "the target");
  }

  @Test
  void aLockIsForItsOwnersEyesAndGoesAway() throws IOException {
    Path file = folder.resolve("o.db.godwit-lock");
    try (LockFile held = lock(file)) {
      assertThat(held).isNotNull();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
    assertThat(file).doesNotExist();
  }

  @Test
  void aLinkInItsPlaceIsNotFollowed() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Path file = Files.createSymbolicLink(folder.resolve("o.db.godwit-lock"), victim);
    assertThatThrownBy(() -> lock(file).close())
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining(file + " is a symbolic link");
    Files.delete(file);
    Files.createSymbolicLink(file, folder.resolve("not-there"));
    assertThatThrownBy(() -> lock(file).close()).hasMessageContaining("symbolic link");
    Files.delete(file);
    Files.createLink(file, victim);
    assertThatThrownBy(() -> lock(file).close()).hasMessageContaining("several names");
    assertThat(victim).hasContent("precious");
    assertThat(folder.resolve("not-there")).doesNotExist();
  }

  @Test
  void aFileThatIsNoLockIsLeftAlone() throws IOException {
    Path file = Files.writeString(folder.resolve("o.db.godwit-lock"), "precious");
    assertThatThrownBy(() -> lock(file).close()).hasMessageContaining("no lock of Godwit's");
    assertThat(file).hasContent("precious");
    Files.delete(file);
    Files.createDirectory(file);
    assertThatThrownBy(() -> lock(file).close()).hasMessageContaining("no plain file");
  }

  private void move(String from, String to) {
    Moves.migrate(from, to, Options.DEFAULT, Mode.FULL, Progress.NONE);
  }

  private Path source() {
    return SqliteFiles.create(
        folder.resolve("a.db"), "CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"%s/o.db", "json:%s/o", "json:%s/o.json", "csv:%s/c", "csv:%s/c.csv"})
  void aStoreThatIsMadeIsForItsOwnersEyes(String place) throws IOException {
    String to = place.formatted(folder);
    move(source().toString(), to);
    Path made = Path.of(to.replaceFirst("^\\w+:", ""));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
        .isEqualTo(Files.isDirectory(made) ? "rwx------" : "rw-------");
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(f -> !f.equals(folder) && !f.endsWith("a.db")))
          .allSatisfy(
              f ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(f)))
                      .endsWith("------"));
    }
  }

  @Test
  void whatSqliteWouldWriteThroughBesideATargetIsRefused() throws IOException {
    Path victim = Files.writeString(folder.resolve("victim"), "precious");
    Files.createSymbolicLink(folder.resolve("o.db-journal"), victim);
    String from = source().toString();
    assertThatThrownBy(() -> move(from, folder.resolve("o.db").toString()))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining("o.db-journal is a symbolic link");
    assertThat(victim).hasContent("precious");
    Files.createDirectory(folder.resolve("a.db-wal"));
    assertThatThrownBy(() -> move(from, folder.resolve("p.db").toString()))
        .hasMessageContaining("a.db-wal is no plain file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "json:", "csv:"})
  void aTargetThatIsALinkToNothingIsCalledOne(String form) throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), folder.resolve("not-there"));
    String from = source().toString();
    assertThatThrownBy(() -> move(from, form + link))
        .isInstanceOf(GodwitException.class)
        .hasMessageContaining(link + " is a symbolic link to " + folder.resolve("not-there"));
    assertThat(folder.resolve("not-there")).doesNotExist();
  }

  @Test
  void aFoldersNameIsNoDatabaseAndTheWaysToMeanItAreNamed() {
    String from = source().toString();
    String name = folder.resolve("out") + "/";
    assertThatThrownBy(() -> move(from, name))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.USAGE))
        .hasMessageContainingAll("json:" + name, "csv:" + name);
    assertThat(folder.resolve("out")).doesNotExist();
    move(from, "json:" + name);
    assertThat(folder.resolve("out/catalog.json")).exists();
  }
}
