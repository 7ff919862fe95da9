package dev.godwit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleCommandTest {
  @TempDir Path folder;

  @Test
  void writesAHomeFolderOnceAndNeverOverAnother() {
    Cli.Result first = Cli.run("sample", folder.toString());
    assertThat(first.code()).as(first.err()).isZero();
    assertThat(first.out()).contains("--profile teleclaude --from");
    assertThat(folder.resolve(".teleclaude/events.db")).exists();
    assertThat(folder.resolve("teleclaude/teleclaude.db")).exists();
    Cli.Result second = Cli.run("sample", folder.toString(), "--messy");
    assertThat(second.code()).isEqualTo(3);
    assertThat(second.err()).contains("a folder of its own");
  }
}
