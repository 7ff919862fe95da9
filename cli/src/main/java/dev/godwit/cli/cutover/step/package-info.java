/** What all steps of a cutover have in common: they plan, reading only, and then do it. */
package dev.godwit.cli.cutover.step;
