/**
 * The four modes: everything at once, in batches, or what differs, and what is there before.
 * Imports {@code run}, {@code run.protocol} and {@code run.sync}.
 */
package dev.godwit.run.mode;
