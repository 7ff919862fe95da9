package dev.godwit.json;

import dev.godwit.format.Draft;
import dev.godwit.format.FileSource;
import dev.godwit.format.Format;
import dev.godwit.format.Layout;
import dev.godwit.format.Parameters;
import dev.godwit.format.note.CatalogFile;
import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.format.note.FolderRows;
import dev.godwit.json.form.Json;
import dev.godwit.json.read.JsonName;
import dev.godwit.json.read.Shape;
import dev.godwit.json.write.JsonWriter;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Table;
import dev.godwit.store.Rows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * JSON as a target: a folder with a file of lines for each table and {@code catalog.json}, or one
 * file of some {@link Shape}.
 */
public final class JsonFormat implements Format {
  private final JsonName name;
  private final boolean file;
  private JsonSource original;

  private JsonFormat(JsonName name, boolean file) {
    this.name = file ? name.remembered() : name;
    this.file = file;
  }

  /**
   * For a store that is there, or is to be made.
   *
   * @throws GodwitException where there are other people's files that are no store of one's own
   */
  public static JsonFormat of(JsonName name) {
    boolean file = isFile(name);
    if (!file && !name.children().isEmpty()) {
      throw GodwitException.usage(
          name
              + "?children=…: rows are written into records of one file, not of a folder; name a"
              + " file that ends in .json, or add shape=tables");
    }
    return new JsonFormat(name, file);
  }

  private static boolean isFile(JsonName name) {
    Path path = name.path().toAbsolutePath().normalize();
    if (CatalogFile.isIn(path)) {
      return false;
    }
    if (Files.isDirectory(path)) {
      try (Stream<Path> all = Files.list(path)) {
        if (all.findAny().isEmpty()) {
          return false;
        }
      } catch (IOException e) {
        throw Json.unreadable(path, e);
      }
      throw GodwitException.refused(
          path + " is a folder of other files; name a new folder, or one that Godwit wrote");
    }
    Shape shape = name.shape().orElse(null);
    return Files.exists(path)
        || (shape == null ? JsonName.isJson(path.getFileName().toString()) : shape != Shape.FOLDER);
  }

  @Override
  public String engine() {
    return "JSON";
  }

  @Override
  public String name() {
    return name.toString();
  }

  @Override
  public Path path() {
    return name.path();
  }

  @Override
  public Layout layout() {
    return new Layout(file, CatalogFile.NAME, FolderRows.SUFFIX, false);
  }

  @Override
  public boolean isExact() {
    return !file || wanted() == Shape.TABLES;
  }

  @Override
  public FileSource open(Path at, Contents told) {
    if (!file && !told.tables().isEmpty()) {
      return JsonSource.of(name.at(at), told);
    }
    JsonSource source = JsonSource.open(name.at(at));
    if (at.equals(path().toAbsolutePath().normalize())) {
      original = source;
    }
    return source;
  }

  @Override
  public void write(Draft draft, List<Entry> tables, Path to) throws IOException {
    if (!file) {
      Table table = tables.get(0).table();
      try (Rows rows = draft.rows(tables.get(0), table.columns())) {
        FolderRows.write(rows, table, to);
      }
    } else if (tables.isEmpty()) {
      Files.writeString(to, wanted() == Shape.ARRAY ? "[]\n" : "{}\n");
    } else {
      new JsonWriter(draft, wanted(), children(), name.missingAsNull()).write(to);
    }
  }

  /** Those that a plain shape cannot show, being empty. */
  @Override
  public List<Entry> untold(Contents all) {
    return wanted() == Shape.TABLES
        ? List.of()
        : all.tables().stream().filter(e -> e.rows() == 0).map(e -> e.with(List.of())).toList();
  }

  /** What was said of the file, and what its plain shape does not tell: names and keys. */
  @Override
  public void remember(Contents all, Path notes) throws IOException {
    if (!file) {
      return;
    }
    Map<String, List<String>> result = new LinkedHashMap<>(name.given());
    Shape shape = wanted();
    List<Table> roots =
        all.tables().stream()
            .map(Entry::table)
            .filter(t -> !children().containsValue(t.name()))
            .filter(t -> !t.name().equals(Shape.DOCUMENT))
            .toList();
    if (shape != Shape.TABLES && shape != Shape.STATE && shape != Shape.BACKUP) {
      roots.stream().findFirst().ifPresent(t -> result.putIfAbsent("table", List.of(t.name())));
    }
    List<String> keys =
        roots.stream()
            .filter(t -> t.primaryKey().size() == 1)
            .map(t -> t.name() + "." + t.primaryKey().get(0))
            .toList();
    if (shape != Shape.TABLES && !keys.isEmpty()) {
      result.putIfAbsent("key", keys);
    }
    Parameters.put(all.tables().isEmpty() ? Map.of() : result, notes);
  }

  /** Those that are asked for, or that the file has. */
  private Map<String, String> children() {
    return name.children().isEmpty() && original != null ? original.children() : name.children();
  }

  private Shape wanted() {
    return name.shape().orElseGet(this::shape);
  }

  private Shape shape() {
    if (original != null) {
      return original.shape();
    }
    return path().toString().matches("(?i).*\\.(ndjson|jsonl)") ? Shape.LINES : Shape.TABLES;
  }
}
