package dev.godwit.run.protocol;

import dev.godwit.value.digest.Digest;

/**
 * A table of the target after all its rows have come, read once: what it holds, and what a run
 * leaves behind of it if that is what was sent.
 */
record ReadBack(Digest digest, Standing standing) {}
