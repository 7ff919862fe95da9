/** The databases: moved by Flyway, which the caller brings along. */
package dev.godwit.cli.cutover.transfer;
