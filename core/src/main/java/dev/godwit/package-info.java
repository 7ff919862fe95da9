/**
 * The facade: {@link dev.godwit.Godwit} does the work, {@link dev.godwit.Stores} opens what a path
 * or URL names, {@link dev.godwit.report.Report} tells what happened. Imports everything below it.
 */
package dev.godwit;
