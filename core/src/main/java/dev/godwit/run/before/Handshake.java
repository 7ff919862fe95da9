package dev.godwit.run.before;

import dev.godwit.history.History;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.plan.Entries;
import dev.godwit.plan.Plan;
import dev.godwit.plan.Plan.LeftOut;
import dev.godwit.plan.Rules;
import dev.godwit.plan.TableCopy;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.verify.Versions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Histories of migration tools in a target that their application made: they stay as they are,
 * whatever else is emptied, and have to hold the versions that the source's do.
 */
public final class Handshake {
  private final Source source;
  private final Target target;
  private final Rules rules;
  private final boolean anyVersion;
  private final List<LeftOut> leftOut = new ArrayList<>();
  private final List<Problem> problems = new ArrayList<>();
  private final List<Problem> warnings = new ArrayList<>();

  /** {@code anyVersion}: versions that differ are a warning only. */
  public Handshake(Source source, Target target, Rules rules, boolean anyVersion) {
    this.source = source;
    this.target = target;
    this.rules = rules;
    this.anyVersion = anyVersion;
  }

  /** The plan without these tables, and with what was found. */
  public Plan shake(Plan plan) {
    List<TableCopy> rest = new ArrayList<>();
    for (TableCopy copy : plan.tables()) {
      Optional<Entries> entries = Entries.of(copy, rules).filter(e -> isTheirs(plan, copy.to()));
      entries.ifPresent(this::compare);
      if (entries.isEmpty()) {
        rest.add(copy);
      }
    }
    return rest.size() == plan.tables().size()
        ? plan
        : plan.leaving(rest, leftOut, problems, warnings);
  }

  /** It holds rows, and Godwit put none of them there. */
  private boolean isTheirs(Plan plan, Table table) {
    return !plan.makes(table)
        && Counting.holdsRows(target, table)
        && History.of(target).writer(table.name()) == null;
  }

  private void compare(Entries entries) {
    String name = entries.copy().from().name();
    Versions versions = Versions.of(entries, source, target);
    leftOut.add(
        new LeftOut(
            name,
            "the target's own history of "
                + entries.tool()
                + " stays as it is"
                + (versions.isSame() ? versions.agreement() : "")));
    if (!versions.isSame()) {
      Problem problem =
          Problem.of(ProblemKind.VERSIONS)
              .at(name)
              .says(
                  "the application has not the same version on both sides: " + versions.words(),
                  "bring the one that lacks them up to date ("
                      + entries.command()
                      + "), or --ignore-versions");
      (anyVersion ? warnings : problems).add(problem);
    }
  }
}
