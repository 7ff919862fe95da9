package dev.godwit.json;

import dev.godwit.format.Contents;
import dev.godwit.format.FileSource;
import dev.godwit.format.Orphans;
import dev.godwit.format.WatchedFiles;
import dev.godwit.model.Catalog;
import dev.godwit.model.Column;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.model.Table;
import dev.godwit.store.Position;
import dev.godwit.store.Rows;
import dev.godwit.store.Slack;
import dev.godwit.store.can.Auditing;
import dev.godwit.store.can.Checking;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Telling;
import dev.godwit.store.can.Watching;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * JSON as a source: the folder that Godwit writes, a folder of other people's files, or one file,
 * told apart by content. Positions count rows. Files are expected not to change meanwhile.
 */
public final class JsonSource
    implements FileSource, Checking, Watching, Numbered, Auditing, Telling {
  private static final int MOST_SHOWN = 20;

  /** Where a table's rows are read. */
  private interface Reading {
    Rows open(List<Column> columns, Position after);
  }

  private final JsonName name;
  private final Catalog catalog;
  private final Map<String, Reading> readings = new HashMap<>();
  private final Map<String, Long> marks = new LinkedHashMap<>();
  private final WatchedFiles files = new WatchedFiles();
  private final Contents contents;
  private final Map<String, String> children;
  private final boolean oneFile;
  private final Shape shape;

  private JsonSource(
      JsonName name, Contents contents, Map<String, String> children, boolean oneFile) {
    Path path = name.path();
    this.name = name;
    this.contents = contents;
    this.oneFile = oneFile;
    this.children = children;
    this.shape = oneFile ? Shape.TABLES : Shape.FOLDER;
    this.catalog = contents.catalog();
    files.look(oneFile ? path : path.resolve(CatalogFile.NAME));
    if (!oneFile) {
      contents.files().forEach(f -> files.look(path.resolve(f)));
    }
    Map<String, Nest> nests = Nest.of(children, catalog::table);
    for (Contents.Entry e : contents.tables()) {
      readings.put(
          e.name(),
          oneFile
              ? (columns, after) -> inFile(path, nests, e.table(), columns, after)
              : (columns, after) -> new FolderRows(f -> inside(path, f), e, columns, after));
      if (e.highWater() != null) {
        marks.put(e.name(), e.highWater());
      }
    }
  }

  private static Rows inFile(
      Path file, Map<String, Nest> nests, Table table, List<Column> columns, Position after) {
    Nest nest = nests.get(table.name());
    return nest == null
        ? new TableFileRows(file, table, Nest.in(nests, table.name()), columns, after)
        : new NestedRows(file, nests, nest, columns, after);
  }

  private JsonSource(JsonName name, List<Path> found) {
    this.name = name;
    found.forEach(files::look);
    this.contents = null;
    this.children = Map.of();
    this.oneFile = false;
    Shape all = Shape.TABLES;
    List<Table> tables = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Map<String, Path> owners = new HashMap<>();
    for (Path file : found) {
      Survey.Result result = Survey.of(file, name);
      all = result.shape();
      remarks.addAll(result.remarks());
      problems.addAll(result.problems());
      for (FileTable t : result.tables()) {
        Path other = owners.put(t.table().name(), file);
        if (other != null) {
          throw GodwitException.refused(
              t.table().name() + " is in " + other + " and in " + file + "; read them one by one");
        }
        tables.add(t.table());
        readings.put(t.table().name(), (columns, after) -> new RecordRows(file, t, columns, after));
      }
    }
    requireNone(problems);
    shape = all;
    catalog = new Catalog(tables, List.of(), remarks);
  }

  private void requireNone(List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          name.path()
              + (problems.get(0).is(ProblemKind.NAME)
                  ? " has names that no table can have; nothing was read further:"
                  : " has keys twice, of which one value would be lost; nothing was read further:"),
          problems.subList(0, Math.min(MOST_SHOWN, problems.size())));
    }
  }

  /** Opens a store by its name; other people's files are read whole, once. */
  public static JsonSource open(JsonName name) {
    Path path = name.path();
    if (!Files.exists(path)) {
      throw GodwitException.usage(path + " does not exist; give the path of a JSON file or folder");
    }
    if (CatalogFile.isIn(path)) {
      return new JsonSource(name, CatalogFile.read(path), Map.of(), false);
    }
    CatalogFile.Inside brought = Files.isDirectory(path) ? null : CatalogFile.inside(path);
    if (brought != null) {
      return new JsonSource(name, brought.contents(), brought.children(), true);
    }
    return new JsonSource(name, Files.isDirectory(path) ? filesIn(path) : List.of(path));
  }

  /** Opens a folder of which it is known what it holds. */
  static JsonSource of(JsonName name, Contents told) {
    return new JsonSource(name, told, Map.of(), false);
  }

  /** Opens what a target wrote: with what was said of it then, where the name says nothing now. */
  public static JsonSource written(JsonName name) {
    return open(name.remembered());
  }

  private static List<Path> filesIn(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(f -> Files.isRegularFile(f) && JsonName.isJson(f.getFileName().toString()))
              .sorted()
              .toList();
      if (files.isEmpty()) {
        throw GodwitException.refused(
            folder + " holds no file that ends in .json, .ndjson or .jsonl");
      }
      return files;
    } catch (IOException e) {
      throw Json.unreadable(folder, e);
    }
  }

  /** A file of a folder; a catalog may not lead out of it. */
  private static Path inside(Path folder, String file) {
    Path place = folder.resolve(file).normalize();
    if (!place.startsWith(folder.normalize())) {
      throw GodwitException.refused(
          folder.resolve(CatalogFile.NAME) + " names a file outside of its folder");
    }
    return place;
  }

  /** How the tables lie. */
  Shape shape() {
    return shape;
  }

  /** Which tables of a file that brings its catalog along lie in others, by path. */
  Map<String, String> children() {
    return children;
  }

  @Override
  public List<Contents.Entry> entries() {
    return contents != null && !oneFile
        ? contents.tables()
        : catalog.tables().stream()
            .map(
                t ->
                    new Contents.Entry(
                        t, List.of(Contents.Part.whole(t.estimatedRows())), marks.get(t.name())))
            .toList();
  }

  @Override
  public Set<String> places() {
    return name.places();
  }

  @Override
  public About about() {
    return About.source("JSON", 0);
  }

  @Override
  public String identity() {
    return Watching.identity(this);
  }

  @Override
  public String name() {
    return name.toString();
  }

  @Override
  public Catalog catalog() {
    return catalog;
  }

  @Override
  public Rows read(Table table, List<Column> columns, Position after) {
    return readings.get(table.name()).open(columns, after);
  }

  @Override
  public Map<String, Long> highWaterMarks() {
    return Collections.unmodifiableMap(marks);
  }

  @Override
  public void requireSame() {
    files.requireSame();
  }

  @Override
  public String fingerprint() {
    return files.fingerprint("json");
  }

  /** Syntax and keys were looked at when the store was opened; what is left is to count. */
  @Override
  public Integrity check(Slack slack) {
    slack.awaitEnd();
    return contents == null || oneFile
        ? Integrity.SOUND
        : new Integrity(LineCount.differences(name.path(), contents), List.of());
  }

  @Override
  public String remedy() {
    return "Restore the files from a backup; what was changed by hand and meant so can be entered in "
        + CatalogFile.NAME
        + ".";
  }

  @Override
  public Violations violations(Table table) {
    if (table.foreignKeys().isEmpty()) {
      return Violations.unknown(table);
    }
    return Orphans.count(this, table);
  }

  @Override
  public void close() {
    // Files are open only while their rows are read.
  }
}
