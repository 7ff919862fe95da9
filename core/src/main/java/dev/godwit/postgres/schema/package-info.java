/** What PostgreSQL's catalog holds, and the statements that make tables. */
package dev.godwit.postgres.schema;
