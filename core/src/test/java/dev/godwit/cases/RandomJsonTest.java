package dev.godwit.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.model.Verdict;
import dev.godwit.report.Match;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Any JSON, through the other engines and back; -Dgodwit.seed says which. */
@ExtendWith(FreshDatabase.class)
class RandomJsonTest {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  @TempDir Path folder;

  @Test
  void anyRecordsComeBackThroughSqliteAndPostgres(Database database) throws IOException {
    long first = Long.getLong("godwit.seed", 1);
    for (long seed = first; seed < first + Integer.getInteger("godwit.runs", 5); seed++) {
      database.run(
          "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS godwit CASCADE; CREATE SCHEMA public");
      Path in = Files.createDirectory(folder.resolve("seed" + seed));
      Path file = Files.writeString(in.resolve("t.json"), new RandomJson(seed).records());
      String sqlite = in.resolve("t.db").toString();
      String again = in.resolve("u.db").toString();
      exactly("json:" + file, sqlite);
      JsonNode was = records(file);
      if (has(was, "")) {
        again = sqlite;
        assertThatThrownBy(() -> exactly("json:" + file, database.url()))
            .hasMessageContaining("t.\"\"")
            .hasMessageContaining("a name that is empty");
      } else {
        exactly(sqlite, database.url());
        exactly(database.url(), again);
      }
      Path back = in.resolve("back.json");
      exactly(again, "json:" + back + "?shape=array");
      JsonNode is = records(back);
      assertThat(was.equals(RandomJsonTest::compare, is))
          .as("-Dgodwit.seed=%d -Dgodwit.runs=1%nwas %s%nis  %s", seed, was, is)
          .isTrue();
    }
  }

  private static void exactly(String from, String to) {
    Report report = Moves.migrate(from, to, Options.DEFAULT);
    assertThat(report.verdict()).isEqualTo(Verdict.EXACT);
    assertThat(report.tables()).allMatch(t -> t.digest() == Match.EQUAL);
  }

  /** A plain array has a null for a column that a record lacks. */
  private static JsonNode records(Path file) throws IOException {
    JsonNode all = MAPPER.readTree(Files.readString(file));
    for (JsonNode record : all) {
      ((ObjectNode) record).removeIf(JsonNode::isNull);
      ((ObjectNode) record).remove("_missing");
    }
    return all;
  }

  private static boolean has(JsonNode records, String member) {
    for (JsonNode record : records) {
      if (record.has(member)) {
        return true;
      }
    }
    return false;
  }

  private static int compare(JsonNode a, JsonNode b) {
    return a.isNumber() && b.isNumber()
        ? a.decimalValue().compareTo(b.decimalValue())
        : a.equals(b) ? 0 : 1;
  }
}
