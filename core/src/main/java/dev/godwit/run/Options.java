package dev.godwit.run;

import dev.godwit.copy.Trace;
import dev.godwit.plan.Content;
import dev.godwit.plan.NameStyle;
import dev.godwit.plan.Owner;
import dev.godwit.plan.Rules;
import dev.godwit.plan.RulesDigest;
import dev.godwit.plan.Scope;
import dev.godwit.verify.Depth;
import java.util.Objects;

/**
 * What a caller decides about a run: what arrives, how closely that is compared, how safely and at
 * what pace it goes. {@code emptying} is what goes first; {@code safety} is how the run provides
 * for its way back; {@code trace} may be null and is not closed.
 */
public record Options(
    Content content, Depth verify, Emptying emptying, Safety safety, Pace pace, Trace trace) {

  /** Every table, no rule, digests compared, a target that is empty. */
  public static final Options DEFAULT =
      new Options(Content.ALL, Depth.DIGEST, Emptying.NOTHING, Safety.USUAL, Pace.USUAL, null);

  public Options {
    Objects.requireNonNull(content);
    Objects.requireNonNull(verify);
    Objects.requireNonNull(emptying);
    Objects.requireNonNull(safety);
    Objects.requireNonNull(pace);
  }

  /** Changes when anything changes that decides what arrives: not the speed, not the way. */
  public String digest() {
    return RulesDigest.of(content);
  }

  private Options with(Content other) {
    return new Options(other, verify, emptying, safety, pace, trace);
  }

  public Options with(Rules rules) {
    return with(content.with(rules));
  }

  public Options with(Scope scope) {
    return with(content.with(scope));
  }

  public Options with(Owner owner) {
    return with(content.with(owner));
  }

  public Options with(NameStyle names) {
    return with(content.with(names));
  }

  /** For a source that was opened to take what is left of it. */
  public Options salvaging() {
    return with(content.salvaging());
  }

  public Options with(Depth depth) {
    return new Options(content, depth, emptying, safety, pace, trace);
  }

  /** Whether the target's tables are emptied first. */
  public Options forcing(boolean whether) {
    return emptying(whether ? Emptying.TABLES : Emptying.NOTHING);
  }

  /** What is taken out of the target first. */
  public Options emptying(Emptying what) {
    return new Options(content, verify, what, safety, pace, trace);
  }

  /** Whether the target's tables are emptied first. */
  public boolean force() {
    return emptying != Emptying.NOTHING;
  }

  public Options with(Safety other) {
    return new Options(content, verify, emptying, other, pace, trace);
  }

  public Options with(Pace other) {
    return new Options(content, verify, emptying, safety, other, trace);
  }

  /** Writes each changed value there; null for nowhere. */
  public Options tracing(Trace there) {
    return new Options(content, verify, emptying, safety, pace, there);
  }
}
