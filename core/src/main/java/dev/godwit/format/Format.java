package dev.godwit.format;

import dev.godwit.format.note.Contents;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * One store's form of files: how its place is read as a source, and how tables are written to a
 * file. Whatever else a target does needs no format. Not thread-safe.
 */
public interface Format {
  /** What the form is called, for people. */
  String engine();

  /** What the store is called in messages. */
  String name();

  /** The file or folder. */
  Path path();

  Layout layout();

  /** Whether what is read back has the very types that were written. */
  boolean isExact();

  /** The folder beside one file that Godwit's notes of it lie in. */
  static Path notes(Path file) {
    return Published.beside(file.toAbsolutePath().normalize(), "kept");
  }

  /**
   * Reads what lies there: the store itself, a draft of it, or a copy. {@code told} is what is
   * known of its tables, where anything is.
   *
   * @throws dev.godwit.model.GodwitException where it is not understood
   */
  FileSource open(Path at, Contents told);

  /**
   * Writes these tables to a file, which is not there yet: all of one file's, one of a folder's.
   */
  void write(Draft draft, List<Contents.Entry> tables, Path file) throws IOException;

  /** Of the tables of one file, those that a later reader has to be told of. */
  List<Contents.Entry> untold(Contents all);

  /** Puts what else a later reader has to be told into a folder as that of the catalog. */
  default void remember(Contents all, Path notes) throws IOException {
    // Most forms need nothing.
  }
}
