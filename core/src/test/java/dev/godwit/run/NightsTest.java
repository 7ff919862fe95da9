package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.run.Side.Lines;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What {@link Nights} bring is what the rules say, from each engine into each. */
@ExtendWith(FreshDatabase.class)
class NightsTest {
  /** From where, and to where. */
  private static final List<String> WAYS =
      List.of(
          "sqlite sqlite",
          "sqlite json",
          "sqlite postgresql",
          "csv sqlite",
          "json sqlite",
          "sqlite csv",
          "postgresql sqlite",
          "postgresql postgresql",
          "postgresql json",
          "json csv");

  private static final int A_ROUND = 8;

  @TempDir Path folder;
  private Database beside;
  private int runs;
  private int kills;

  private Side side(String kind, String name, boolean target, Database database) {
    Path file = folder.resolve(name);
    return switch (kind) {
      case "sqlite" -> Side.Sql.sqlite(file);
      case "postgresql" -> Side.Sql.postgres(emptied(target ? database : source(database)));
      default -> new Side.OfFiles(kind.equals("json"), target ? file : folder(file, kind));
    };
  }

  private static Database emptied(Database database) {
    database.run(
        "DROP SCHEMA public CASCADE; DROP SCHEMA IF EXISTS godwit CASCADE; CREATE SCHEMA public");
    return database;
  }

  /** The other database of a test, made when it is first needed. */
  private Database source(Database database) {
    if (beside == null) {
      beside = database.beside(database.name() + "_source");
      database.run("CREATE DATABASE " + beside.name());
    }
    return beside;
  }

  @AfterEach
  void drop(Database database) {
    if (beside != null) {
      database.run("DROP DATABASE " + beside.name() + " WITH (FORCE)");
    }
  }

  /** A file names its table. */
  private static Path folder(Path place, String kind) {
    try {
      return Files.createDirectories(place).resolve("t." + kind);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void round(long seed, Database database) {
    String[] way = WAYS.get((int) (seed % WAYS.size())).split(" ");
    try (Side source = side(way[0], "s" + seed, false, database);
        Side target = side(way[1], "t" + seed, true, database)) {
      Nights nights = new Nights(seed, source, target, folder.resolve("backups"));
      for (int night = 0; night < A_ROUND; night++) {
        nights.night("-Dgodwit.seed=" + seed + ", night " + night, 5);
      }
      runs += nights.runs;
      kills += nights.kills;
    }
  }

  @Test
  void everyWayHoldsWhatTheRulesSayNightAfterNight(Database database) {
    long end = System.nanoTime() + 25_000_000_000L;
    for (long seed = 1; seed <= 64 && (seed <= WAYS.size() || System.nanoTime() < end); seed++) {
      round(seed, database);
    }
  }

  /** A year of one store: its schema moves on, March brings back an old state of the source. */
  @Test
  void aYearEndsWithBothSidesEqualAndABoundedHistory(Database database) {
    boolean whole = Boolean.getBoolean("godwit.long");
    int days = whole ? 365 : 20;
    int month = whole ? 30 : 5;
    Side target = Side.Sql.sqlite(folder.resolve("year"));
    Side source = Side.Sql.sqlite(folder.resolve("live"));
    Nights nights = new Nights(2026, source, target, folder.resolve("backups"));
    Lines february = null;
    for (int day = 0; day < days; day++) {
      if (day == 2 * month - 3) {
        february = nights.saved();
      } else if (day == 2 * month + 2) {
        nights.restore(february);
      }
      boolean spring = day > 2 * month - 4 && day < 2 * month + 3;
      nights.night("day " + day, spring ? 0 : month);
      if (day % month == month - 1) {
        try (Target opened = Stores.target(target.url(), null)) {
          new Godwit(Progress.NONE).fold(opened, f -> f.allBut(10));
          assertThat(new Godwit(Progress.NONE).history(opened)).hasSizeLessThan(20);
        }
      }
    }
    nights.end("the end of the year");
  }

  /** As many rounds as are asked for, from any seed on; the count is kept in a file. */
  @Test
  @EnabledIfSystemProperty(named = "godwit.rounds", matches = "\\d+")
  void anyNumberOfRounds(Database database) throws IOException {
    long first = Long.getLong("godwit.seed", 1);
    long last = first + Integer.getInteger("godwit.rounds") - 1;
    String file = System.getProperty("godwit.rounds.file");
    for (long seed = first; seed <= last; seed++) {
      round(seed, database);
      try (Stream<Path> all = Files.walk(folder)) {
        all.sorted(Comparator.reverseOrder())
            .filter(p -> !p.equals(folder))
            .forEach(NightsTest::delete);
      }
      if (file != null) {
        Files.writeString(
            Path.of(file),
            "rounds=%d\nruns=%d\nkills=%d\nseeds=%d to %d\ncommit=%s\n"
                .formatted(
                    seed - first + 1,
                    runs,
                    kills,
                    first,
                    seed,
                    System.getProperty("godwit.commit", "?")));
      }
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
