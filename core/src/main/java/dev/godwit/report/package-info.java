/**
 * What came of a run, and what a plan foresees: records whose component names are the keys of the
 * JSON report. Imports {@code plan} and {@code model}.
 */
package dev.godwit.report;
