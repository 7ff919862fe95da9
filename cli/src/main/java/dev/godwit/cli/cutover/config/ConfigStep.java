package dev.godwit.cli.cutover.config;

import dev.godwit.cli.cutover.profile.CutoverProfile.Config;
import dev.godwit.cli.cutover.profile.Places;
import dev.godwit.cli.cutover.state.Output;
import dev.godwit.cli.cutover.state.OutputWriter;
import dev.godwit.cli.cutover.step.Check;
import dev.godwit.cli.cutover.step.Step;
import dev.godwit.cli.cutover.step.StepPlan;
import dev.godwit.cli.cutover.step.StepResult;
import dev.godwit.model.GodwitException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Splits the configuration, unless somebody did already. */
public final class ConfigStep implements Step {
  private final Config config;
  private final Places places;
  private final DatabaseAddress address;
  private final boolean force;
  private final Predicate<Output> own;
  private final OutputWriter writer;
  private Split split;

  /**
   * {@code address} is null where the database is not there yet; {@code own} tells whether an
   * earlier run of this cutover was to write exactly this; {@code writer} is null for a plan.
   */
  public ConfigStep(
      Config config,
      Places places,
      DatabaseAddress address,
      boolean force,
      Predicate<Output> own,
      OutputWriter writer) {
    this.config = config;
    this.places = places;
    this.address = address;
    this.force = force;
    this.own = own;
    this.writer = writer;
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public StepPlan plan() {
    split = new Split(config, places).make(address);
    List<Check> checks = new ArrayList<>(split.checks());
    List<Output> outputs = new ArrayList<>();
    List<String> actions = new ArrayList<>();
    List<Path> present = new ArrayList<>();
    for (Output output : split.outputs()) {
      if (Files.exists(output.path()) && !own.test(output) && !force) {
        present.add(output.path());
      } else {
        outputs.add(output);
        actions.add(
            "write " + output.path() + " (" + output.bytes() + " bytes, " + output.rights() + ")");
      }
    }
    if (present.contains(split.systemPath())) {
      // Half of one split and half of another would fit nowhere.
      return new StepPlan(
          List.of("skip: the configuration is split already"),
          List.of(
              Check.warning(
                  "already split",
                  "there is a " + split.systemPath() + " that this cutover did not write",
                  "nothing was changed; --force splits again and keeps the old files aside")),
          List.of());
    }
    for (Path path : present) {
      checks.add(
          Check.failed(
              "in the way",
              path + " is there already, and " + split.systemPath() + " is not",
              "move it away, or let --force keep it aside"));
    }
    actions.add(
        0,
        "split "
            + split.files().stream().map(Path::toString).collect(Collectors.joining(", "))
            + "; "
            + split.secrets().count()
            + " secrets go to a file of their own");
    return new StepPlan(actions, checks, outputs);
  }

  @Override
  public StepResult run(StepPlan plan) {
    if (plan.outputs().isEmpty()) {
      return new StepResult(plan.actions(), plan.checks());
    }
    int written = writer.write(name(), plan.outputs());
    new Reloaded(split, places, config).require();
    List<String> facts = new ArrayList<>();
    facts.add(
        written == 0
            ? "all files were there already, as they should be"
            : written + " files written, each loaded again and compared with the sources");
    facts.add(
        split.secrets().count()
            + " secrets in "
            + split.secretsPath()
            + ", readable by its owner only");
    plan.outputs().forEach(o -> facts.add(o.path() + "  " + o.rights()));
    return new StepResult(facts, plan.checks());
  }

  /** What was written, against what was meant, as a program would read it. */
  private record Reloaded(Split split, Places places, Config config) {
    void require() {
      var variables = split.secrets().byReference();
      var system = Yaml.read(split.systemPath());
      Yaml.merge(system, Yaml.read(split.userPath()), "", (path, node) -> {});
      var now = Leaves.of(Yaml.plain(system), variables);
      for (Path folder : Sources.people(config, places)) {
        String name = folder.getFileName().toString();
        Path file =
            places.target(config.people().to()).resolve(name).resolve(config.people().file());
        Leaves.of(Yaml.plain(Yaml.read(file)), variables)
            .forEach((path, value) -> now.put("people/" + name + "/" + path, value));
      }
      Set<String> lost = Leaves.differences(split.before(), now);
      if (config.database() != null) {
        lost.removeIf(path -> path.startsWith(config.database().key() + "."));
      }
      if (!lost.isEmpty()) {
        throw GodwitException.failed(
            "the split configuration does not say what the sources say, at "
                + String.join(", ", lost)
                + "; the sources are untouched: split these by hand, or report it",
            null);
      }
    }
  }
}
