/**
 * SQLite as a source and a target. The only package that imports {@code org.sqlite}. Imports {@code
 * model}, {@code store}, {@code sql} and {@code jdbc}.
 */
package dev.godwit.sqlite;
