/**
 * SQL text cut into tokens, for the little that is read out of statements: constraints, defaults,
 * expressions. Imports only the JDK.
 */
package dev.godwit.sql;
