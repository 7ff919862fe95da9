/**
 * Times Godwit as a whole process against what the same machine can do at best, and against what
 * people use instead. Not part of any build but {@code -Pbench}; started by {@code ./godwit-bench}.
 */
package dev.godwit.bench;
