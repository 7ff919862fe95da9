/** Everything that is looked at before anything is written, each with what was seen. */
package dev.godwit.cli.cutover.preflight;
