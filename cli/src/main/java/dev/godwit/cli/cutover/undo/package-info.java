/** The way back: what a person has to type, and the files' part of it, done. */
package dev.godwit.cli.cutover.undo;
