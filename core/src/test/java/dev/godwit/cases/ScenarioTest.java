package dev.godwit.cases;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every folder under resources/cases. To report a bug, add one. */
@ExtendWith(FreshDatabase.class)
class ScenarioTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  @TempDir Path work;

  static List<Path> scenarios() throws IOException {
    try (Stream<Path> files = Files.walk(CASES)) {
      return files
          .filter(f -> f.endsWith("expected.txt"))
          .map(f -> CASES.relativize(f.getParent()))
          .sorted()
          .toList();
    }
  }

  @Test
  void thereAreScenarios() throws IOException {
    assertThat(scenarios()).hasSizeGreaterThan(50);
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void arrivesOrIsRefusedAsExpected(Path scenario, Database database) throws IOException {
    new Scenario(CASES.resolve(scenario)).run(work, database);
  }
}
