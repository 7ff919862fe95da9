package dev.godwit.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.format.note.Contents;
import dev.godwit.json.JsonFormat;
import dev.godwit.json.read.JsonName;
import dev.godwit.model.Verdict;
import dev.godwit.report.Report;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.store.can.Counting;
import dev.godwit.testing.Moves;
import dev.godwit.testing.SqliteFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a target of files proves before it is kept, and how it is kept. */
class FormatTargetTest {
  @TempDir Path folder;
  private Path source;

  @BeforeEach
  void makeASource() {
    source =
        SqliteFiles.create(
            folder.resolve("a.db"),
            "CREATE TABLE person (id INTEGER PRIMARY KEY, name TEXT)",
            "CREATE TABLE \"Person 2\" (id INTEGER PRIMARY KEY, name TEXT)",
            "INSERT INTO person VALUES (1, 'Ada'), (2, 'Grace')");
  }

  /** A format that writes what it is told to, and then something else. */
  private record Damaging(Format inner, String from, String to) implements Format {
    @Override
    public String engine() {
      return inner.engine();
    }

    @Override
    public String name() {
      return inner.name();
    }

    @Override
    public Path path() {
      return inner.path();
    }

    @Override
    public Layout layout() {
      return inner.layout();
    }

    @Override
    public boolean isExact() {
      return inner.isExact();
    }

    @Override
    public FileSource open(Path at, Contents told) {
      return inner.open(at, told);
    }

    @Override
    public void write(Draft draft, List<Contents.Entry> tables, Path file) throws IOException {
      inner.write(draft, tables, file);
      Files.writeString(file, Files.readString(file).replace(from, to));
    }

    @Override
    public List<Contents.Entry> untold(Contents all) {
      return inner.untold(all);
    }
  }

  private Report move(Target target) {
    try (Source rows = Stores.source(source.toString(), null);
        target) {
      return new Godwit(Progress.NONE).migrate(rows, target, Options.DEFAULT);
    }
  }

  private Target damaging(String to, String damage) {
    JsonName name = JsonName.parse("json:" + folder.resolve(to), Map.of());
    return FormatTarget.open(new Damaging(JsonFormat.of(name), "\"Ada\"", damage));
  }

  @ParameterizedTest
  @ValueSource(strings = {"out", "out.json"})
  void whatIsVerifiedIsTheFileThatWasWritten(String to) throws IOException {
    for (String damage : List.of("\"Eve\"", "null", "7", "\"Ada")) {
      assertThatThrownBy(() -> move(damaging(to, damage)))
          .as(damage)
          .hasMessageNotContaining("Eve");
    }
    assertThatThrownBy(() -> move(damaging(to, "\"Eve\"")))
        .hasMessageContaining("what arrived is not what was sent");
    try (Stream<Path> all = Files.list(folder)) {
      assertThat(all.map(p -> p.getFileName().toString())).containsExactly("a.db");
    }
    assertThat(move(damaging(to, "\"Ada\"")).verdict()).isEqualTo(Verdict.EXACT);
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path each : filesOf(from)) {
      Path place = to.resolve(from.relativize(each).toString());
      Files.createDirectories(place.getParent());
      Files.copy(
          each, place, StandardCopyOption.COPY_ATTRIBUTES, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private Target file() {
    return Stores.target("json:" + folder.resolve("b.json"), null);
  }

  private static List<Path> filesOf(Path place) throws IOException {
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** As a process leaves things that dies while it moves them, after each of the moves. */
  @Test
  void aFileAndItsHistoryAgreeWhereverAProcessDied() throws IOException {
    Path place = folder.resolve("b.json");
    Path notes = folder.resolve(".b.json.godwit-kept");
    Path unfinished = folder.resolve(".b.json.unfinished-godwit");
    move(file());
    Files.copy(place, folder.resolve("before.json"));
    copy(notes, folder.resolve("before"));
    SqliteFiles.create(source, "INSERT INTO person VALUES (3, 'Alan')");
    try (Source rows = Stores.source(source.toString(), null);
        Target target = file()) {
      new Godwit(Progress.NONE).migrate(rows, target, Options.DEFAULT.forcing(true));
    }
    Files.copy(place, folder.resolve("after.json"));
    copy(notes, folder.resolve("after"));
    int moves = filesOf(folder.resolve("after")).size() + 1;
    for (int done = 0; done < moves; done++) {
      Files.copy(folder.resolve("before.json"), place, StandardCopyOption.REPLACE_EXISTING);
      for (Path each : filesOf(notes)) {
        Files.delete(each);
      }
      copy(folder.resolve("before"), notes);
      copy(folder.resolve("after"), unfinished);
      Files.createDirectories(unfinished.resolve("file"));
      Files.copy(folder.resolve("after.json"), unfinished.resolve("file/b.json"));
      for (int i = 0; i < done; i++) {
        Path from = i == 0 ? unfinished.resolve("file/b.json") : next(unfinished);
        Path to = i == 0 ? place : notes.resolve(unfinished.relativize(from));
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
      }
      try (Target target = file()) {
        assertThat(new Godwit(Progress.NONE).history(target)).hasSize(2);
        assertThat(Counting.of(target).count(target.catalog().table("person").orElseThrow()))
            .isEqualTo(3);
      }
      assertThat(unfinished).doesNotExist();
      assertThat(filesOf(notes)).hasSameSizeAs(filesOf(folder.resolve("after")));
    }
  }

  /** The catalog comes last. */
  private Path next(Path unfinished) throws IOException {
    return filesOf(unfinished).stream()
        .filter(p -> !p.getFileName().toString().equals("catalog.json"))
        .findFirst()
        .orElseThrow();
  }

  @ParameterizedTest
  @ValueSource(strings = {"json:%s/real.json", "csv:%s/real.csv", "json:%s/real"})
  void aLinkIsNotWrittenOver(String store) throws IOException {
    Path file =
        SqliteFiles.create(
            folder.resolve("t.db"), "CREATE TABLE real (a INTEGER)", "INSERT INTO real VALUES (1)");
    String real = store.formatted(folder);
    Moves.exactly(file.toString(), real, Options.DEFAULT);
    Path target = Path.of(real.substring(real.indexOf(':') + 1));
    String link = real.replace("real", "link");
    Files.createSymbolicLink(Path.of(link.substring(link.indexOf(':') + 1)), target);
    assertThatThrownBy(() -> Moves.migrate(file.toString(), link, Options.DEFAULT.forcing(true)))
        .hasMessageContaining("is a symbolic link")
        .hasMessageContaining("name what it leads to: " + target.toRealPath());
    try (Source source = Stores.source(link, null)) {
      // With what is noted beside the file.
      assertThat(source.catalog().tables().get(0).columns().get(0).type().name())
          .isEqualTo("INTEGER");
    }
  }
}
