package dev.godwit.testing;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.plan.RulesFile;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.nio.file.Path;
import java.util.List;

/** A whole move, as tests make it. */
public final class Moves {
  private Moves() {}

  public static Report migrate(Path file, Database database, Options options) {
    return migrate(List.of(file), database.url(), options);
  }

  /** Moves by rules written as YAML. */
  public static Report migrate(Path file, Database database, String rules) {
    return migrate(file, database, Options.DEFAULT.with(RulesFile.parse(rules, "rules")));
  }

  public static Report migrate(List<Path> files, String url, Options options) {
    List<String> names = files.stream().map(Path::toString).toList();
    try (Source source = Stores.sources(names, null);
        Target target = Stores.target(url, null)) {
      return new Godwit(Progress.NONE).migrate(source, target, options);
    }
  }
}
