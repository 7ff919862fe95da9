package dev.godwit.run;

import dev.godwit.copy.Trace;
import dev.godwit.model.Engine;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Owner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesDigest;
import dev.godwit.plan.Scope;
import dev.godwit.verify.Depth;
import java.util.Objects;

/**
 * What a caller decides about a run: which tables, by which rules, for which owner, how safely.
 * {@code force} empties the target's tables first; {@code trace} may be null and is not closed;
 * {@code batchRows} is how many rows one statement carries at most, 0 for no limit; {@code names}
 * is what becomes of names where Godwit makes the target's tables. With {@code salvage}, damage
 * that a source's check finds is a warning, and a run with such warnings is not called exact.
 * {@code safety} is how the run provides for its way back. {@code jobs} is how many threads read,
 * coerce and encode: 1 for all of it, from 2 on all but one read, at most four, 0 by the machine's
 * cores.
 */
public record Options(
    Rules rules,
    Scope scope,
    Owner owner,
    Depth verify,
    boolean force,
    Trace trace,
    long batchRows,
    NameStyle names,
    boolean salvage,
    Safety safety,
    int jobs) {
  private static final int MOST_READERS = 4;

  /** Every table, no rule, digests compared, a target that is empty. */
  public static final Options DEFAULT =
      new Options(
          Rules.NONE,
          Scope.ALL,
          Owner.NOBODY,
          Depth.DIGEST,
          false,
          null,
          0,
          NameStyle.KEEP,
          false,
          Safety.USUAL,
          0);

  /** Without a limit to the rows of a statement. */
  public Options(Rules rules, Scope scope, Owner owner, Depth verify, boolean force, Trace trace) {
    this(rules, scope, owner, verify, force, trace, 0, NameStyle.KEEP, false, Safety.USUAL, 0);
  }

  /** For sources that are whole. */
  public Options(
      Rules rules,
      Scope scope,
      Owner owner,
      Depth verify,
      boolean force,
      Trace trace,
      long batchRows,
      NameStyle names) {
    this(rules, scope, owner, verify, force, trace, batchRows, names, false, Safety.USUAL, 0);
  }

  public Options {
    Objects.requireNonNull(rules);
    Objects.requireNonNull(scope);
    Objects.requireNonNull(owner);
    Objects.requireNonNull(verify);
    Objects.requireNonNull(safety);
  }

  /** Changes when anything changes that decides what arrives: not the speed, not the way. */
  public String digest() {
    return RulesDigest.of(rules, scope, owner, names, salvage);
  }

  public Options with(Rules other) {
    return new Options(
        other, scope, owner, verify, force, trace, batchRows, names, salvage, safety, jobs);
  }

  public Options with(Scope other) {
    return new Options(
        rules, other, owner, verify, force, trace, batchRows, names, salvage, safety, jobs);
  }

  public Options withBatchRows(long rows) {
    return new Options(
        rules, scope, owner, verify, force, trace, rows, names, salvage, safety, jobs);
  }

  public Options withNames(NameStyle style) {
    return new Options(
        rules, scope, owner, verify, force, trace, batchRows, style, salvage, safety, jobs);
  }

  /** For a source that was opened to take what is left of it. */
  public Options salvaging() {
    return new Options(
        rules, scope, owner, verify, force, trace, batchRows, names, true, safety, jobs);
  }

  public Options with(Safety other) {
    return new Options(
        rules, scope, owner, verify, force, trace, batchRows, names, salvage, other, jobs);
  }

  /** With so many threads. */
  public Options withJobs(int number) {
    return new Options(
        rules, scope, owner, verify, force, trace, batchRows, names, salvage, safety, number);
  }

  /**
   * How many threads read ahead of the one that coerces and encodes: those that a core is left for.
   */
  int readers(Engine target) {
    // Beside the one that encodes, PostgreSQL's server works.
    int busy = target == Engine.POSTGRESQL ? 2 : 1;
    int left = jobs == 0 ? Runtime.getRuntime().availableProcessors() - busy : jobs - 1;
    return Math.max(0, Math.min(MOST_READERS, left));
  }
}
