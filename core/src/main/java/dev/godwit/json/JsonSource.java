package dev.godwit.json;

import dev.godwit.format.FileSource;
import dev.godwit.format.WatchedFiles;
import dev.godwit.format.note.CatalogFile;
import dev.godwit.format.note.Contents;
import dev.godwit.format.note.Contents.Entry;
import dev.godwit.format.note.Contents.Part;
import dev.godwit.format.note.FolderRows;
import dev.godwit.json.form.Json;
import dev.godwit.json.read.FileTable;
import dev.godwit.json.read.JsonName;
import dev.godwit.json.read.LineCount;
import dev.godwit.json.read.Nest;
import dev.godwit.json.read.NestedRows;
import dev.godwit.json.read.RecordRows;
import dev.godwit.json.read.Shape;
import dev.godwit.json.read.Survey;
import dev.godwit.json.read.TableFileRows;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Problem;
import dev.godwit.model.ProblemKind;
import dev.godwit.store.Slack;
import dev.godwit.store.can.Checking;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * JSON as a source: the folder that Godwit writes, a folder of other people's files, or one file,
 * told apart by content. Positions count rows. Files are expected not to change meanwhile.
 */
public final class JsonSource extends FileSource implements Checking {
  private static final int MOST_SHOWN = 20;

  private final Shape shape;
  private final Map<String, String> children;
  private final Supplier<Integrity> check;

  private JsonSource(
      JsonName name,
      Shape shape,
      Map<String, String> children,
      Contents contents,
      WatchedFiles files,
      Reader reader,
      Supplier<Integrity> check) {
    super("JSON", name.toString(), name.path(), contents, files, reader);
    this.shape = shape;
    this.children = children;
    this.check = check;
  }

  /** Opens a store by its name; other people's files are read whole, once. */
  public static JsonSource open(JsonName name) {
    Path path = name.path();
    if (!Files.exists(path)) {
      throw GodwitException.usage(path + " does not exist; give the path of a JSON file or folder");
    }
    if (CatalogFile.isIn(path)) {
      return of(name, CatalogFile.read(path));
    }
    CatalogFile.Inside brought = Files.isDirectory(path) ? null : CatalogFile.inside(path);
    return brought == null
        ? surveyed(name, Files.isDirectory(path) ? filesIn(path) : List.of(path))
        : whole(name, brought);
  }

  /** Opens what a target wrote: with what was said of it then, where the name says nothing now. */
  public static JsonSource written(JsonName name) {
    return open(name.remembered());
  }

  /** Opens a folder of which it is known what it holds. */
  static JsonSource of(JsonName name, Contents told) {
    Path path = name.path();
    List<Path> files = new ArrayList<>(List.of(path.resolve(CatalogFile.NAME)));
    told.files().forEach(f -> files.add(path.resolve(f)));
    return new JsonSource(
        name,
        Shape.FOLDER,
        Map.of(),
        told,
        WatchedFiles.of(files),
        (entry, places, columns, after) -> new FolderRows(places, entry, columns, after),
        () -> new Integrity(LineCount.differences(path, told), List.of()));
  }

  /** One file that brings its catalog. */
  private static JsonSource whole(JsonName name, CatalogFile.Inside brought) {
    Path file = name.path();
    Contents contents = brought.contents();
    for (Entry e : contents.tables()) {
      contents = contents.withTable(e.with(List.of(Part.whole(e.rows()))));
    }
    Map<String, Nest> nests = Nest.of(brought.children(), contents.catalog()::table);
    return new JsonSource(
        name,
        Shape.TABLES,
        brought.children(),
        contents,
        WatchedFiles.of(List.of(file)),
        (entry, places, columns, after) -> {
          Nest nest = nests.get(entry.name());
          return nest == null
              ? new TableFileRows(file, entry.table(), Nest.in(nests, entry.name()), columns, after)
              : new NestedRows(file, nests, nest, columns, after);
        },
        () -> Integrity.SOUND);
  }

  /** Files of other people's. */
  private static JsonSource surveyed(JsonName name, List<Path> files) {
    WatchedFiles watched = WatchedFiles.of(files);
    Shape shape = Shape.TABLES;
    List<Entry> tables = new ArrayList<>();
    List<String> remarks = new ArrayList<>();
    List<Problem> problems = new ArrayList<>();
    Map<String, Path> owners = new HashMap<>();
    Map<String, FileTable> found = new HashMap<>();
    for (Path file : files) {
      Survey.Result result = Survey.of(file, name);
      shape = result.shape();
      remarks.addAll(result.remarks());
      problems.addAll(result.problems());
      for (FileTable t : result.tables()) {
        Path other = owners.put(t.table().name(), file);
        if (other != null) {
          throw GodwitException.refused(
              t.table().name() + " is in " + other + " and in " + file + "; read them one by one");
        }
        tables.add(new Entry(t.table(), List.of(Part.whole(t.table().estimatedRows())), null));
        found.put(t.table().name(), t);
      }
    }
    requireNone(name.path(), problems);
    return new JsonSource(
        name,
        shape,
        Map.of(),
        new Contents(tables, List.of(), List.of(), remarks),
        watched,
        (entry, places, columns, after) ->
            new RecordRows(owners.get(entry.name()), found.get(entry.name()), columns, after),
        () -> Integrity.SOUND);
  }

  private static void requireNone(Path path, List<Problem> problems) {
    if (!problems.isEmpty()) {
      throw GodwitException.refused(
          path
              + (problems.get(0).is(ProblemKind.NAME)
                  ? " has names that no table can have; nothing was read further:"
                  : " has keys twice, of which one value would be lost; nothing was read further:"),
          problems.subList(0, Math.min(MOST_SHOWN, problems.size())));
    }
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

  /** How the tables lie. */
  Shape shape() {
    return shape;
  }

  /** Which tables of a file that brings its catalog along lie in others, by path. */
  Map<String, String> children() {
    return children;
  }

  /** Syntax and keys were looked at when the store was opened; what is left is to count. */
  @Override
  public Integrity check(Slack slack) {
    slack.awaitEnd();
    return check.get();
  }

  @Override
  public String remedy() {
    return "Restore the files from a backup; what was changed by hand and meant so can be entered in "
        + CatalogFile.NAME
        + ".";
  }
}
