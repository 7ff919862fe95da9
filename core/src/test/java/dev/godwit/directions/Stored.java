package dev.godwit.directions;

import dev.godwit.Godwit;
import dev.godwit.Stores;
import dev.godwit.copy.Progress;
import dev.godwit.plan.Plan;
import dev.godwit.report.Report;
import dev.godwit.run.Mode;
import dev.godwit.run.Options;
import dev.godwit.store.Source;
import dev.godwit.store.Target;
import dev.godwit.testing.Database;
import dev.godwit.verify.Digests;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Moves between stores of any engine, and what can be asked of them afterwards. */
final class Stored {
  private Stored() {}

  static Report move(Object from, Object to) {
    return move(from, to, Options.DEFAULT);
  }

  static Report move(Object from, Object to, Options options) {
    return move(from, to, options, Mode.FULL);
  }

  static Report move(Object from, Object to, Options options, Mode mode) {
    try (Source source = Stores.source(from.toString(), null);
        Target target = Stores.target(to.toString(), null)) {
      Godwit godwit = new Godwit(Progress.NONE);
      Plan plan = godwit.plan(source, target, options);
      return godwit.migrate(plan, source, target, options, mode);
    }
  }

  /** Digests by table: of names, types and content. */
  static Map<String, String> digests(Object store) {
    Map<String, String> result = new TreeMap<>();
    try (Source source = Stores.source(store.toString(), null)) {
      source
          .catalog()
          .tables()
          .forEach(
              t -> {
                List<String> columns =
                    t.columns().stream().map(c -> c.name() + " " + c.type().name()).toList();
                result.put(t.name() + columns, Digests.of(source, t, t.columns()).toString());
              });
    }
    return result;
  }

  /** Rows of a SQLite file as text, columns joined by |, texts in quotes, NULL as the word. */
  static List<String> rows(Path file, String sql) {
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      return Database.rows(connection, sql);
    } catch (SQLException e) {
      throw new AssertionError(sql + ": " + e.getMessage(), e);
    }
  }
}
