/**
 * The PostgreSQL that is used where no target is named: unpacked from the class path into the
 * user's data folder, started there, and left running. Knows nothing of migrations; may import
 * model only.
 */
package dev.godwit.cli.embedded;
