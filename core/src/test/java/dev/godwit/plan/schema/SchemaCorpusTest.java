package dev.godwit.plan.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.godwit.inspect.Inspector;
import dev.godwit.inspect.StoreProfile;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Rules;
import dev.godwit.postgres.schema.PostgresDdl;
import dev.godwit.sqlite.SqliteSource;
import dev.godwit.store.Slack;
import dev.godwit.store.can.Checking;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SchemaCorpusTest {
  @Test
  void makesASchemaForEveryReadableDatabase() throws Exception {
    String folder = System.getProperty("godwit.corpus", "");
    assumeFalse(folder.isEmpty(), "no corpus: run with -Dgodwit.corpus=DIR");
    List<Path> files;
    try (Stream<Path> all = Files.list(Path.of(folder))) {
      files = all.filter(f -> f.toString().endsWith(".db")).sorted().toList();
    }
    assertThat(files).isNotEmpty();
    List<String> failures = new ArrayList<>();
    try (PostgresForTests postgres = new PostgresForTests()) {
      for (Path file : files) {
        try {
          schema(file, postgres);
        } catch (AssertionError | IllegalStateException e) {
          failures.add(file.getFileName() + ": " + e);
        }
      }
    }
    assertThat(failures).isEmpty();
  }

  private static void schema(Path file, PostgresForTests postgres) throws Exception {
    try (SqliteSource source = SqliteSource.open(file)) {
      if (!Checking.of(source).check(Slack.unlimited()).damage().isEmpty()) {
        return;
      }
      long start = System.nanoTime();
      StoreProfile profile = Inspector.profile(source);
      MappedSchema schema =
          SchemaMapping.toPostgres(source.catalog(), profile, "", NameStyle.KEEP, Rules.NONE);
      assertThat(schema.problems()).isEmpty();
      long millis = (System.nanoTime() - start) / 1_000_000;
      List<String> statements = new PostgresDdl(schema.target(), schema.comments()).all();
      postgres.run(statements);
      dump(file, profile, schema, statements, millis);
    } catch (GodwitException e) {
      assertThat(e.reason()).as(e.getMessage()).isEqualTo(GodwitException.Reason.REFUSED);
    }
  }

  private static void dump(
      Path file, StoreProfile profile, MappedSchema schema, List<String> statements, long millis)
      throws Exception {
    String folder = System.getProperty("godwit.corpus.dump", "");
    if (!folder.isEmpty()) {
      List<String> lines = new ArrayList<>();
      lines.add(profile.rows() + " rows, " + profile.bytes() + " bytes, " + millis + " ms");
      schema.warnings().forEach(w -> lines.add(w.kind() + "  " + w));
      lines.addAll(statements.stream().map(s -> s + ";").toList());
      Files.write(Path.of(folder, file.getFileName() + ".txt"), lines);
    }
  }
}
