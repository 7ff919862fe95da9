package dev.godwit.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Runs what was made, as a person with nothing but the download would. */
final class Shell {
  private final Path folder;

  Shell(Path folder) {
    this.folder = folder;
  }

  /** What a program printed, on both streams, and its exit code. */
  record Result(int code, String text) {
    Result fine() {
      assertThat(code).as(text).isZero();
      return this;
    }
  }

  /** Runs it in the folder, without Java, without a home of its own but in the folder. */
  Result run(Object... command) throws IOException, InterruptedException {
    return run(Map.of(), command);
  }

  Result run(Map<String, String> environment, Object... command)
      throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    for (Object word : command) {
      words.add(word.toString());
    }
    Path output = Files.createTempFile(folder, "output", ".txt");
    ProcessBuilder builder = new ProcessBuilder(words).directory(folder.toFile());
    builder.environment().keySet().removeIf(k -> k.matches("(JAVA|XDG|PG|GODWIT).*"));
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    builder.environment().put("HOME", folder.resolve("home").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("ended in time").isTrue();
    return new Result(process.exitValue(), Files.readString(output));
  }

  /** The project's folder. */
  static Path root() throws IOException {
    return Path.of(System.getProperty("godwit.root", "../..")).toRealPath();
  }

  /** The only download whose name ends so. */
  static Path download(String end) throws IOException {
    try (Stream<Path> all = Files.list(root().resolve("cli/target/dist"))) {
      List<Path> found = all.filter(f -> f.getFileName().toString().endsWith(end)).toList();
      assertThat(found).as("*" + end).hasSize(1);
      return found.get(0);
    }
  }
}
