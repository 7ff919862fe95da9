package dev.godwit.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
