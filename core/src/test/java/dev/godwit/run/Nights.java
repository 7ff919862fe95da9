package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.history.Run;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.run.Side.Line;
import dev.godwit.run.Side.Lines;
import dev.godwit.store.Target;
import dev.godwit.testing.JavaProgram;
import dev.godwit.testing.Moves;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;

/**
 * Night after night both sides are edited at random, the source's schema moves on, runs are cut off
 * or their process is killed, and one of a random mode and rule follows, now and then a rollback.
 * Who wins is worked out a second time here, by values, in code that knows nothing of digests.
 */
final class Nights {
  private static final List<String> RULES = List.of("fail", "source", "target", "newer", "merge");
  private static final String STAMP = "updated_at";
  private static final int KEYS = 12;

  /** A row that stays: what has no row is no table in a file. */
  private static final int LAST = 13;

  private final Random random;
  private final Side source;
  private final Side target;
  private final Path backups;
  private final List<Kept> kept = new ArrayList<>();
  private List<String> columns = new ArrayList<>(List.of("a", "b", STAMP));
  private World world = new World(new Lines(), new Lines(), new Lines(), List.of());
  private Lines now = new Lines();
  private int sinceBack;
  private int length = 5;
  int runs;
  int kills;

  /** A run, and what both sides were like before it. */
  private record Kept(String id, World before) {}

  Nights(long seed, Side source, Side target, Path backups) {
    this.random = new Random(seed);
    this.source = source;
    this.target = target;
    this.backups = backups;
    source.change(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(5), b VARCHAR(5), updated_at VARCHAR(10))");
    now.put(LAST, new Line(Map.of("a", "last", "b", "row", STAMP, "2026-01-01")));
    edit(now, 8, "");
    source.write(columns, now);
    migrate(Mode.FULL, "fail", Progress.NONE);
    world = new World(now.copy(), now.copy(), now.copy(), columns);
  }

  /** Thrown where no rule has an answer. */
  private static final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What the target holds, and how the last run, which knew these columns, left both sides. */
  private record World(Lines target, Lines sourceLeft, Lines targetLeft, List<String> known) {
    private static final Line LEFT_OPEN = new Line(Map.of("left", "open"));

    /** What was there before a column came, where it is not what is there now. */
    private static final Line ANOTHER = new Line(Map.of("was", "another"));

    World copy() {
      return new World(target.copy(), sourceLeft.copy(), targetLeft.copy(), known);
    }

    World after(Lines source, List<String> columns, String rule, boolean differential) {
      World next = new World(target.copy(), sourceLeft.copy(), targetLeft.copy(), columns);
      TreeSet<Integer> keys = new TreeSet<>(source.keySet());
      keys.addAll(target.keySet());
      keys.addAll(sourceLeft.keySet());
      keys.addAll(targetLeft.keySet());
      for (int key : keys) {
        Line s = source.get(key);
        Line t = target.get(key);
        Line wins = wins(s, t, key, rule, differential);
        Line stays = grown(t, s, columns);
        if (!LEFT_OPEN.equals(wins)) {
          Line there = Objects.equals(wins, t) ? stays : wins;
          put(next.target, key, there);
          put(next.sourceLeft, key, s);
          put(next.targetLeft, key, there);
        } else {
          // It is open the next time too.
          put(next.target, key, stays);
          if (!columns.equals(known)) {
            put(next.sourceLeft, key, left(sourceLeft.get(key), s == null ? null : s.of(known), s));
            put(next.targetLeft, key, left(targetLeft.get(key), t, stays));
          }
        }
      }
      return next;
    }

    /** A row that stays gets what the source has in columns that are new. */
    private Line grown(Line t, Line s, List<String> columns) {
      Line result = t;
      for (String column : t == null || s == null ? List.<String>of() : columns) {
        result = known.contains(column) ? result : result.with(column, s.at(column));
      }
      return result;
    }

    /** What was left, by the columns that are known from now on. */
    private static Line left(Line left, Line before, Line now) {
      return left == null ? null : left.equals(before) ? now : ANOTHER;
    }

    private static void put(Lines lines, int key, Line line) {
      if (line == null) {
        lines.remove(key);
      } else {
        lines.put(key, line);
      }
    }

    private Line wins(Line s, Line t, int key, String rule, boolean differential) {
      Line before = s == null ? null : s.of(known);
      if (Objects.equals(before, t)) {
        return s;
      }
      boolean bySource = !Objects.equals(before, sourceLeft.get(key));
      // A row of its own is the target's in all nights.
      boolean own = sourceLeft.get(key) == null && targetLeft.get(key) != null;
      boolean byTarget = !Objects.equals(t, targetLeft.get(key)) || own && s != null && t != null;
      if (s == null && !differential) {
        boolean stays = rule.equals("target") || rule.equals("newer") || rule.equals("merge");
        boolean settles =
            !bySource && (!byTarget || stays) || bySource && byTarget && rule.equals("target");
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
      return s.at(STAMP).compareTo(t.at(STAMP)) > 0;
    }

    /** A column that both changed has no answer, not even where both made it the same. */
    private static Line merged(Line s, Line t, Line before) {
      if (s == null || t == null || before == null || before.equals(ANOTHER)) {
        throw new Refused();
      }
      Line result = s;
      TreeSet<String> columns = new TreeSet<>(s.values().keySet());
      columns.addAll(t.values().keySet());
      columns.addAll(before.values().keySet());
      columns.remove(STAMP);
      for (String column : columns) {
        boolean ours = !Objects.equals(s.at(column), before.at(column));
        boolean theirs = !Objects.equals(t.at(column), before.at(column));
        if (ours && theirs) {
          throw new Refused();
        }
        result = theirs ? result.with(column, t.at(column)) : result;
      }
      return result.with(STAMP, later(s, t) ? s.at(STAMP) : t.at(STAMP));
    }
  }

  /** One of {@code moves} nights on average brings a change of the source's schema. */
  void night(String what, int moves) {
    if (moves > 0 && random.nextInt(moves) == 0) {
      move();
    }
    edit(now, 3, more());
    source.write(columns, now);
    // The target's columns may be shorter.
    edit(world.target, random.nextInt(3), "");
    target.write(world.known, world.target);
    String rule = RULES.get(random.nextInt(RULES.size()));
    boolean differential = random.nextBoolean();
    run(what + ": " + rule + ", " + differential, rule, differential);
  }

  /** Ends with both sides equal. */
  void end(String what) {
    sinceBack = 0;
    run(what, "source", true);
    assertThat(target.read()).as(what).isEqualTo(now);
  }

  /** The source as it is now, to come back to. */
  Lines saved() {
    return now.copy();
  }

  void restore(Lines saved) {
    now = saved.copy();
    source.write(columns, now);
  }

  private void run(String what, String rule, boolean differential) {
    Mode mode = differential ? Mode.DIFFERENTIAL : Mode.INCREMENTAL;
    if (random.nextInt(8) == 0) {
      if (random.nextInt(10) == 0) {
        killed(what, mode, rule);
      } else {
        cutOff(what, mode, rule);
      }
    }
    World before = world.copy();
    boolean refused = false;
    World next = world;
    try {
      next = world.after(now, columns, rule, differential);
    } catch (Refused e) {
      refused = true;
    }
    String id = null;
    try {
      id = migrate(mode, rule, Progress.NONE);
    } catch (GodwitException e) {
      assertThat(e.reason()).as(what + "\n" + e).isEqualTo(GodwitException.Reason.REFUSED);
      assertThat(e).as(what).hasMessageContaining("conflicts");
    }
    assertThat(id == null).as(what + " is refused").isEqualTo(refused);
    runs++;
    world = next;
    assertThat(target.read()).as(what).isEqualTo(world.target);
    if (id != null) {
      kept.add(new Kept(id, before));
      sinceBack++;
    }
    // What was left is known for three rollbacks in a row.
    if (id != null && sinceBack > 4 && random.nextInt(6) == 0) {
      back(what, 1 + random.nextInt(2));
    }
  }

  /** A run that its listener ends somewhere leaves all as it was. */
  private void cutOff(String what, Mode mode, String rule) {
    int[] left = {random.nextInt(12)};
    Progress cut =
        new Progress() {
          @Override
          public void phase(String phase) {
            if (left[0]-- == 0) {
              throw new IllegalStateException("cut off");
            }
          }

          @Override
          public void done(String table) {
            phase(table);
          }
        };
    try {
      rollBack(target.url(), migrate(mode, rule, cut), false);
    } catch (IllegalStateException | GodwitException e) {
      assertThat(left[0] < 0 || e instanceof GodwitException).as(what + "\n" + e).isTrue();
    }
    assertThat(target.read()).as(what + ", cut off").isEqualTo(world.target);
  }

  /** The process of a run is killed somewhere. The run is kept or not; if so, it is taken back. */
  private void killed(String what, Mode mode, String rule) {
    String last = lastKept();
    kill("migrate", mode.kind(), rule);
    String kept = lastKept();
    if (!Objects.equals(last, kept)) {
      rollBack(target.url(), kept, false);
    }
    assertThat(target.read()).as(what + ", killed").isEqualTo(world.target);
  }

  private void kill(Object... words) {
    List<Object> all = new ArrayList<>(List.of(source.url(), target.url(), backups));
    all.addAll(List.of(words));
    try {
      JavaProgram.kill(Nights.class, random.nextInt(14), all.toArray());
      kills++;
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
    target.settle();
  }

  /** What is killed: says when it comes to anything new. */
  public static void main(String[] args) {
    Progress telling =
        new Progress() {
          @Override
          public void phase(String phase) {
            System.out.println(phase);
          }

          @Override
          public void done(String table) {
            phase(table);
          }
        };
    if (args[3].equals("rollback")) {
      try (Target opened = Stores.target(args[1], null)) {
        new Godwit(telling)
            .rollback(opened, args[4], Scope.ALL, Boolean.parseBoolean(args[5]), null);
      }
    } else {
      Mode mode = args[4].equals("differential") ? Mode.DIFFERENTIAL : Mode.INCREMENTAL;
      migrate(args[0], args[1], Path.of(args[2]), mode, args[5], telling);
    }
  }

  private String lastKept() {
    try (Target opened = Stores.target(target.url(), null)) {
      return new Godwit(Progress.NONE)
          .history(opened).stream()
              .filter(Run::isKept)
              .map(Run::migrationId)
              .reduce((first, second) -> second)
              .orElse(null);
    }
  }

  private static void rollBack(String url, String id, boolean force) {
    try (Target opened = Stores.target(url, null)) {
      new Godwit(Progress.NONE).rollback(opened, id, Scope.ALL, force, null);
    }
  }

  private void back(String what, int times) {
    for (int i = 0; i < times; i++) {
      Kept last = kept.remove(kept.size() - 1);
      // Before the later run the target was edited.
      boolean edited = i > 0;
      if (random.nextInt(10) == 0) {
        kill("rollback", last.id(), edited);
      }
      if (last.id().equals(lastKept())) {
        rollBack(target.url(), last.id(), edited);
      }
      world = last.before().copy();
      assertThat(target.read()).as(what + ", taken back").isEqualTo(world.target);
    }
    sinceBack = 0;
  }

  /** The source gets a column, longer texts, or one more table. */
  private void move() {
    int which = random.nextInt(3);
    if (which == 0 && columns.size() < 9) {
      String column = "c" + columns.size();
      source.change("ALTER TABLE t ADD COLUMN " + column + " VARCHAR(" + length + ")");
      columns = new ArrayList<>(columns);
      columns.add(column);
      now.replaceAll((key, line) -> line.with(column, random.nextInt(4) == 0 ? null : text("")));
    } else if (which == 1 && source.url().startsWith("postgresql") && length < 20) {
      length += 10;
      for (String column : columns) {
        source.change("ALTER TABLE t ALTER COLUMN " + column + " TYPE VARCHAR(" + length + ")");
      }
    } else if (which == 2) {
      String table = "more" + random.nextInt(1_000_000);
      source.change("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY)");
      source.change("INSERT INTO " + table + " VALUES (1)");
    }
  }

  private void edit(Lines lines, int times, String more) {
    for (int i = 0; i < times; i++) {
      int key = 1 + random.nextInt(KEYS);
      Line line = lines.get(key);
      if (line != null && random.nextInt(5) == 0) {
        lines.remove(key);
      } else {
        Line changed = line == null ? new Line(Map.of("a", text(more), "b", text(more))) : line;
        changed = changed.with(random.nextBoolean() ? "a" : "b", text(more));
        // Now and then a watermark that misleads.
        int day = random.nextInt(4) == 0 ? random.nextInt(28) : 28;
        lines.put(
            key, changed.with(STAMP, "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + day)));
      }
    }
  }

  private String text(String more) {
    return "v" + Integer.toString(random.nextInt(1000), 36) + more;
  }

  /** What makes texts of the source as long as its columns may be. */
  private String more() {
    return "x".repeat(length > 5 ? 4 : 0);
  }

  private String migrate(Mode mode, String rule, Progress progress) {
    return migrate(source.url(), target.url(), backups, mode, rule, progress);
  }

  private static String migrate(
      String from, String to, Path backups, Mode mode, String rule, Progress progress) {
    Options options =
        Options.DEFAULT
            .with(RulesFile.parse("conflicts: " + rule, "rules"))
            .with(Safety.USUAL.keepingIn(backups));
    return Moves.migrate(from, to, options, mode, progress).migrationId();
  }
}
