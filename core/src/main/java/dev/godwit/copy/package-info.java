/**
 * Moves the rows of a plan: read, coerce, count, reject, write. Never logs; a {@link
 * dev.godwit.copy.Progress} listens. Imports {@code plan}, {@code value}, {@code store} and {@code
 * model}.
 */
package dev.godwit.copy;
