package dev.godwit.json;

import dev.godwit.format.Contents;
import dev.godwit.format.Notes;
import dev.godwit.json.form.CatalogFile;
import dev.godwit.json.form.Change;
import dev.godwit.json.form.JsonOut;
import dev.godwit.json.read.FolderRows;
import dev.godwit.json.write.RowWriter;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import tools.jackson.core.JacksonException;

/** Godwit's own files: {@code catalog.json}, and rows as lines of JSON. */
public final class JsonNotes implements Notes {
  /** What the files of rows end with. */
  static final String LINES = ".ndjson";

  @Override
  public Contents contents(byte[] catalog, Path from) {
    return CatalogFile.of(catalog, from);
  }

  @Override
  public byte[] catalog(Contents contents) {
    return CatalogFile.bytes(contents);
  }

  @Override
  public String suffix() {
    return LINES;
  }

  @Override
  public Rows rows(
      Function<String, Path> places, Contents.Entry entry, List<Column> columns, Position after) {
    return new FolderRows(places, entry, columns, after);
  }

  @Override
  public void write(Rows rows, Table table, Path file) throws IOException {
    RowWriter form = new RowWriter(table.columns());
    try (JsonOut out = new JsonOut(Files.newOutputStream(file))) {
      while (rows.next()) {
        form.write(out, rows.row());
        out.write('\n');
      }
    }
  }

  @Override
  public List<String> making(Catalog catalog) {
    return Change.making(catalog);
  }

  @Override
  public String defining(Table table) {
    return Change.defining(table);
  }

  @Override
  public Contents apply(String statement, Contents to) {
    try {
      return Change.apply(statement, to);
    } catch (JacksonException e) {
      throw GodwitException.usage("a store of files understands no such statement: " + statement);
    }
  }
}
