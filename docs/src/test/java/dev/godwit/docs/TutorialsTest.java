package dev.godwit.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What a reader types in each tutorial is typed, and each line that the page shows is printed. */
@ExtendWith(FreshDatabase.class)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the samples are shell scripts")
class TutorialsTest {
  private static final Pattern BLOCK =
      Pattern.compile("^```(sh|text)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

  @TempDir Path folder;

  @Test
  void anApplicationWithFlyway(Database database) throws Exception {
    follow("tutorial-flyway.md", database);
    assertThat(Files.readString(folder.resolve("work/moved.html"))).contains("Misfits by column");
  }

  @Test
  void aJsonFile(Database database) throws Exception {
    follow("tutorial-json.md", database);
  }

  @Test
  void aDjangoApplication(Database database) throws Exception {
    assumeThat(run(database, "python3 -c 'import django, psycopg' && command -v django-admin"))
        .as("no Django with psycopg")
        .doesNotContain("rror")
        .isNotEmpty();
    follow("tutorial-django.md", database);
  }

  private void follow(String page, Database database) throws Exception {
    String printed = null;
    Matcher block = BLOCK.matcher(Manual.page(page));
    while (block.find()) {
      if (block.group(1).equals("sh")) {
        printed = run(database, "set -euo pipefail\n" + block.group(2));
      } else if (printed != null) {
        for (String line : block.group(2).lines().toList()) {
          assertThat(printed).as(page).containsPattern(pattern(line.strip()));
        }
      }
    }
    assertThat(printed).as(page + " has samples").isNotNull();
  }

  /** An ellipsis stands for what is different each time. */
  private static String pattern(String line) {
    return Stream.of(line.split("…"))
        .filter(part -> !part.isEmpty())
        .map(Pattern::quote)
        .collect(Collectors.joining(".*"));
  }

  private String run(Database database, String script) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path work = Files.createDirectories(folder.resolve("work"));
    Path godwit = bin.resolve("godwit");
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Files.writeString(
        godwit,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp '%s' dev.godwit.cli.Main \"$@\"\n"
            .formatted(java, System.getProperty("java.class.path")));
    assertThat(godwit.toFile().setExecutable(true)).isTrue();
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-c", script).directory(work.toFile()).redirectErrorStream(true);
    Map<String, String> environment = builder.environment();
    environment.put("PATH", bin + ":" + environment.get("PATH"));
    environment.put("DATABASE_URL", database.url());
    environment.put("XDG_DATA_HOME", folder.resolve("data").toString());
    Process process = builder.start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (script.startsWith("set -e")) {
      assertThat(process.waitFor()).as(script + "\n" + text).isZero();
    }
    return text;
  }
}
