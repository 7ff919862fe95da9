package dev.godwit.run.undo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.model.Row;
import dev.godwit.model.Table;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.run.Safety;
import dev.godwit.store.Load;
import dev.godwit.store.Loading;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Keeping;
import dev.godwit.store.can.Numbered;
import dev.godwit.store.can.Scanning;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The way back in folders and files of JSON: rows, types, marks, files that a run made. */
class JsonRollbackTest {
  @TempDir Path folder;
  private Path source;
  private Path kept;
  private Options options;

  @BeforeEach
  void makeASource() {
    kept = folder.resolve("kept");
    source =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, photo BLOB)",
            "CREATE TABLE tags (tag TEXT PRIMARY KEY)",
            "CREATE VIEW names AS SELECT name FROM people",
            "INSERT INTO people VALUES (1, 'Zoe', x'00ff'), (90, 'Yan', NULL)",
            "INSERT INTO tags VALUES ('red')");
    options = Options.DEFAULT.with(Safety.USUAL.keepingIn(kept).rehearsing(true));
  }

  private Path place(String target) {
    return folder.resolve(target.replaceFirst("\\?.*", ""));
  }

  private String migrate(Path from, String to, Options how, Mode mode) {
    try (Source rows = Stores.source(from.toString(), null);
        Target target = Stores.target("json:" + folder.resolve(to), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      return godwit.migrate(godwit.plan(rows, target, how), rows, target, how, mode).migrationId();
    }
  }

  private String migrate(Path from, String to, Options how) {
    return migrate(from, to, how, Mode.FULL);
  }

  private Report rollback(String to, String id, Scope scope, boolean force) {
    try (Target target = Stores.target("json:" + folder.resolve(to), null)) {
      return new Godwit(Progress.NONE).rollback(target, id, scope, force, null);
    }
  }

  private Report rollback(String to, String id) {
    return rollback(to, id, Scope.ALL, false);
  }

  private Options forced() {
    return options.forcing(true);
  }

  /** Every file of the store by its name, but Godwit's own notes. */
  private Map<String, String> everything(String to) throws IOException {
    Map<String, String> result = new TreeMap<>();
    Path place = place(to);
    if (!Files.exists(place)) {
      return result;
    }
    try (Stream<Path> all = Files.walk(place)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        String name = place.relativize(file).toString();
        if (!name.startsWith(".godwit")) {
          String text = Files.readString(file, StandardCharsets.UTF_8);
          result.put(name, name.equals("catalog.json") ? tables(text) : text);
        }
      }
    }
    return result;
  }

  /** Of the folder's catalog, what it says of tables: its notes are other ones by now. */
  private static String tables(String catalog) {
    return catalog
        .replaceAll("(?s),\\s*\"journals\" : \\[ \\{.*?\\n  \\} \\](?=,?\\s*(\"|\\}))", "")
        .replaceAll("\"file\" : \"[^\"]*\"", "\"file\"");
  }

  /** The rows, whatever the files are called. */
  private static List<String> lines(Map<String, String> files) {
    List<String> lines = new ArrayList<>();
    files.values().forEach(text -> lines.addAll(text.lines().toList()));
    lines.sort(null);
    return lines;
  }

  private Path other() {
    return SqliteFiles.create(
        folder.resolve("old.db"),
        "CREATE TABLE people (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT, photo BLOB)",
        "CREATE TABLE tags (tag TEXT PRIMARY KEY)",
        "INSERT INTO people VALUES (1, 'Ada', x''), (7, 'Bo', NULL)",
        "INSERT INTO tags VALUES ('blue'), ('green')");
  }

  private static final Loading.Arrivals UNSEEN =
      new Loading.Arrivals() {
        @Override
        public void begin() {}

        @Override
        public void arrived(Row row) {}

        @Override
        public void stored(Row row) {}

        @Override
        public void refused(Row row, Loading.Violation why) {}
      };

  @Nested
  class AfterFullRuns {
    @ParameterizedTest
    @ValueSource(strings = {"out", "out.json", "people.json?shape=array"})
    void aStoreThatTheRunMadeGoesAgain(String to) throws IOException {
      Options some = options.with(new Scope(Set.of("people"), Set.of()));
      String id = migrate(source, to, to.contains("array") ? some : options);
      assertThat(everything(to)).isNotEmpty();
      rollback(to, id);
      assertThat(Files.isRegularFile(place(to))).isFalse();
      assertThat(everything(to).keySet()).isSubsetOf("catalog.json");
      assertThatThrownBy(() -> rollback(to, id)).hasMessageContaining("was taken back already");
      migrate(source, to, to.contains("array") ? some : options);
      assertThat(String.join("", everything(to).values())).contains("Zoe");
    }

    @ParameterizedTest
    @ValueSource(strings = {"out", "out.json"})
    void rowsThatForceRemovedComeBackExactly(String to) throws IOException {
      migrate(other(), to, options);
      Map<String, String> before = everything(to);
      String id = migrate(source, to, forced());
      assertThat(String.join("", everything(to).values())).contains("Zoe").doesNotContain("Ada");
      try (Stream<Path> files = Files.list(kept)) {
        assertThat(files.map(f -> f.getFileName().toString()))
            .containsExactlyInAnyOrder(id + ".zip", id + ".json");
      }
      assertThat(rollback(to, id).tables()).extracting("targetRows").containsExactly(2L, 2L);
      assertThat(lines(everything(to))).isEqualTo(lines(before));
      assertThat(everything(to)).hasSameSizeAs(before);
      try (Target target = Stores.target("json:" + folder.resolve(to), null)) {
        assertThat(Numbered.marks(target)).containsExactly(Map.entry("people", 7L));
      }
    }

    @Test
    void otherPeoplesFileComesBackToTheByte() throws IOException {
      String text = "[{\"id\":1,  \"name\" : \"A\\u0064a\"},\n\n{\"name\": null, \"id\": 2.50}]";
      Path file = Files.writeString(folder.resolve("people.json"), text);
      Options how = forced().with(new Scope(Set.of("people"), Set.of()));
      Options plain = how.with(RulesFile.parse("tables: {people: {columns: {photo: skip}}}", "r"));
      String id = migrate(source, "people.json", plain);
      assertThat(file).content().contains("Zoe");
      rollback("people.json", id);
      assertThat(file).hasContent(text).hasSize(text.length());
    }

    @Test
    void whatStandsBesideTheTableIsStillThere() throws IOException {
      String text = "{\"tags\": [{\"tag\": \"x\"}], \"v\": 3, \"more\": [{\"n\": 1}]}\n";
      Path file = Files.writeString(folder.resolve("app.json"), text);
      Options how = forced().with(new Scope(Set.of("tags"), Set.of()));
      String id = migrate(source, "app.json", how);
      assertThat(file).content().contains("red").contains("\"v\": 3").contains("\"n\": 1");
      rollback("app.json", id);
      assertThat(file).hasContent(text);
    }

    @Test
    void oneTableComesBackAndTheOthersStay() throws IOException {
      migrate(other(), "out", options);
      String id = migrate(source, "out", forced());
      rollback("out", id, new Scope(Set.of("tags"), Set.of()), false);
      assertThat(String.join("", everything("out").values())).contains("blue", "Zoe");
      rollback("out", id, new Scope(Set.of("people"), Set.of()), false);
      assertThat(String.join("", everything("out").values())).contains("blue", "Ada");
    }

    @Test
    void aKeyThatARunTookOffIsPutBack() throws IOException {
      migrate(other(), "out", options);
      Map<String, String> before = everything("out");
      try (Target target = Stores.target("json:" + place("out"), null)) {
        Table tags = target.catalog().table("tags").orElseThrow();
        Load load = Load.of(tags, tags.columns());
        target.atomically(
            () -> {
              Keeping keeping = target.as(Keeping.class).orElseThrow();
              Map<String, String> structure = keeping.structure(List.of(tags));
              Loading loading = target.load(List.of(load));
              loading.append(load, () -> Scanning.of(target).scan(tags, tags.columns()), UNSEEN);
              loading.settle((l, violation, rows) -> false);
              assertThat(target.catalog().table("tags").orElseThrow().primaryKey()).isEmpty();
              assertThat(keeping.structure(List.of(tags))).isEmpty();
              target.execute(List.copyOf(structure.values()));
              keeping.restore(List.of(tags), List.of(), null);
            });
        assertThat(target.catalog().table("tags").orElseThrow().primaryKey()).isNotEmpty();
      }
      assertThat(before).isNotEqualTo(everything("out"));
    }

    @Test
    void aTableThatWasLeftEmptyInAPlainFileComesBack() throws IOException {
      String text = "[{\"tag\":\"x\"}]";
      Path file = Files.writeString(folder.resolve("tags.json"), text);
      Path none =
          SqliteFiles.create(folder.resolve("none.db"), "CREATE TABLE tags (tag TEXT PRIMARY KEY)");
      String id = migrate(none, "tags.json", forced());
      assertThat(Files.readString(file)).isEqualToIgnoringWhitespace("[]");
      rollback("tags.json", id);
      assertThat(file).hasContent(text);
    }
  }

  @Nested
  class AfterOtherRuns {
    @ParameterizedTest
    @ValueSource(strings = {"out", "out.json"})
    void anIncrementalRunIsTakenBackToTheStateBeforeIt(String to) throws IOException {
      migrate(source, to, options);
      Map<String, String> before = everything(to);
      SqliteFiles.create(
          source,
          "INSERT INTO people VALUES (91, 'Xi', NULL)",
          "INSERT INTO tags VALUES ('violet')");
      String id = migrate(source, to, options, Mode.INCREMENTAL);
      assertThat(String.join("", everything(to).values())).contains("Xi");
      rollback(to, id);
      assertThat(lines(everything(to))).isEqualTo(lines(before));
    }

    @Test
    void aRunThatFailsLeavesTheStoreAndNoBackup() throws IOException {
      migrate(other(), "out", options);
      Map<String, String> before = everything("out");
      SqliteFiles.create(source, "INSERT INTO people VALUES (92, x'ff', NULL)");
      Options strict =
          forced()
              .with(RulesFile.parse("tables: {people: {columns: {name: {type: integer}}}}", "r"));
      Path twice = Files.writeString(folder.resolve("people.json"), "[{\"id\": 1}, {\"id\": 1}]");
      assertThatThrownBy(() -> migrate(twice, "out", strict))
          .isInstanceOf(GodwitException.class)
          .hasMessageContaining("people");
      assertThat(everything("out")).isEqualTo(before);
      try (Stream<Path> files = Files.list(kept)) {
        assertThat(files).isEmpty();
      }
    }
  }

  @Nested
  class Refused {
    @Test
    void aFolderThatChangedSinceUnlessForced() throws IOException {
      migrate(other(), "out", options);
      Map<String, String> before = everything("out");
      String id = migrate(source, "out", forced());
      Path rows;
      try (Stream<Path> files = Files.list(place("out"))) {
        rows = files.filter(f -> f.toString().contains("people")).findFirst().orElseThrow();
      }
      Files.writeString(rows, Files.readString(rows).replace("Zoe", "Eva"));
      assertThatThrownBy(() -> rollback("out", id))
          .hasMessageContaining("people  its rows are not those that the run left");
      rollback("out", id, Scope.ALL, true);
      assertThat(lines(everything("out"))).isEqualTo(lines(before));
    }

    @Test
    void aPlainFileThatChangedSinceAndOneThatDidNotIsNot() throws IOException {
      Path file = Files.writeString(folder.resolve("tags.json"), "[{\"tag\": \"x\"}]\n");
      Path typed =
          SqliteFiles.create(
              folder.resolve("typed.db"),
              "CREATE TABLE tags (tag TEXT PRIMARY KEY, at REAL)",
              "INSERT INTO tags VALUES ('a', 1.0)");
      String id = migrate(typed, "tags.json", forced().with(columnsOf()));
      String written = Files.readString(file);
      Files.writeString(file, written.replace("\"a\"", "\"b\""));
      assertThatThrownBy(() -> rollback("tags.json", id))
          .hasMessageContaining("tags  its rows are not those that the run left");
      Files.writeString(file, written);
      rollback("tags.json", id);
      assertThat(file).hasContent("[{\"tag\": \"x\"}]");
    }

    private dev.godwit.plan.Rules columnsOf() {
      return RulesFile.parse("tables: {tags: {columns: {at: skip}}}", "r");
    }

    @Test
    void aBackupThatIsNotThereOrNotTheOne() throws IOException {
      migrate(other(), "out", options);
      String id = migrate(source, "out", forced());
      Map<String, String> before = everything("out");
      Path zip = kept.resolve(id + ".zip");
      Path elsewhere = folder.resolve("elsewhere.zip");
      Files.move(zip, elsewhere);
      assertThatThrownBy(() -> rollback("out", id)).hasMessageContaining("cannot be read");
      tamper(elsewhere, zip);
      assertThatThrownBy(() -> rollback("out", id)).hasMessageContaining("is damaged");
      assertThat(everything("out")).isEqualTo(before);
    }

    private void tamper(Path from, Path to) throws IOException {
      try (ZipInputStream in = new ZipInputStream(Files.newInputStream(from));
          ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(to))) {
        for (ZipEntry e = in.getNextEntry(); e != null; e = in.getNextEntry()) {
          out.putNextEntry(new ZipEntry(e.getName()));
          String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
          out.write(text.replace("\"Ada\"", "\"Eve\"").getBytes(StandardCharsets.UTF_8));
        }
      }
    }

    @Test
    void aRunWhoseRowsWereNotKept() {
      migrate(other(), "out", options);
      String id = migrate(source, "out", forced().with(Safety.USUAL.keepingIn(null)));
      assertThatThrownBy(() -> rollback("out", id)).hasMessageContaining("no backup was taken");
    }

    @Test
    void aFileThatAnotherProgramWritesMeanwhile() throws IOException {
      Path file = Files.writeString(folder.resolve("tags.json"), "[{\"tag\": \"x\"}]\n");
      try (Source rows = Stores.source(source.toString(), null);
          Target target = Stores.target("json:" + file, null)) {
        Options how = forced().with(new Scope(Set.of("tags"), Set.of()));
        Progress writes =
            new Progress() {
              @Override
              public void phase(String what) {
                if (what.startsWith("verifying")) {
                  try {
                    Files.writeString(file, "[{\"tag\": \"of somebody else\"}]\n");
                  } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                  }
                }
              }
            };
        assertThatThrownBy(() -> new Godwit(writes).migrate(rows, target, how))
            .hasMessageContaining("was changed by another program");
      }
      assertThat(file).hasContent("[{\"tag\": \"of somebody else\"}]");
    }
  }
}
