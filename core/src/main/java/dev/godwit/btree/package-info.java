/**
 * SQLite's file format (sqlite.org/fileformat.html), as far as reading the rows of a table that
 * lies still takes, the entries of its indexes, and an account of its pages. For speed: asking
 * SQLite itself costs two native calls a cell. Condemns no file: what is not as the format says is
 * {@link dev.godwit.btree.Malformed}, and SQLite's to explain. Imports {@code model}.
 */
package dev.godwit.btree;
