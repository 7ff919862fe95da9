/**
 * PostgreSQL as a source and a target. The only package that imports {@code org.postgresql}.
 * Imports {@code model}, {@code store} and {@code jdbc}.
 */
package dev.godwit.postgres;
