package dev.godwit.faults;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Pace;
import dev.godwit.run.Safety;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.util.HashMap;
import java.util.Map;

/** A program that calls Godwit, its options given as arguments {@code name=value}. */
final class JavaDoor {
  private JavaDoor() {}

  public static void main(String[] arguments) {
    run(options(arguments));
  }

  static Map<String, String> options(String[] arguments) {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      options.put(argument.split("=", 2)[0], argument.split("=", 2)[1]);
    }
    return options;
  }

  /** Returns once the run is done; else throws what it threw. */
  static void run(Map<String, String> given) {
    Mode mode =
        switch (Way.valueOf(given.get("way"))) {
          case INCREMENTAL -> Mode.INCREMENTAL;
          case DIFFERENTIAL -> Mode.DIFFERENTIAL;
          case RESUMABLE -> Mode.RESUMABLE;
          default -> Mode.FULL;
        };
    Options options =
        Options.DEFAULT
            .forcing(given.containsKey("force"))
            .with(Safety.USUAL.keeping(given.get("backup")));
    if (mode.equals(Mode.RESUMABLE)) {
      options = options.with(Pace.ofBatches(Stage.ROWS / 6));
    }
    Progress progress = Listening.of(given.get("listener"));
    try (Source source = Stores.source(given.get("source"), null);
        Target target = Stores.target(given.get("url"), null)) {
      Godwit godwit = new Godwit(progress);
      godwit.migrate(godwit.plan(source, target, options), source, target, options, mode);
    }
  }
}
