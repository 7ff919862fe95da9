package dev.godwit.flyway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The one jar for Flyway's {@code drivers/} folder. */
@Timeout(60)
class PluginJarIT {
  @Test
  void bringsSqliteAndNothingThatAHostHasInAVersionOfItsOwn() throws IOException {
    try (ZipFile jar = new ZipFile(System.getProperty("godwit.plugin"))) {
      List<String> classes =
          jar.stream().map(ZipEntry::getName).filter(n -> n.endsWith(".class")).toList();
      assertThat(classes)
          .contains("org/sqlite/JDBC.class", "db/teleclaude/V2__import_sqlite.class");
      assertThat(classes).allMatch(n -> n.matches("(dev/godwit|db/teleclaude|org/sqlite)/.*"));
    }
  }
}
