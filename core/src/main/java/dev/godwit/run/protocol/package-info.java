/**
 * How a run goes, whatever its mode: its note in the history, its way back, its proof, its report.
 * Imports {@code run}.
 */
package dev.godwit.run.protocol;
