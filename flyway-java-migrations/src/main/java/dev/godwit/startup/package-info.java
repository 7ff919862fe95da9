/**
 * What an application's {@code main} needs to start on SQLite or PostgreSQL by configuration alone:
 * {@link dev.godwit.startup.DatabaseConfig}, {@link dev.godwit.startup.InstanceLock}, {@link
 * dev.godwit.startup.Database} and {@link dev.godwit.startup.SchemaMigration}. Imports {@code
 * dev.godwit.flyway}, the engine, jOOQ, HikariCP and Jackson; no driver.
 */
package dev.godwit.startup;
