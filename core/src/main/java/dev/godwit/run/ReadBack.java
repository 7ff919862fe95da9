package dev.godwit.run;

import dev.godwit.plan.Rules;
import dev.godwit.plan.TableCopy;
import dev.godwit.plan.Watermark;
import dev.godwit.store.Target;
import dev.godwit.value.Digest;
import dev.godwit.verify.Digests;

/**
 * A table of the target after all its rows have come, read once: what it holds, and what a run
 * leaves behind of it if that is what was sent.
 */
record ReadBack(Digest digest, Standing standing) {

  static ReadBack of(Target target, TableCopy copy, Rules rules) {
    Watermark mark = Watermark.of(copy, rules);
    Greatest greatest = new Greatest(mark.place());
    Digest digest = Digests.of(target, copy.to(), copy.targetColumns(), greatest::see);
    String state = digest.state();
    return new ReadBack(digest, new Standing(mark.column(), greatest.value(), state, state));
  }
}
