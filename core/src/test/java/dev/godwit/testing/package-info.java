/** What tests of every module share: fresh databases of a real PostgreSQL, and SQLite files. */
package dev.godwit.testing;
