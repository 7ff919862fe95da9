package dev.godwit.cli.sample;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** What was remembered and mirrored; part of it came from claude-mem, which counts milliseconds. */
final class Memory {
  private static final String[] TYPES = {
    "discovery", "decision", "preference", "gotcha", "pattern", "friction", "context"
  };

  private final SampleDatabase db;
  private final Sessions sessions;
  private final int count;

  Memory(SampleDatabase db, Sessions sessions, int count) {
    this.db = db;
    this.sessions = sessions;
    this.count = count;
  }

  void write() throws SQLException {
    for (int i = 0; i < count * 3 / 4; i++) {
      observation(i);
    }
    for (int i = 0; i < count / 4; i++) {
      summary(i);
    }
    for (int i = 0; i < 3; i++) {
      manualSession(i);
      tombstone(i);
    }
    for (int i = 0; i < count / 2; i++) {
      mirror(i, mirrorStart(i));
    }
  }

  void observation(int i) throws SQLException {
    Instant at = sessions.begun(i % count).plusSeconds(40);
    boolean imported = i % 5 == 0;
    db.into("memory_observations")
        .set("memory_session_id", "memory-" + i % 3)
        .set("project", project(i))
        .set("type", TYPES[i % TYPES.length])
        .set("title", Texts.title(i))
        .set("subtitle", i % 4 == 0 ? null : "What was learned, part " + i)
        .set(
            "facts",
            i % 3 == 0 ? null : "[\"The port is 8" + i + "\", \"caf\\u00e9 closes at 18:00\"]")
        .set("narrative", "The build failed because step " + i + " ran twice. Große Freude.")
        .set("concepts", i % 3 == 0 ? "[]" : "[\"build\", \"flaky-test\"]")
        .set("files_read", i % 2 == 0 ? "[\"" + Texts.HOME + "/a b.py\"]" : null)
        .set("files_modified", null)
        .set("prompt_number", i % 2 == 0 ? i : null)
        .set("discovery_tokens", i * 1000)
        .set("created_at", imported ? MomentSpelling.javaScript(at) : MomentSpelling.iso(at))
        .set("created_at_epoch", imported ? at.toEpochMilli() : at.getEpochSecond())
        .set("identity_key", i % 6 == 1 ? "key-" + i : null)
        .insert();
  }

  private void summary(int i) throws SQLException {
    Instant at = sessions.begun(i).plus(Duration.ofHours(1));
    boolean imported = i % 2 == 0;
    db.into("memory_summaries")
        .set("memory_session_id", "memory-" + i % 3)
        .set("project", project(i))
        .set("request", Texts.message(i))
        .set("investigated", i % 3 == 0 ? null : "The log of run " + i)
        .set("learned", "Caches lie.")
        .set("completed", "")
        .set("next_steps", null)
        .set("created_at", imported ? MomentSpelling.javaScript(at) : MomentSpelling.iso(at))
        .set("created_at_epoch", imported ? at.toEpochMilli() : at.getEpochSecond())
        .insert();
  }

  private void manualSession(int i) throws SQLException {
    Instant at = sessions.begun(i);
    db.into("memory_manual_sessions")
        .set("memory_session_id", "manual-" + i)
        .set("project", "project-" + i)
        .set("created_at_epoch", i == 0 ? at.toEpochMilli() : at.getEpochSecond())
        .insert();
  }

  private void tombstone(int i) throws SQLException {
    String path = Texts.HOME + "/.codex/sessions/gone-" + i + ".jsonl";
    Instant at = sessions.begun(count - 1 - i);
    db.into("mirror_tombstones")
        .set("source_identity", "codex:" + path)
        .set("agent", "codex")
        .set("transcript_path", path)
        .set("file_size", i == 0 ? 6_442_450_944L : 1024L * i)
        .set("file_mtime", String.valueOf(at.getEpochSecond() * 1_000_000_000L + 123_456_789L + i))
        .set("created_at", MomentSpelling.iso(at))
        .insert();
  }

  /** Transcripts tell their own time, mostly in JavaScript's spelling, or not at all. */
  private String mirrorStart(int i) {
    return i % 7 == 3 ? null : MomentSpelling.javaScript(sessions.begun(i));
  }

  void mirror(int i, String start) throws SQLException {
    Instant at = sessions.begun(i % count);
    String path = Texts.HOME + "/.claude/projects/demo/" + Sessions.nativeId(i) + ".jsonl";
    db.into("mirrors")
        .set("session_id", Sessions.id(i))
        // Rows from before migration 028 have none, and a unique index allows many of those.
        .set("source_identity", i % 5 == 4 ? null : "claude:" + path)
        .set("computer", "macbook")
        .set("agent", i % 3 == 0 ? "codex" : "claude")
        .set("project", i % 6 == 0 ? "" : project(i))
        .set("title", i % 4 == 3 ? "" : "Mirror " + i)
        .set("timestamp_start", start)
        .set("timestamp_end", i % 2 == 0 ? null : MomentSpelling.javaScript(at.plusSeconds(900)))
        .set(
            "conversation_text",
            "user: " + Texts.message(i) + "\nassistant: " + Texts.terminal(i % 2))
        .set("message_count", 2 + i)
        .set(
            "metadata",
            i % 3 == 0 ? "{}" : "{\"agent\": \"claude\", \"transcript_path\": \"" + path + "\"}")
        .set("created_at", MomentSpelling.iso(at))
        .set("updated_at", MomentSpelling.iso(at.plusSeconds(901)))
        .insert();
  }

  private String project(int i) {
    return Texts.HOME + "/Workspace/" + (i % 2 == 0 ? "demo" : "naïve-café");
  }
}
