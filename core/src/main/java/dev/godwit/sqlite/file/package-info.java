/** Files as they are opened: snapshots, dumps, the file that is written. */
package dev.godwit.sqlite.file;
