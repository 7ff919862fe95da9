/** What a cutover did, for people and for programs. */
package dev.godwit.cli.cutover.report;
