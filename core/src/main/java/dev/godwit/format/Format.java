package dev.godwit.format;

import dev.godwit.model.Column;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

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

  /** The folder beside one file that Godwit's notes of it lie in. */
  static Path notes(Path file) {
    return Published.beside(file.toAbsolutePath().normalize(), "kept");
  }

  /** What tells the store apart: its path with all links followed, as far as it exists. */
  default Set<String> places() {
    try {
      return Set.of(path().toRealPath().toString());
    } catch (IOException e) {
      return Set.of(path().toAbsolutePath().normalize().toString());
    }
  }

  /** Whether it is one file; else it is a folder with a file for each table. */
  boolean isFile();

  /** Whether what is read back has the very types that were written. */
  boolean isExact();

  /** Where the catalog lies in the folder that holds it. */
  String catalog();

  /** Whether a name without any number is a table's only one, so that its file is replaced. */
  boolean replaces();

  /** What the name of a table's file in a folder ends with. */
  String suffix();

  /**
   * Reads what lies there: the store itself, a draft of it, or a copy.
   *
   * @throws dev.godwit.model.GodwitException where it is not understood
   */
  FileSource open(Path at);

  /** The rows of a table of a folder; {@code places} tells where each of its files lies. */
  Rows rows(
      Function<String, Path> places, Contents.Entry entry, List<Column> columns, Position after);

  /**
   * Writes these tables to a file, which is not there yet: all of one file's, one of a folder's.
   */
  void write(Stock stock, List<Contents.Entry> tables, Path file) throws IOException;

  /** Of the tables of one file, what the file itself does not tell a later reader. */
  List<Contents.Entry> untold(Contents all);

  /** Puts what else a later reader has to be told into the folder of notes. */
  default void remember(Contents all, Path notes) throws IOException {
    // Most forms need nothing.
  }
}
