/** Rows in the forms of PostgreSQL: of its COPY, and of its SQL. */
package dev.godwit.postgres.encode;
