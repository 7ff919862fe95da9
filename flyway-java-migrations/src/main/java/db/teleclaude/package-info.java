/**
 * TeleClaude's history as Flyway finds it at {@code classpath:db/teleclaude}: {@code
 * V1__schema.sql} and the import into it. Imports {@code dev.godwit.flyway}.
 */
package db.teleclaude;
