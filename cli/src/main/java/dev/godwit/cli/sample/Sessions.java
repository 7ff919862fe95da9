package dev.godwit.cli.sample;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** The sessions, and what hangs on them: voices, tokens, messages to delete. */
final class Sessions {
  /** Every eighth session is of the same kind. */
  private static final String[] ORIGINS = {
    "terminal", "telegram", "discord", "discord", "api", "whatsapp", "redis", "telegram"
  };

  private static final String[] EMAILS = {
    null,
    "ada@example.org",
    "bram@example.org",
    "carla.customer@example.com",
    null,
    "ada@example.org",
    null,
    "former.colleague@example.net"
  };
  private static final String[] ROLES = {
    "admin", "admin", "member", "customer", "admin", "admin", null, "contributor"
  };
  private static final String[] STATES = {
    "active", "closed", "closed", "closed", "headless", "closing", "initializing", "closed"
  };
  private static final String[] AGENTS = {"claude", "codex", "gemini"};
  private static final String[] SPEEDS = {"slow", "med", "fast"};
  private static final Instant FIRST = Instant.parse("2025-12-22T08:15:30.123456Z");
  private static final int DAYS = 80;

  private final SampleDatabase db;
  private final int count;

  Sessions(SampleDatabase db, int count) {
    this.db = db;
    this.count = count;
  }

  static String id(int i) {
    return UUID.nameUUIDFromBytes(("session " + i).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** The name that the agent itself gives to session i. */
  static String nativeId(int i) {
    return UUID.nameUUIDFromBytes(("native " + i).getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** When session i began; they are spread over the eighty days in which the spelling changed. */
  Instant begun(int i) {
    Instant at = FIRST.plus(Duration.ofMinutes((long) i * DAYS * 24 * 60 / count));
    // Python leaves a fraction of zero out, and a reader that counts on it fails.
    return i % 4 == 1 ? Instant.ofEpochSecond(at.getEpochSecond()) : at;
  }

  void write() throws SQLException {
    for (int i = 0; i < count; i++) {
      session(i);
    }
    db.run(
        "UPDATE sessions SET principal = CASE WHEN human_email IS NULL THEN 'system:' || session_id"
            + " ELSE 'human:' || human_email END WHERE last_activity >= '2026-03-01'");
    dependants();
  }

  void session(int i) throws SQLException {
    SampleDatabase.Insert row = db.into("sessions");
    identity(row, i);
    place(row, i);
    times(row, i);
    talk(row, i);
    flags(row, i);
    row.insert();
  }

  private static void identity(SampleDatabase.Insert row, int i) {
    int kind = i % 8;
    row.set("session_id", id(i));
    row.set("computer_name", kind == 6 ? "workstation-2" : "macbook");
    row.set("title", Texts.title(i));
    // Headless sessions have no terminal, and today's code writes that as an empty string.
    row.set("tmux_session_name", kind == 4 ? "" : kind == 7 ? null : "tc_" + id(i).substring(0, 8));
    row.set("last_input_origin", ORIGINS[kind]);
    row.set("adapter_metadata", Texts.adapters(i));
    row.set("human_email", EMAILS[kind]);
    row.set("human_role", ROLES[kind]);
    row.set("lifecycle_status", STATES[kind]);
    row.set("visibility", kind == 2 ? "shared" : "private");
    row.set("session_metadata", Texts.sessionMetadata(i, EMAILS[kind]));
    row.set("initiator_session_id", kind == 4 ? id(i - 1) : null);
  }

  private void place(SampleDatabase.Insert row, int i) {
    String log = Texts.HOME + "/.claude/projects/demo/" + nativeId(i) + ".jsonl";
    row.set("project_path", Texts.HOME + "/Workspace/" + (i % 3 == 0 ? "demo" : "naïve-café"));
    row.set("subdir", i % 5 == 0 ? "trees/fix-" + i : null);
    row.set("description", i % 6 == 0 ? "" : "Session " + i);
    row.set("native_session_id", nativeId(i));
    row.set("native_log_file", log);
    row.set("active_agent", AGENTS[i % 3]);
    row.set("thinking_mode", SPEEDS[i % 3]);
    row.set("tui_log_file", i % 4 == 0 ? "/tmp/tui-" + i + ".log" : null);
    row.set("working_slug", i % 7 == 0 ? "multi-user-install" : null);
    row.set("terminal_size", i % 9 == 0 ? "160x50" : "80x24");
    row.set("transcript_files", i % 2 == 0 ? "[]" : "[\"" + log + "\"]");
    row.set(
        "output_message_id", i % 3 == 0 ? String.valueOf(9_000_000_000_000_000_000L + i) : null);
    row.set("char_offset", i == 2 ? 5_000_000_000L : i * 173L);
  }

  private void times(SampleDatabase.Insert row, int i) {
    Instant begun = begun(i);
    Instant last = begun.plus(Duration.ofMinutes(7L * i + 1));
    boolean closed = STATES[i % 8].equals("closed");
    row.set("created_at", MomentSpelling.ofItsDay(begun));
    row.set("last_activity", MomentSpelling.ofItsDay(last));
    row.set("closed_at", closed ? MomentSpelling.ofItsDay(last.plusSeconds(60)) : null);
    row.set("last_message_sent_at", MomentSpelling.ofItsDay(begun.plusSeconds(1)));
    row.set("last_output_at", MomentSpelling.ofItsDay(begun.plusSeconds(30)));
    row.set("last_tool_use_at", i % 3 == 0 ? null : MomentSpelling.ofItsDay(begun.plusSeconds(10)));
    row.set(
        "last_tool_done_at", i % 3 == 0 ? null : MomentSpelling.ofItsDay(begun.plusSeconds(12)));
    row.set("last_checkpoint_at", i % 5 == 0 ? MomentSpelling.ofItsDay(last) : null);
    boolean helpDesk = i % 8 == 3;
    row.set("last_memory_extraction_at", i % 6 == 3 ? MomentSpelling.iso(last) : null);
    row.set("help_desk_processed_at", helpDesk ? MomentSpelling.iso(last.plusSeconds(90)) : null);
    row.set("relay_started_at", helpDesk ? MomentSpelling.iso(begun.plusSeconds(5)) : null);
    row.set("relay_status", helpDesk ? "closed" : null);
    row.set("relay_discord_channel_id", helpDesk ? "1234567890123456789" : null);
  }

  private static void talk(SampleDatabase.Insert row, int i) {
    row.set("last_message_sent", Texts.message(i));
    row.set("last_output_raw", Texts.terminal(i));
    row.set("last_output_summary", i % 2 == 0 ? "Tests pass; " + i + " files changed." : null);
    row.set("last_output_digest", i % 2 == 0 ? "%064x".formatted(i * 7919L) : null);
  }

  private static void flags(SampleDatabase.Insert row, int i) {
    row.set("initiated_by_ai", i % 8 == 4 ? 1 : 0);
    row.set("notification_sent", i % 3 == 0 ? 1 : 0);
    row.set("tui_capture_started", i % 4 == 0 ? 1 : 0);
    row.set("turn_triggered_by_linked_output", i % 10 == 6 ? 1 : 0);
  }

  private void dependants() throws SQLException {
    for (int i = 0; i < count; i += 4) {
      voices(i);
      deletions(i);
    }
    for (int i = count - 3; i < count; i++) {
      token(i);
    }
  }

  /** A voice belongs to a session by its own id or by the agent's; the oldest knew seconds only. */
  private void voices(int i) throws SQLException {
    Instant at = begun(i);
    boolean old = at.isBefore(MomentSpelling.FIRST_ORM);
    db.into("voice_assignments")
        .set("id", i % 8 == 0 ? id(i) : nativeId(i))
        .set("service_name", i % 8 == 0 ? "elevenlabs" : "macos")
        .set("voice", i % 8 == 0 ? "Zoë" : "")
        .set("assigned_at", old ? MomentSpelling.currentTimestamp(at) : MomentSpelling.orm(at))
        .insert();
  }

  /** The ORM writes NULL where the table declares CURRENT_TIMESTAMP. */
  private void deletions(int i) throws SQLException {
    for (String type : new String[] {"user_input", "feedback"}) {
      db.into("pending_message_deletions")
          .set("session_id", id(i))
          .set("message_id", String.valueOf(1_400_000_000_000_000_000L + i))
          .set("deletion_type", type)
          .set("created_at", type.equals("feedback") ? null : MomentSpelling.ofItsDay(begun(i)))
          .insert();
    }
  }

  private void token(int i) throws SQLException {
    Instant at = begun(i);
    db.into("session_tokens")
        .set("token", "FAKE-session-token-" + id(i))
        .set("session_id", id(i))
        .set("principal", EMAILS[i % 8] == null ? "system:" + id(i) : "human:" + EMAILS[i % 8])
        .set("role", "member")
        .set("issued_at", MomentSpelling.iso(at))
        .set("expires_at", MomentSpelling.iso(at.plus(Duration.ofDays(1))))
        .set("revoked_at", i == count - 1 ? MomentSpelling.iso(at.plusSeconds(3600)) : null)
        .insert();
  }
}
