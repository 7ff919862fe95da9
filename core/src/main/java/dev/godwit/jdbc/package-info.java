/**
 * What SQLite and PostgreSQL share: names quoted by jOOQ, small queries, errors without values.
 * Imports {@code model}, {@code store} and jOOQ.
 */
package dev.godwit.jdbc;
