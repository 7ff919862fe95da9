package dev.godwit.format;

import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** How Godwit writes down what is its own beside the rows, in files that people can read. */
public interface Notes {
  /** What {@link #catalog} wrote; {@code from} is for messages. */
  Contents contents(byte[] catalog, Path from);

  byte[] catalog(Contents contents);

  /** What the name of a journal's file ends with. */
  String suffix();

  Rows rows(
      Function<String, Path> places, Contents.Entry entry, List<Column> columns, Position after);

  void write(Rows rows, Table table, Path file) throws IOException;

  /** Statements that make the tables and what belongs to them. */
  List<String> making(Catalog catalog);

  /** A statement that gives a table that is there these columns, keys and indexes. */
  String defining(Table table);

  /** What a store holds after one of these statements. */
  Contents apply(String statement, Contents to);
}
