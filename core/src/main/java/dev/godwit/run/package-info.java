/**
 * Runs: a plan executed in one of the four modes, its note in the history, its way back, and what
 * they cost. {@link dev.godwit.run.Options} is what a caller decides. Imports {@code report},
 * {@code verify}, {@code history}, {@code copy}, {@code plan}, {@code value}, {@code store} and
 * {@code model}.
 */
package dev.godwit.run;
