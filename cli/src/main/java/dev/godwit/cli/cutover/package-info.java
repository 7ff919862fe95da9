/**
 * From one person's installation to the system: {@link dev.godwit.cli.cutover.Cutover} runs the
 * steps, each in a package of its own, by a profile, which is data. {@code state} knows what was
 * done. Nothing here calls Flyway: {@code transfer} asks for it.
 */
package dev.godwit.cli.cutover;
