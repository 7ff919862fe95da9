package dev.godwit.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.jdbc.Queries;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.Plan;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** All rows are of one state of the source, or nothing is kept. */
class OneSourceTest {
  private static final int ROWS = 30_000;

  @TempDir Path folder;
  private Path file;
  private Path other;

  /** What another program does to the file in the middle of a run. */
  enum Deed {
    COPIED_OVER {
      @Override
      void on(Path file, Path other) throws IOException {
        Files.write(file, Files.readAllBytes(other));
      }
    },
    MOVED_OVER {
      @Override
      void on(Path file, Path other) throws IOException {
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
      }
    },
    /** Only the time of the change itself tells. */
    COPIED_OVER_WITH_ITS_TIMES {
      @Override
      void on(Path file, Path other) throws IOException {
        var time = Files.getLastModifiedTime(file);
        Files.write(file, Files.readAllBytes(other));
        Files.setLastModifiedTime(file, time);
      }
    },
    EMPTIED {
      @Override
      void on(Path file, Path other) throws IOException {
        Files.write(file, new byte[0]);
      }
    },
    /** What a program does that writes anew and swaps. */
    EXCHANGED_FOR_A_LINK {
      @Override
      void on(Path file, Path other) throws IOException {
        Files.move(file, file.resolveSibling("away"));
        Files.createSymbolicLink(file, other);
      }
    },
    CUT_SHORT {
      @Override
      void on(Path file, Path other) throws IOException {
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
          bytes.setLength(bytes.length() / 8 * 4);
        }
      }
    },
    CHANGED_INSIDE {
      @Override
      void on(Path file, Path other) throws IOException {
        var time = Files.getLastModifiedTime(file);
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "rw")) {
          bytes.seek(bytes.length() / 2 + 2000);
          bytes.write("fresh".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        Files.setLastModifiedTime(file, time);
      }
    },
    REMOVED {
      @Override
      void on(Path file, Path other) throws IOException {
        Files.delete(file);
      }
    };

    abstract void on(Path file, Path other) throws IOException;
  }

  private interface Interference {
    void happen() throws IOException, SQLException;
  }

  @BeforeEach
  void makeBoth() throws SQLException {
    file = make("source.db", "old");
    other = make("other.db", "new");
  }

  private Path make(String name, String word) throws SQLException {
    Path path = folder.resolve(name);
    try (Connection connection = open(path)) {
      Queries.run(connection, "CREATE TABLE t (id INTEGER PRIMARY KEY, word TEXT)");
      Queries.run(
          connection,
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + ROWS
              + (") INSERT INTO t SELECT i, '" + word.repeat(20) + "' FROM n"));
    }
    return path;
  }

  private static Connection open(Path path) throws SQLException {
    return DriverManager.getConnection("jdbc:sqlite:" + path);
  }

  private String words(Path target) throws SQLException {
    try (Connection connection = open(target)) {
      return Queries.one(
          connection,
          r -> r.getString(1) + " " + r.getLong(2),
          "SELECT group_concat(DISTINCT substr(word, 1, 3)), count(*) FROM t");
    }
  }

  private void migrate(String source, Path target, Interference deed) {
    AtomicBoolean done = new AtomicBoolean();
    Progress progress =
        new Progress() {
          @Override
          public void rows(String table, long rows, long bytes) {
            if (!done.getAndSet(true)) {
              try {
                deed.happen();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (SQLException e) {
                throw new IllegalStateException(e);
              }
            }
          }
        };
    try (Source from = Stores.source(source, null);
        Target to = Stores.target(target.toString(), null)) {
      new Godwit(progress).migrate(from, to, Options.DEFAULT);
    }
    assertThat(done).as("rows were told of").isTrue();
  }

  private void refused(String source, Path target, Interference deed) {
    assertThatThrownBy(() -> migrate(source, target, deed))
        .isInstanceOfSatisfying(
            GodwitException.class,
            e -> assertThat(e.reason()).isEqualTo(GodwitException.Reason.REFUSED))
        .hasMessageContaining("by another program while it was read")
        .hasMessageNotContaining("defect");
    assertThat(target).doesNotExist();
  }

  @ParameterizedTest
  @EnumSource(Deed.class)
  void aFileThatIsChangedPastSqlitesLocksIsRefused(Deed deed) {
    refused(file.toString(), folder.resolve("o.db"), () -> deed.on(file, other));
  }

  @ParameterizedTest
  @EnumSource(Deed.class)
  void oneInWalModeToo(Deed deed) throws SQLException {
    try (Connection application = open(file)) {
      Queries.run(application, "PRAGMA journal_mode = WAL");
      Queries.run(application, "CREATE TABLE more (a)");
      refused(file.toString(), folder.resolve("o.db"), () -> deed.on(file, other));
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatSqliteLetsOthersWriteMeanwhileIsNotInTheWay(boolean checkpointed) throws SQLException {
    Path target = folder.resolve("o.db");
    try (Connection application = open(file)) {
      Queries.run(application, "PRAGMA journal_mode = WAL");
      Queries.run(application, "UPDATE t SET word = 'old' WHERE id % 3 = 0");
      if (checkpointed) {
        Queries.run(application, "PRAGMA wal_checkpoint(PASSIVE)");
      }
      migrate(
          file.toString(),
          target,
          () -> {
            Queries.run(application, "UPDATE t SET word = 'new'");
            Queries.run(application, "PRAGMA wal_checkpoint(PASSIVE)");
            Queries.run(application, "DELETE FROM t WHERE id > 10");
            Queries.run(application, "PRAGMA wal_checkpoint(PASSIVE)");
          });
    }
    assertThat(words(target)).isEqualTo("old " + ROWS);
  }

  @Test
  void aPrivateCopyIsOfOneStateWhateverBecomesOfTheFile() throws SQLException, IOException {
    try (Connection application = open(file)) {
      Queries.run(application, "PRAGMA journal_mode = WAL");
    }
    Path target = folder.resolve("o.db");
    migrate(file.toString(), target, () -> Deed.COPIED_OVER.on(file, other));
    assertThat(words(target)).isEqualTo("old " + ROWS);
  }

  @Test
  void jsonThatIsChangedMeanwhileIsRefused() throws IOException {
    Path json = folder.resolve("t.json");
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < ROWS; i++) {
      text.append(i == 0 ? "" : ",\n").append("{\"id\":").append(i).append(",\"word\":\"old\"}");
    }
    Files.writeString(json, text.append("]"));
    refused("json:" + json, folder.resolve("o.db"), () -> rewrite(json));
  }

  @Test
  void csvThatIsChangedMeanwhileIsRefused() throws IOException {
    Path csv = folder.resolve("t.csv");
    StringBuilder text = new StringBuilder("id,word\n");
    for (int i = 0; i < ROWS; i++) {
      text.append(i).append(",old\n");
    }
    Files.writeString(csv, text);
    refused("csv:" + csv, folder.resolve("o.db"), () -> rewrite(csv));
  }

  /** As long as before, and as old. */
  /** When it happens, besides the middle of the rows. */
  private enum Moment {
    OPENED,
    PLANNED,
    ARRIVED,
    VERIFYING
  }

  static Stream<Arguments> otherMoments() {
    return Arrays.stream(Moment.values())
        .flatMap(m -> Arrays.stream(Deed.values()).map(d -> Arguments.of(m, d)));
  }

  /** One state of one file, or nothing: whichever it was. */
  @ParameterizedTest
  @MethodSource("otherMoments")
  void atAnyMomentAllRowsAreOfOneState(Moment moment, Deed deed) throws SQLException, IOException {
    Path target = folder.resolve("target.db");
    Path link = Files.createSymbolicLink(folder.resolve("link.db"), file);
    boolean done = false;
    try (Source from = Stores.source(link.toString(), null);
        Target to = Stores.target(target.toString(), null)) {
      at(moment == Moment.OPENED, deed);
      Godwit godwit = new Godwit(doing(moment, deed));
      Plan plan = godwit.plan(from, to, Options.DEFAULT);
      at(moment == Moment.PLANNED, deed);
      godwit.migrate(plan, from, to, Options.DEFAULT);
      done = true;
    } catch (GodwitException e) {
      assertThat(e).hasMessageNotContaining("defect");
      assertThat(target).doesNotExist();
    }
    if (done) {
      assertThat(words(target)).isEqualTo("old " + ROWS);
    }
  }

  private void at(boolean now, Deed deed) throws IOException {
    if (now) {
      deed.on(file, other);
    }
  }

  private Progress doing(Moment moment, Deed deed) {
    return new Progress() {
      private boolean done;

      private void at(Moment now) {
        if (now == moment && !done) {
          done = true;
          try {
            deed.on(file, other);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        }
      }

      @Override
      public void done(String table) {
        at(Moment.ARRIVED);
      }

      @Override
      public void phase(String what) {
        if (what.startsWith("verifying")) {
          at(Moment.VERIFYING);
        }
      }
    };
  }

  private static void rewrite(Path file) throws IOException {
    var time = Files.getLastModifiedTime(file);
    Files.writeString(file, Files.readString(file).replace("old", "new"));
    Files.setLastModifiedTime(file, time);
  }
}
