/**
 * The command line: a class per verb, each reading its options, calling the engine or Flyway, and
 * answering with a report and an exit code. May import everything; nothing imports it.
 */
package dev.godwit.cli;
