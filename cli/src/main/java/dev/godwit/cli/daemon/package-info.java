/**
 * A small daemon that starts through {@code dev.godwit.startup} and serves TeleClaude's sessions:
 * the kit in use, and the way to see that a database can be started on. Imports the kit, Jackson
 * and the JDK's HTTP server.
 */
package dev.godwit.cli.daemon;
