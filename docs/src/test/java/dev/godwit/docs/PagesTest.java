package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.godwit.report.Report;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every link from page to page leads somewhere, and the report's keys are those of the report. */
class PagesTest {
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  private static List<Path> pages() throws IOException {
    Path root = Manual.root().toRealPath();
    try (Stream<Path> docs = Files.list(root.resolve("docs"));
        Stream<Path> beside = Files.list(root)) {
      return Stream.concat(docs, beside)
          .filter(p -> p.toString().endsWith(".md"))
          .sorted()
          .toList();
    }
  }

  @Test
  void everyLinkLeadsToAFileAndItsHeading() throws IOException {
    List<String> broken = new ArrayList<>();
    for (Path page : pages()) {
      Matcher link = LINK.matcher(Files.readString(page).replaceAll("(?s)```.*?```", ""));
      while (link.find()) {
        String to = link.group(1);
        if (to.matches("\\w+:.*")) {
          continue;
        }
        String[] parts = to.split("#", 2);
        Path file = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
        if (!Files.exists(file)) {
          broken.add(page.getFileName() + ": " + to);
        } else if (parts.length > 1 && !anchors(file).contains(parts[1])) {
          broken.add(page.getFileName() + ": " + to + " has no such heading");
        }
      }
    }
    assertThat(broken).isEmpty();
  }

  private static List<String> anchors(Path file) throws IOException {
    return HEADING
        .matcher(Files.readString(file))
        .results()
        .map(
            h -> h.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\w\\- ]", "").replace(' ', '-'))
        .toList();
  }

  @Test
  void everyKeyOfTheReportHasItsLine() {
    String page = Manual.page("report.md");
    assertThat(keys(Report.class))
        .contains("migrationId", "verdict")
        .allSatisfy(key -> assertThat(page).containsPattern("(?m)^\\| [^|]*`" + key + "`"));
  }

  /** As they are written: a part of a report that has no key of its own gives it its keys. */
  private static List<String> keys(Class<?> type) {
    List<String> result = new ArrayList<>();
    for (RecordComponent key : type.getRecordComponents()) {
      if (key.getAccessor().isAnnotationPresent(JsonUnwrapped.class)) {
        result.addAll(keys(key.getType()));
      } else {
        result.add(key.getName());
      }
    }
    return result;
  }
}
