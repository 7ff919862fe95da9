/** Runs taken back. Imports nothing of {@code run}. */
package dev.godwit.run.undo;
