/** Lets a person watch a run, and remembers its pace. May import core's copy only. */
package dev.godwit.cli.progress;
