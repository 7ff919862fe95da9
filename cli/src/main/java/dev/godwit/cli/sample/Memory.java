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
    db.row(
        "memory_observations",
        "memory_session_id",
        "memory-" + i % 3,
        "project",
        project(i),
        "type",
        TYPES[i % TYPES.length],
        "title",
        Texts.title(i),
        "subtitle",
        i % 4 == 0 ? null : "What was learned, part " + i,
        "facts",
        i % 3 == 0 ? null : "[\"The port is 8" + i + "\", \"caf\\u00e9 closes at 18:00\"]",
        "narrative",
        "The build failed because step " + i + " ran twice. Große Freude.",
        "concepts",
        i % 3 == 0 ? "[]" : "[\"build\", \"flaky-test\"]",
        "files_read",
        i % 2 == 0 ? "[\"" + Texts.HOME + "/a b.py\"]" : null,
        "files_modified",
        null,
        "prompt_number",
        i % 2 == 0 ? i : null,
        "discovery_tokens",
        i * 1000,
        "created_at",
        imported ? Spelling.javaScript(at) : Spelling.iso(at),
        "created_at_epoch",
        imported ? at.toEpochMilli() : at.getEpochSecond(),
        "identity_key",
        i % 6 == 1 ? "key-" + i : null);
  }

  private void summary(int i) throws SQLException {
    Instant at = sessions.begun(i).plus(Duration.ofHours(1));
    boolean imported = i % 2 == 0;
    db.row(
        "memory_summaries",
        "memory_session_id",
        "memory-" + i % 3,
        "project",
        project(i),
        "request",
        Texts.message(i),
        "investigated",
        i % 3 == 0 ? null : "The log of run " + i,
        "learned",
        "Caches lie.",
        "completed",
        "",
        "next_steps",
        null,
        "created_at",
        imported ? Spelling.javaScript(at) : Spelling.iso(at),
        "created_at_epoch",
        imported ? at.toEpochMilli() : at.getEpochSecond());
  }

  private void manualSession(int i) throws SQLException {
    Instant at = sessions.begun(i);
    db.row(
        "memory_manual_sessions",
        "memory_session_id",
        "manual-" + i,
        "project",
        "project-" + i,
        "created_at_epoch",
        i == 0 ? at.toEpochMilli() : at.getEpochSecond());
  }

  private void tombstone(int i) throws SQLException {
    String path = Texts.HOME + "/.codex/sessions/gone-" + i + ".jsonl";
    Instant at = sessions.begun(count - 1 - i);
    db.row(
        "mirror_tombstones",
        "source_identity",
        "codex:" + path,
        "agent",
        "codex",
        "transcript_path",
        path,
        "file_size",
        i == 0 ? 6_442_450_944L : 1024L * i,
        "file_mtime",
        String.valueOf(at.getEpochSecond() * 1_000_000_000L + 123_456_789L + i),
        "created_at",
        Spelling.iso(at));
  }

  /** Transcripts tell their own time, mostly in JavaScript's spelling, or not at all. */
  private String mirrorStart(int i) {
    return i % 7 == 3 ? null : Spelling.javaScript(sessions.begun(i));
  }

  void mirror(int i, String start) throws SQLException {
    Instant at = sessions.begun(i % count);
    String path = Texts.HOME + "/.claude/projects/demo/" + Sessions.nativeId(i) + ".jsonl";
    db.row(
        "mirrors",
        "session_id",
        Sessions.id(i),
        // Rows from before migration 028 have none, and a unique index allows many of those.
        "source_identity",
        i % 5 == 4 ? null : "claude:" + path,
        "computer",
        "macbook",
        "agent",
        i % 3 == 0 ? "codex" : "claude",
        "project",
        i % 6 == 0 ? "" : project(i),
        "title",
        i % 4 == 3 ? "" : "Mirror " + i,
        "timestamp_start",
        start,
        "timestamp_end",
        i % 2 == 0 ? null : Spelling.javaScript(at.plusSeconds(900)),
        "conversation_text",
        "user: " + Texts.message(i) + "\nassistant: " + Texts.terminal(i % 2),
        "message_count",
        2 + i,
        "metadata",
        i % 3 == 0 ? "{}" : "{\"agent\": \"claude\", \"transcript_path\": \"" + path + "\"}",
        "created_at",
        Spelling.iso(at),
        "updated_at",
        Spelling.iso(at.plusSeconds(901)));
  }

  private String project(int i) {
    return Texts.HOME + "/Workspace/" + (i % 2 == 0 ? "demo" : "naïve-café");
  }
}
