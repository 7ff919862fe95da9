/** What a SQLite file's schema holds, and the statements that make tables. */
package dev.godwit.sqlite.schema;
