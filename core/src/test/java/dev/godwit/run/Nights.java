package dev.godwit.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.model.GodwitException;
import dev.godwit.plan.RulesFile;
import dev.godwit.plan.Scope;
import dev.godwit.run.Side.Line;
import dev.godwit.run.Side.Lines;
import dev.godwit.store.Target;
import dev.godwit.testing.Moves;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;

/**
 * Night after night both sides are edited at random, the source's schema moves on, runs are cut
 * off, and one of a random mode and rule follows, now and then a rollback. Who wins is worked out a
 * second time here, by values, in code that knows nothing of digests.
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
  private final boolean edited;
  private final List<Kept> kept = new ArrayList<>();
  private List<String> columns = new ArrayList<>(List.of("a", "b", STAMP));
  private World world = new World(new Lines(), new Lines(), new Lines(), List.of());
  private Lines now = new Lines();
  private int sinceBack;
  private int length = 5;
  int runs;

  /** A run, and what both sides were like before it. */
  private record Kept(String id, World before) {}

  /** {@code target} may only be edited where it has a table to be edited in. */
  Nights(long seed, Side source, Side target, Path backups) {
    this.random = new Random(seed);
    this.source = source;
    this.target = target;
    this.backups = backups;
    this.edited = target instanceof Side.Sql;
    source.change(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a VARCHAR(5), b VARCHAR(5), updated_at VARCHAR(10))");
    now.put(LAST, new Line(Map.of("a", "last", "b", "row", STAMP, "2026-01-01")));
    edit(now, 8);
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
        Line wins = wins(source.get(key), key, rule, differential);
        // What an incremental run leaves open is open the next time too.
        if (!LEFT_OPEN.equals(wins)) {
          put(next.target, key, wins);
          put(next.sourceLeft, key, source.get(key));
          put(next.targetLeft, key, wins);
        }
      }
      return next;
    }

    private static void put(Lines lines, int key, Line line) {
      if (line == null) {
        lines.remove(key);
      } else {
        lines.put(key, line);
      }
    }

    private Line wins(Line s, int key, String rule, boolean differential) {
      Line t = target.get(key);
      if (Objects.equals(s, t)) {
        return s;
      }
      boolean bySource = !Objects.equals(s, sourceLeft.get(key)) && !onlyGrew(s, t, key);
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

    /** A row that was settled otherwise stays so where the source only has a new column. */
    private boolean onlyGrew(Line s, Line t, int key) {
      Line before = s == null ? null : s.of(known);
      return Objects.equals(before, sourceLeft.get(key)) && !Objects.equals(before, t);
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
      if (s == null || t == null || before == null) {
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
    boolean settled = world.target.equals(world.targetLeft);
    boolean moved = settled && moves > 0 && random.nextInt(moves) == 0 && move();
    edit(now, 3);
    source.write(columns, now);
    if (edited && !moved) {
      edit(world.target, random.nextInt(3));
      target.write(targetColumns(), world.target);
    }
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
      cutOff(what, mode, rule);
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
      String id = migrate(mode, rule, cut);
      try (Target opened = Stores.target(target.url(), null)) {
        new Godwit(Progress.NONE).rollback(opened, id, Scope.ALL, false, null);
      }
    } catch (IllegalStateException | GodwitException e) {
      assertThat(left[0] < 0 || e instanceof GodwitException).as(what + "\n" + e).isTrue();
    }
    assertThat(target.read()).as(what + ", cut off").isEqualTo(world.target);
  }

  private void back(String what, int times) {
    for (int i = 0; i < times; i++) {
      Kept last = kept.remove(kept.size() - 1);
      try (Target opened = Stores.target(target.url(), null)) {
        // Before the later run the target was edited.
        new Godwit(Progress.NONE).rollback(opened, last.id(), Scope.ALL, i > 0, null);
      }
      world = last.before().copy();
      assertThat(target.read()).as(what + ", taken back").isEqualTo(world.target);
    }
    sinceBack = 0;
  }

  /** The source gets a column, longer texts, or one more table. */
  private boolean move() {
    int which = random.nextInt(3);
    if (which == 0 && columns.size() < 9) {
      String column = "c" + columns.size();
      source.change("ALTER TABLE t ADD COLUMN " + column + " VARCHAR(" + length + ")");
      columns = new ArrayList<>(columns);
      columns.add(column);
      now.replaceAll((key, line) -> line.with(column, text()));
      return true;
    }
    boolean postgres = source.url().startsWith("postgresql");
    if (which == 1 && postgres && length < 20) {
      length += 10;
      for (String column : columns) {
        source.change("ALTER TABLE t ALTER COLUMN " + column + " TYPE VARCHAR(" + length + ")");
      }
      return true;
    }
    if (which == 2) {
      String table = "more" + random.nextInt(1_000_000);
      source.change("CREATE TABLE " + table + " (id INTEGER PRIMARY KEY)");
      source.change("INSERT INTO " + table + " VALUES (1)");
      return true;
    }
    return false;
  }

  /** Those that the target has: a run that was taken back has taken columns away. */
  private List<String> targetColumns() {
    TreeSet<String> all = new TreeSet<>();
    world.target.values().forEach(line -> all.addAll(line.values().keySet()));
    all.addAll(List.of("a", "b", STAMP));
    return List.copyOf(all);
  }

  private void edit(Lines lines, int times) {
    for (int i = 0; i < times; i++) {
      int key = 1 + random.nextInt(KEYS);
      Line line = lines.get(key);
      if (line != null && random.nextInt(5) == 0) {
        lines.remove(key);
      } else {
        Line changed = line == null ? new Line(Map.of("a", text(), "b", text())) : line;
        changed = changed.with(random.nextBoolean() ? "a" : "b", text());
        // Now and then a watermark that misleads.
        int day = random.nextInt(4) == 0 ? random.nextInt(28) : 28;
        lines.put(
            key, changed.with(STAMP, "2026-%02d-%02d".formatted(1 + random.nextInt(12), 1 + day)));
      }
    }
  }

  private String text() {
    return "v" + Integer.toString(random.nextInt(1000), 36) + "x".repeat(length > 5 ? 4 : 0);
  }

  private String migrate(Mode mode, String rule, Progress progress) {
    Options options =
        Options.DEFAULT
            .with(RulesFile.parse("conflicts: " + rule, "rules"))
            .with(Safety.USUAL.keepingIn(backups));
    return Moves.migrate(source.url(), target.url(), options, mode, progress).migrationId();
  }
}
