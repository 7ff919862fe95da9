/** Rows on their way into tables: inserts, merges, deletes, orphans, what is set aside. */
package dev.godwit.sqlite.write;
