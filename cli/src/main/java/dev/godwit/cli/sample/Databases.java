package dev.godwit.cli.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Writes teleclaude.db and events.db, as a running daemon leaves them or as two plain files. */
final class Databases {
  private static final int MANY = 40;
  private static final int FEW = 8;

  private Databases() {}

  /**
   * A teleclaude.db with its {@code -wal} and without its {@code -shm}: what is found after a
   * crash, or in a copy. The newest rows are in the {@code -wal} only.
   */
  static void teleclaude(Path file, boolean messy) throws IOException, SQLException {
    Path folder = Files.createTempDirectory("godwit-sample");
    Path live = folder.resolve("teleclaude.db");
    try (SampleDatabase db = SampleDatabase.create(live)) {
      db.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 0");
      db.begin();
      rows(db, MANY);
      if (messy) {
        Hazards.teleclaude(db);
      }
      db.commit();
      db.run("PRAGMA wal_checkpoint(TRUNCATE)");
      db.begin();
      lateRows(db, MANY);
      db.commit();
      // Closing would move the late rows into the main file.
      Files.copy(live, file);
      Files.copy(beside(live), beside(file));
    } finally {
      Files.deleteIfExists(live);
      Files.deleteIfExists(folder);
    }
  }

  /** An events.db in WAL mode that was closed in order. */
  static void events(Path file, boolean messy) throws IOException, SQLException {
    try (SampleDatabase db = SampleDatabase.create(file)) {
      db.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF");
      db.begin();
      db.script("events.sql");
      new Events(db, MANY).write();
      if (messy) {
        Hazards.events(db);
      }
      db.commit();
    }
  }

  /** Both, small enough to lie in a repository, each a single file. */
  static void small(Path teleclaude, Path events) throws IOException, SQLException {
    try (SampleDatabase db = plain(teleclaude)) {
      db.begin();
      Queues queues = rows(db, FEW);
      for (int i = 0; i < 2; i++) {
        queues.notification(i);
      }
      lateRows(db, FEW);
      db.commit();
      db.run("VACUUM");
    }
    try (SampleDatabase db = plain(events)) {
      db.begin();
      db.script("events.sql");
      new Events(db, FEW).write();
      db.commit();
      db.run("VACUUM");
    }
  }

  private static SampleDatabase plain(Path file) throws SQLException {
    SampleDatabase db = SampleDatabase.create(file);
    db.run("PRAGMA page_size = 1024; PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF");
    return db;
  }

  private static Queues rows(SampleDatabase db, int count) throws IOException, SQLException {
    db.script("teleclaude.sql");
    MigrationStems.write(db);
    Sessions sessions = new Sessions(db, count);
    sessions.write();
    Queues queues = new Queues(db, sessions, count);
    queues.write();
    new Memory(db, sessions, count).write();
    return queues;
  }

  private static void lateRows(SampleDatabase db, int count) throws SQLException {
    Sessions sessions = new Sessions(db, count);
    sessions.session(count);
    db.run(
        "UPDATE sessions SET title = 'Renamed a moment ago' WHERE session_id = ?", Sessions.id(0));
    new Queues(db, sessions, count).inbound(count);
    new Memory(db, sessions, count).observation(count);
    new Memory(db, sessions, count).mirror(count, null);
    // Rows with higher numbers came and went; those numbers must not be given out again.
    db.run(
        "UPDATE sqlite_sequence SET seq = seq + 17"
            + " WHERE name IN ('inbound_queue', 'memory_observations')");
  }

  private static Path beside(Path database) {
    return database.resolveSibling(database.getFileName() + "-wal");
  }
}
