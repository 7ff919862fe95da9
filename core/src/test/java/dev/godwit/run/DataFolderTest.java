package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DataFolderTest {
  @Test
  void followsTheCustomOfEachPlatform() {
    Map<String, String> home = Map.of("HOME", "/home/ada");
    assertThat(DataFolder.of(home, "Linux", "/x")).hasToString("/home/ada/.local/share/godwit");
    assertThat(DataFolder.of(Map.of(), "Linux", "/x")).hasToString("/x/.local/share/godwit");
    assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "/data"), "Linux", "/x"))
        .isEqualTo(Path.of("/data/godwit"));
    assertThat(DataFolder.of(Map.of("XDG_DATA_HOME", "data"), "Linux", "/x"))
        .hasToString("/x/.local/share/godwit");
    assertThat(DataFolder.of(home, "Mac OS X", "/x"))
        .hasToString("/home/ada/Library/Application Support/godwit");
    assertThat(DataFolder.of(Map.of("LOCALAPPDATA", "/local"), "Windows 11", "/x"))
        .isEqualTo(Path.of("/local/godwit"));
  }
}
