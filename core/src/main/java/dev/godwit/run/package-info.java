/**
 * What a caller decides about a run: {@link dev.godwit.run.Options} and its parts, the mode.
 * Imports {@code copy}, {@code plan}, {@code verify}, {@code history}, {@code store} and {@code
 * model}.
 */
package dev.godwit.run;
