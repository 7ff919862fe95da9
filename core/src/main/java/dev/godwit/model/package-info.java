/**
 * What every engine has in common: catalogs, tables, columns, the common kinds of values, and the
 * row that carries them. Imports only the JDK.
 */
package dev.godwit.model;
