package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.testing.FreshDatabase;
import dev.godwit.testing.Moves;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Night after night both sides are edited at random, and a run of a random mode and rule follows,
 * now and then a rollback. Who wins is worked out a second time here, by values, in code that knows
 * nothing of digests.
 */
@ExtendWith(FreshDatabase.class)
class NightsTest {
  private static final List<String> RULES = List.of("fail", "source", "target", "newer", "merge");
  private static final int KEYS = 12;

  @TempDir Path folder;

  /** A row of the table: its key is the map's. */
  private record Line(String a, String b, String stamp) {
    Line with(int column, String value) {
      return switch (column) {
        case 0 -> new Line(value, b, stamp);
        case 1 -> new Line(a, value, stamp);
        default -> new Line(a, b, value);
      };
    }

    String column(int i) {
      return i == 0 ? a : i == 1 ? b : stamp;
    }
  }

  /** What a side holds. */
  private static final class Lines extends TreeMap<Integer, Line> {
    private static final long serialVersionUID = 1;

    Lines copy() {
      Lines result = new Lines();
      result.putAll(this);
      return result;
    }
  }

  /** Thrown where no rule has an answer. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What both sides should be after each night. */
  private static final class Oracle {
    Lines source = new Lines();
    Lines target = new Lines();
    Lines sourceLeft = new Lines();
    Lines targetLeft = new Lines();

    void night(String rule, boolean differential) {
      Lines now = target.copy();
      Lines nowSource = sourceLeft.copy();
      Lines nowTarget = targetLeft.copy();
      TreeSet<Integer> keys = new TreeSet<>(source.keySet());
      keys.addAll(target.keySet());
      keys.addAll(sourceLeft.keySet());
      keys.addAll(targetLeft.keySet());
      for (int key : keys) {
        Line wins = wins(key, rule, differential);
        Line s = source.get(key);
        // What an incremental run leaves open is open the next time too.
        if (LEFT_OPEN.equals(wins)) {
          continue;
        }
        put(now, key, wins);
        put(nowSource, key, s);
        put(nowTarget, key, wins);
      }
      target = now;
      sourceLeft = nowSource;
      targetLeft = nowTarget;
    }

    private static final Line LEFT_OPEN = new Line("left", "open", "");

    private static void put(Lines lines, int key, Line line) {
      if (line == null) {
        lines.remove(key);
      } else {
        lines.put(key, line);
      }
    }

    private Line wins(int key, String rule, boolean differential) {
      Line s = source.get(key);
      Line t = target.get(key);
      if (Objects.equals(s, t)) {
        return s;
      }
      boolean bySource = !Objects.equals(s, sourceLeft.get(key));
      boolean byTarget = !Objects.equals(t, targetLeft.get(key));
      if (s == null && !differential) {
        boolean kept = rule.equals("target") || rule.equals("newer") || rule.equals("merge");
        boolean settles =
            !bySource && (!byTarget || kept) || bySource && byTarget && rule.equals("target");
        return settles && !rule.equals("source") ? t : LEFT_OPEN;
      }
      if (rule.equals("source")) {
        return s;
      }
      if (!byTarget) {
        return bySource ? s : t;
      }
      if (!bySource) {
        return onlyTheTarget(s, t, rule, differential);
      }
      return switch (rule) {
        case "target" -> t;
        case "newer" -> s == null ? t : t == null || later(s, t) ? s : t;
        case "merge" -> merged(s, t, sourceLeft.get(key));
        default -> throw new Refused();
      };
    }

    private static Line onlyTheTarget(Line s, Line t, String rule, boolean differential) {
      return switch (rule) {
        case "target", "merge" -> t;
        case "newer" -> s != null && t != null && later(s, t) ? s : t;
        default -> {
          if (t == null) {
            yield s;
          }
          if (differential) {
            throw new Refused();
          }
          yield LEFT_OPEN;
        }
      };
    }

    private static boolean later(Line s, Line t) {
      return s.stamp().compareTo(t.stamp()) > 0;
    }

    /** A column that both changed has no answer, not even where both made it the same. */
    private static Line merged(Line s, Line t, Line before) {
      if (s == null || t == null || before == null) {
        throw new Refused();
      }
      Line result = s;
      for (int i = 0; i < 2; i++) {
        boolean ours = !s.column(i).equals(before.column(i));
        boolean theirs = !t.column(i).equals(before.column(i));
        if (ours && theirs) {
          throw new Refused();
        }
        result = theirs ? result.with(i, t.column(i)) : result;
      }
      return result.with(2, later(s, t) ? s.stamp() : t.stamp());
    }
  }

  @Test
  void aSqliteFileIsWhatTheRulesSayNightAfterNight() throws SQLException {
    long end = System.nanoTime() + 20_000_000_000L;
    for (long seed = 1; seed <= 40 && System.nanoTime() < end; seed++) {
      Path target = folder.resolve("t" + seed + ".db");
      nights(seed, 8, target.toString(), "jdbc:sqlite:" + target);
    }
  }

  @Test
  void aPostgresDatabaseIsToo(Database database) throws SQLException {
    nights(7001, 12, database.url(), null, database);
  }

  private void nights(long seed, int nights, String url, String jdbc) throws SQLException {
    try (Connection there = DriverManager.getConnection(jdbc)) {
      there.setAutoCommit(true);
    }
    nights(seed, nights, url, jdbc, null);
  }

  private void nights(long seed, int nights, String url, String jdbc, Database database)
      throws SQLException {
    Random random = new Random(seed);
    Path file = folder.resolve("s" + seed + ".db");
    Oracle oracle = new Oracle();
    try (Connection s = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      run(s, "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b TEXT, updated_at TEXT)");
    }
    edit(oracle.source, random, 8);
    write("jdbc:sqlite:" + file, oracle.source);
    migrate(file, url, Mode.FULL, "fail");
    oracle.night("source", true);
    for (int night = 0; night < nights; night++) {
      edit(oracle.source, random, 3);
      edit(oracle.target, random, random.nextInt(3));
      write("jdbc:sqlite:" + file, oracle.source);
      String there = database == null ? jdbc : login(database);
      write(there, oracle.target);
      String rule = RULES.get(random.nextInt(RULES.size()));
      boolean differential = random.nextBoolean();
      String what = "seed " + seed + ", night " + night + ": " + rule + ", " + differential;
      Oracle before = new Oracle();
      before.target = oracle.target;
      before.sourceLeft = oracle.sourceLeft;
      before.targetLeft = oracle.targetLeft;
      boolean refused = false;
      try {
        oracle.night(rule, differential);
      } catch (Refused e) {
        refused = true;
      }
      String id = null;
      try {
        id = migrate(file, url, differential ? Mode.DIFFERENTIAL : Mode.INCREMENTAL, rule);
      } catch (GodwitException e) {
        assertThat(e.reason()).as(what + "\n" + e).isEqualTo(GodwitException.Reason.REFUSED);
        assertThat(e).as(what).hasMessageContaining("conflicts");
      }
      assertThat(id == null).as(what + " is refused").isEqualTo(refused);
      assertThat(read(there)).as(what).isEqualTo(oracle.target);
      if (id != null && random.nextInt(6) == 0) {
        try (Target target = Stores.target(url, null)) {
          new Godwit(Progress.NONE).rollback(target, id, Scope.ALL, false, null);
        }
        oracle.target = before.target;
        oracle.sourceLeft = before.sourceLeft;
        oracle.targetLeft = before.targetLeft;
        assertThat(read(there)).as(what + ", taken back").isEqualTo(oracle.target);
      }
    }
  }

  private static String login(Database database) {
    return database.jdbcUrl() + "?user=" + database.user() + "&password=" + database.password();
  }

  private static void edit(Lines lines, Random random, int times) {
    for (int i = 0; i < times; i++) {
      int key = 1 + random.nextInt(KEYS);
      Line line = lines.get(key);
      if (line != null && random.nextInt(5) == 0) {
        lines.remove(key);
      } else {
        Line changed = line == null ? new Line(text(random), text(random), "") : line;
        changed = changed.with(random.nextInt(2), text(random));
        // Now and then a watermark that misleads.
        int day = random.nextInt(4) == 0 ? random.nextInt(28) : 28;
        lines.put(
            key, changed.with(2, "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + day)));
      }
    }
  }

  private static String text(Random random) {
    return Integer.toString(random.nextInt(1000), 36);
  }

  private String migrate(Path file, String url, Mode mode, String rule) {
    Options options =
        Options.DEFAULT
            .with(RulesFile.parse("conflicts: " + rule, "rules"))
            .with(Safety.USUAL.keepingIn(folder.resolve("backups")));
    return Moves.migrate(file.toString(), url, options, mode, Progress.NONE).migrationId();
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void write(String jdbc, Lines lines) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbc)) {
      connection.setAutoCommit(false);
      run(connection, "DELETE FROM t");
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t VALUES (?, ?, ?, ?)")) {
        for (var e : lines.entrySet()) {
          insert.setInt(1, e.getKey());
          for (int i = 0; i < 3; i++) {
            insert.setString(2 + i, e.getValue().column(i));
          }
          insert.executeUpdate();
        }
      }
      connection.commit();
    }
  }

  private static Lines read(String jdbc) throws SQLException {
    Lines result = new Lines();
    try (Connection connection = DriverManager.getConnection(jdbc);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT id, a, b, updated_at FROM t")) {
      while (rows.next()) {
        result.put(
            rows.getInt(1), new Line(rows.getString(2), rows.getString(3), rows.getString(4)));
      }
    }
    return result;
  }
}
