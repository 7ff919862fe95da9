/**
 * A TeleClaude home folder to try things on: made up, but in every shape that real ones have. Needs
 * the JDK and the SQLite driver only, and imports no other package of Godwit.
 */
package dev.godwit.cli.sample;
