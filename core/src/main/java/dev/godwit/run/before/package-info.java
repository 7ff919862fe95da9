/**
 * What is found out before a run and changes its plan: the application that a source is of,
 * histories of migration tools, rows that stay. Imports nothing of {@code run}.
 */
package dev.godwit.run.before;
