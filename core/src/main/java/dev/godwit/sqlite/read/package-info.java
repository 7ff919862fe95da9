/** Rows of a file, by its pages or by SQLite, in one go or in ranges. */
package dev.godwit.sqlite.read;
