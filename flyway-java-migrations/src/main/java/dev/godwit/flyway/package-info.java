/**
 * The import as a Flyway migration: {@link dev.godwit.flyway.SqliteImport} to extend, or the
 * plug-in that contributes it at {@code flyway.godwit.version}. Imports the engine's facade and
 * Flyway; nothing else may.
 */
package dev.godwit.flyway;
