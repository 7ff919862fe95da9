package dev.godwit.cli.sample;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

/** The daemon's queues, links, operations and settings. */
final class Queues {
  private static final String[] OPERATION_STATES = {
    "queued", "running", "completed", "failed", "stale", "cancelled"
  };
  private static final String[] MESSAGE_STATES = {
    "delivered", "pending", "processing", "failed", "expired"
  };
  private static final String[] MESSAGE_TYPES = {"text", "voice", "file"};

  private final SampleDatabase db;
  private final Sessions sessions;
  private final int count;

  Queues(SampleDatabase db, Sessions sessions, int count) {
    this.db = db;
    this.sessions = sessions;
    this.count = count;
  }

  void write() throws SQLException {
    for (int i = 0; i < count * 3 / 2; i++) {
      hook(i);
    }
    for (int i = 0; i < count; i++) {
      inbound(i);
    }
    for (int i = 0; i < OPERATION_STATES.length; i++) {
      operation(i);
    }
    listeners();
    links();
    webhooks();
    settings();
  }

  private void hook(int i) throws SQLException {
    Instant at = sessions.begun(i % count).plusSeconds(i);
    // Rows that left the times to the table have them in SQLite's own spelling.
    String time = i % 3 == 0 ? Spelling.currentTimestamp(at) : Spelling.iso(at);
    db.row(
        "hook_outbox",
        "session_id",
        Sessions.id(i % count),
        "event_type",
        i % 2 == 0 ? "agent_stop" : "tool_use",
        "payload",
        "{\"prompt\": \"step "
            + i
            + " \\u001b[1m\\u00fc\\u001b[0m\", \"cwd\": \""
            + Texts.HOME
            + "\", \"nested\": {\"list\": [1, 2.50, -3e-7, true, null, 18446744073709551616]}}",
        "created_at",
        time,
        "next_attempt_at",
        time,
        "attempt_count",
        i % 4,
        "last_error",
        i % 4 == 3 ? "ConnectionError: refused" : null,
        "delivered_at",
        i % 4 == 3 ? null : Spelling.iso(at.plusMillis(350)),
        "locked_at",
        null);
  }

  void inbound(int i) throws SQLException {
    Instant at = sessions.begun(i % count).plusSeconds(i);
    boolean done = i % 5 == 0;
    db.row(
        "inbound_queue",
        "session_id",
        Sessions.id(i % count),
        "origin",
        i % 2 == 0 ? "discord" : "telegram",
        "message_type",
        MESSAGE_TYPES[i % 3],
        "content",
        i % 3 == 0 ? Texts.message(i) : "",
        "payload_json",
        i % 3 == 0 ? null : "{\"file_id\": \"f" + i + "\", \"size\": 9007199254740993}",
        "actor_id",
        String.valueOf(300_000_000_000_000_000L + i),
        "actor_name",
        i % 2 == 0 ? "Bram de Wit" : "Ada ✨",
        "status",
        MESSAGE_STATES[i % 5],
        "created_at",
        Spelling.iso(at),
        "processed_at",
        done ? Spelling.iso(at.plusMillis(1250)) : null,
        "attempt_count",
        i % 5,
        "next_retry_at",
        i % 5 == 1 ? Spelling.iso(at.plusSeconds(30)) : null,
        // Messages without an id of their own are exempt from the unique index.
        "source_message_id",
        i % 4 == 0 ? null : String.valueOf(1_300_000_000_000_000_000L + i),
        "source_channel_id",
        i % 2 == 0 ? "1234567890123456789" : null);
  }

  private void operation(int i) throws SQLException {
    Instant at = sessions.begun(count - 1).plus(Duration.ofHours(i));
    boolean begun = i > 0;
    db.row(
        "operations",
        "operation_id",
        "op-" + Sessions.nativeId(1000 + i),
        "kind",
        i % 2 == 0 ? "todo_work" : "integrate",
        "caller_session_id",
        Sessions.id(i % count),
        "client_request_id",
        i % 2 == 0 ? null : "request-" + i,
        "cwd",
        Texts.HOME + "/Workspace/demo",
        "slug",
        i == 3 ? null : "slug-" + i,
        "payload_json",
        "{\"args\": [\"--fast\"], \"ratio\": 0." + (i + 1) + ", \"unset\": null}",
        "state",
        OPERATION_STATES[i],
        "progress_phase",
        begun ? "build" : null,
        "result_text",
        i == 2 ? "✔ done\n" : null,
        "error_text",
        i == 3 ? "Traceback (most recent call last):\n  …" : null,
        "created_at",
        Spelling.iso(at),
        "updated_at",
        Spelling.iso(at.plusSeconds(5)),
        "started_at",
        begun ? Spelling.iso(at.plusSeconds(1)) : null,
        "completed_at",
        i == 2 ? Spelling.iso(at.plusSeconds(5)) : null,
        "heartbeat_at",
        i == 1 ? Spelling.iso(at.plusSeconds(4)) : null,
        "attempt_count",
        i % 2);
  }

  private void listeners() throws SQLException {
    for (int i = 4; i < count; i += 8) {
      db.row(
          "session_listeners",
          "target_session_id",
          Sessions.id(i),
          "caller_session_id",
          Sessions.id(i - 1),
          "caller_tmux_session",
          "tc_" + Sessions.id(i - 1).substring(0, 8),
          "registered_at",
          Spelling.iso(sessions.begun(i)));
    }
  }

  private void links() throws SQLException {
    for (int i = 0; i < 3; i++) {
      Instant at = sessions.begun(count - 2 - i);
      String link = "link-" + i;
      db.row(
          "conversation_links",
          "link_id",
          link,
          "mode",
          i == 0 ? "gathering_link" : "direct_link",
          "status",
          i == 2 ? "closed" : "active",
          "created_by_session_id",
          Sessions.id(i),
          "metadata_json",
          i == 0 ? "{\"topic\": \"stand-up\", \"rounds\": 3}" : null,
          "created_at",
          Spelling.iso(at),
          "updated_at",
          Spelling.iso(at),
          "closed_at",
          i == 2 ? Spelling.iso(at.plusSeconds(600)) : null);
      for (int member = 0; member < 4 - i; member++) {
        member(link, member, at);
      }
    }
  }

  private void member(String link, int member, Instant at) throws SQLException {
    db.row(
        "conversation_link_members",
        "link_id",
        link,
        "session_id",
        Sessions.id(member),
        "participant_name",
        "agent-" + member,
        "participant_number",
        member == 3 ? null : member + 1,
        "participant_role",
        member == 0 ? "harmonizer" : "speaker",
        "computer_name",
        "macbook",
        "joined_at",
        Spelling.iso(at.plusSeconds(member)));
  }

  private void webhooks() throws SQLException {
    Instant at = sessions.begun(count - 1);
    for (int i = 0; i < 2; i++) {
      db.row(
          "webhook_contracts",
          "id",
          "contract-" + i,
          "contract_json",
          "{\"target\": {\"url\": \"https://hooks.example.org/"
              + i
              + "\", \"secret\": \"FAKE-contract-secret-"
              + i
              + "\"}, \"events\": [\"session.*\"]}",
          "active",
          i,
          "source",
          i == 0 ? "config" : "api",
          "created_at",
          Spelling.iso(at),
          "updated_at",
          Spelling.iso(at.plusSeconds(i)));
    }
    for (int i = 0; i < 6; i++) {
      webhook(i, at.plusSeconds(i));
    }
  }

  private void webhook(int i, Instant at) throws SQLException {
    db.row(
        "webhook_outbox",
        "contract_id",
        "contract-" + i % 2,
        "event_json",
        "{\"type\": \"session.closed\", \"id\": \"" + Sessions.id(i % count) + "\"}",
        "target_url",
        "https://hooks.example.org/" + i % 2,
        "target_secret",
        i % 2 == 0 ? "FAKE-webhook-secret-" + i : null,
        "status",
        i < 4 ? "delivered" : "pending",
        "created_at",
        Spelling.iso(at),
        "delivered_at",
        i < 4 ? Spelling.iso(at.plusMillis(80)) : null,
        "attempt_count",
        i,
        "next_attempt_at",
        i < 4 ? null : Spelling.iso(at.plusSeconds(60)),
        "last_error",
        i == 5 ? "503 Service Unavailable" : null);
  }

  private void settings() throws SQLException {
    Instant at = sessions.begun(count - 1);
    setting("ui.theme", "dark", Spelling.currentTimestamp(at));
    setting("voice.enabled", "true", Spelling.orm(at));
    // The ORM writes NULL where the table declares CURRENT_TIMESTAMP.
    setting("greeting", "Guten Morgen ☀", null);
    setting("empty", "", null);
    Instant until = at.plus(Duration.ofHours(5));
    agent("claude", 1, null, Spelling.withOffset(until, ZoneOffset.of("+05:30")), null);
    agent("codex", 0, Spelling.javaScript(until), null, "rate limit");
    agent("gemini", 0, Spelling.withOffset(until, ZoneOffset.of("-08:00")), null, "");
  }

  private void setting(String key, String value, String at) throws SQLException {
    db.row("system_settings", "key", key, "value", value, "updated_at", at);
  }

  private void agent(String agent, int available, String until, String degraded, String reason)
      throws SQLException {
    db.row(
        "agent_availability",
        "agent",
        agent,
        "available",
        available,
        "unavailable_until",
        until,
        "degraded_until",
        degraded,
        "reason",
        reason);
  }

  /** What an installation holds that sent mail before migration 025 and was never cleaned. */
  void notification(int i) throws SQLException {
    Instant at = sessions.begun(i);
    db.row(
        "notification_outbox",
        "channel",
        "ops",
        "recipient_email",
        "ada@example.org",
        "content",
        "Build " + i + " failed \uD83D\uDEA8",
        "created_at",
        Spelling.iso(at),
        "next_attempt_at",
        Spelling.iso(at.plusSeconds(60)));
  }
}
