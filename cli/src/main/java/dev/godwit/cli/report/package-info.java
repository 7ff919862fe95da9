/** A report as text, JSON or one HTML page. May import core and cli.progress. */
package dev.godwit.cli.report;
