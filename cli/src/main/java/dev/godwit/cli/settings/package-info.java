/**
 * What a person need not write each time: {@code godwit.yml} in the folder, {@code GODWIT_…}
 * variables, and what is never taken from either.
 */
package dev.godwit.cli.settings;
