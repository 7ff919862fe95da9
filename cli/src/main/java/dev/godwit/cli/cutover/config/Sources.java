package dev.godwit.cli.cutover.config;

import dev.godwit.cli.cutover.profile.CutoverProfile.Config;
import dev.godwit.cli.cutover.profile.CutoverProfile.SourceFile;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.model.GodwitException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.MappingNode;

/** The configuration as it is today: its files, as one tree. */
final class Sources {
  private final MappingNode tree = Yaml.map();
  private final List<Path> files = new ArrayList<>();
  private final List<Check> checks = new ArrayList<>();

  private Sources() {}

  /** Reads and merges them in the order of precedence. */
  static Sources read(Config config, Places places) {
    Sources result = new Sources();
    for (SourceFile source : config.sources()) {
      Path file = places.source(source.path());
      if (Files.exists(file)) {
        result.add(file);
      } else if (source.required()) {
        result.checks.add(
            Check.failed(
                "configuration", "there is no " + file, "the installation is not complete"));
      }
    }
    return result;
  }

  private void add(Path file) {
    try {
      MappingNode more = Yaml.read(file);
      files.add(file);
      Yaml.merge(
          tree,
          more,
          "",
          (path, other) ->
              checks.add(
                  Check.warning(
                      "two values",
                      path + " in " + file + " has another value than in a file before it",
                      "the first is kept; add the other by hand if you need it")));
    } catch (GodwitException e) {
      checks.add(Check.failed("configuration", e.getMessage(), "mend the file, then run again"));
    }
  }

  MappingNode tree() {
    return tree;
  }

  List<Path> files() {
    return files;
  }

  List<Check> checks() {
    return checks;
  }

  /** The folders of people's own files, by name; none where there is no such folder. */
  static List<Path> people(Config config, Places places) {
    if (config.people() == null) {
      return List.of();
    }
    Path folder = places.source(config.people().files());
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> found = Files.list(folder)) {
      return found
          .filter(f -> Files.isRegularFile(f.resolve(config.people().file())))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw GodwitException.refused(folder + " cannot be read; check who may read it");
    }
  }
}
