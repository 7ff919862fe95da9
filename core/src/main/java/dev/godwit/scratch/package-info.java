/**
 * Rows that have no place yet: a SQLite file that holds any row exactly, and finds values by the
 * keys that they belong to. Imports {@code model}, {@code store} and {@code value}.
 */
package dev.godwit.scratch;
