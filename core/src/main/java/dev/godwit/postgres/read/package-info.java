/** Rows, keys and computed values as the server sends them. */
package dev.godwit.postgres.read;
