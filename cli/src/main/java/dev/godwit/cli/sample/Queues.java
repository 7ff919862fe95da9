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
    String time = i % 3 == 0 ? MomentSpelling.currentTimestamp(at) : MomentSpelling.iso(at);
    db.into("hook_outbox")
        .set("session_id", Sessions.id(i % count))
        .set("event_type", i % 2 == 0 ? "agent_stop" : "tool_use")
        .set(
            "payload",
            "{\"prompt\": \"step "
                + i
                + " \\u001b[1m\\u00fc\\u001b[0m\", \"cwd\": \""
                + Texts.HOME
                + "\", \"nested\": {\"list\": [1, 2.50, -3e-7, true, null, 18446744073709551616]}}")
        .set("created_at", time)
        .set("next_attempt_at", time)
        .set("attempt_count", i % 4)
        .set("last_error", i % 4 == 3 ? "ConnectionError: refused" : null)
        .set("delivered_at", i % 4 == 3 ? null : MomentSpelling.iso(at.plusMillis(350)))
        .set("locked_at", null)
        .insert();
  }

  void inbound(int i) throws SQLException {
    Instant at = sessions.begun(i % count).plusSeconds(i);
    boolean done = i % 5 == 0;
    db.into("inbound_queue")
        .set("session_id", Sessions.id(i % count))
        .set("origin", i % 2 == 0 ? "discord" : "telegram")
        .set("message_type", MESSAGE_TYPES[i % 3])
        .set("content", i % 3 == 0 ? Texts.message(i) : "")
        .set(
            "payload_json",
            i % 3 == 0 ? null : "{\"file_id\": \"f" + i + "\", \"size\": 9007199254740993}")
        .set("actor_id", String.valueOf(300_000_000_000_000_000L + i))
        .set("actor_name", i % 2 == 0 ? "Bram de Wit" : "Ada ✨")
        .set("status", MESSAGE_STATES[i % 5])
        .set("created_at", MomentSpelling.iso(at))
        .set("processed_at", done ? MomentSpelling.iso(at.plusMillis(1250)) : null)
        .set("attempt_count", i % 5)
        .set("next_retry_at", i % 5 == 1 ? MomentSpelling.iso(at.plusSeconds(30)) : null)
        // Messages without an id of their own are exempt from the unique index.
        .set(
            "source_message_id", i % 4 == 0 ? null : String.valueOf(1_300_000_000_000_000_000L + i))
        .set("source_channel_id", i % 2 == 0 ? "1234567890123456789" : null)
        .insert();
  }

  private void operation(int i) throws SQLException {
    Instant at = sessions.begun(count - 1).plus(Duration.ofHours(i));
    boolean begun = i > 0;
    db.into("operations")
        .set("operation_id", "op-" + Sessions.nativeId(1000 + i))
        .set("kind", i % 2 == 0 ? "todo_work" : "integrate")
        .set("caller_session_id", Sessions.id(i % count))
        .set("client_request_id", i % 2 == 0 ? null : "request-" + i)
        .set("cwd", Texts.HOME + "/Workspace/demo")
        .set("slug", i == 3 ? null : "slug-" + i)
        .set(
            "payload_json",
            "{\"args\": [\"--fast\"], \"ratio\": 0." + (i + 1) + ", \"unset\": null}")
        .set("state", OPERATION_STATES[i])
        .set("progress_phase", begun ? "build" : null)
        .set("result_text", i == 2 ? "✔ done\n" : null)
        .set("error_text", i == 3 ? "Traceback (most recent call last):\n  …" : null)
        .set("created_at", MomentSpelling.iso(at))
        .set("updated_at", MomentSpelling.iso(at.plusSeconds(5)))
        .set("started_at", begun ? MomentSpelling.iso(at.plusSeconds(1)) : null)
        .set("completed_at", i == 2 ? MomentSpelling.iso(at.plusSeconds(5)) : null)
        .set("heartbeat_at", i == 1 ? MomentSpelling.iso(at.plusSeconds(4)) : null)
        .set("attempt_count", i % 2)
        .insert();
  }

  private void listeners() throws SQLException {
    for (int i = 4; i < count; i += 8) {
      db.into("session_listeners")
          .set("target_session_id", Sessions.id(i))
          .set("caller_session_id", Sessions.id(i - 1))
          .set("caller_tmux_session", "tc_" + Sessions.id(i - 1).substring(0, 8))
          .set("registered_at", MomentSpelling.iso(sessions.begun(i)))
          .insert();
    }
  }

  private void links() throws SQLException {
    for (int i = 0; i < 3; i++) {
      Instant at = sessions.begun(count - 2 - i);
      String link = "link-" + i;
      db.into("conversation_links")
          .set("link_id", link)
          .set("mode", i == 0 ? "gathering_link" : "direct_link")
          .set("status", i == 2 ? "closed" : "active")
          .set("created_by_session_id", Sessions.id(i))
          .set("metadata_json", i == 0 ? "{\"topic\": \"stand-up\", \"rounds\": 3}" : null)
          .set("created_at", MomentSpelling.iso(at))
          .set("updated_at", MomentSpelling.iso(at))
          .set("closed_at", i == 2 ? MomentSpelling.iso(at.plusSeconds(600)) : null)
          .insert();
      for (int member = 0; member < 4 - i; member++) {
        member(link, member, at);
      }
    }
  }

  private void member(String link, int member, Instant at) throws SQLException {
    db.into("conversation_link_members")
        .set("link_id", link)
        .set("session_id", Sessions.id(member))
        .set("participant_name", "agent-" + member)
        .set("participant_number", member == 3 ? null : member + 1)
        .set("participant_role", member == 0 ? "harmonizer" : "speaker")
        .set("computer_name", "macbook")
        .set("joined_at", MomentSpelling.iso(at.plusSeconds(member)))
        .insert();
  }

  private void webhooks() throws SQLException {
    Instant at = sessions.begun(count - 1);
    for (int i = 0; i < 2; i++) {
      db.into("webhook_contracts")
          .set("id", "contract-" + i)
          .set(
              "contract_json",
              "{\"target\": {\"url\": \"https://hooks.example.org/"
                  + i
                  + "\", \"secret\": \"FAKE-contract-secret-"
                  + i
                  + "\"}, \"events\": [\"session.*\"]}")
          .set("active", i)
          .set("source", i == 0 ? "config" : "api")
          .set("created_at", MomentSpelling.iso(at))
          .set("updated_at", MomentSpelling.iso(at.plusSeconds(i)))
          .insert();
    }
    for (int i = 0; i < 6; i++) {
      webhook(i, at.plusSeconds(i));
    }
  }

  private void webhook(int i, Instant at) throws SQLException {
    db.into("webhook_outbox")
        .set("contract_id", "contract-" + i % 2)
        .set(
            "event_json",
            "{\"type\": \"session.closed\", \"id\": \"" + Sessions.id(i % count) + "\"}")
        .set("target_url", "https://hooks.example.org/" + i % 2)
        .set("target_secret", i % 2 == 0 ? "FAKE-webhook-secret-" + i : null)
        .set("status", i < 4 ? "delivered" : "pending")
        .set("created_at", MomentSpelling.iso(at))
        .set("delivered_at", i < 4 ? MomentSpelling.iso(at.plusMillis(80)) : null)
        .set("attempt_count", i)
        .set("next_attempt_at", i < 4 ? null : MomentSpelling.iso(at.plusSeconds(60)))
        .set("last_error", i == 5 ? "503 Service Unavailable" : null)
        .insert();
  }

  private void settings() throws SQLException {
    Instant at = sessions.begun(count - 1);
    setting("ui.theme", "dark", MomentSpelling.currentTimestamp(at));
    setting("voice.enabled", "true", MomentSpelling.orm(at));
    // The ORM writes NULL where the table declares CURRENT_TIMESTAMP.
    setting("greeting", "Guten Morgen ☀", null);
    setting("empty", "", null);
    Instant until = at.plus(Duration.ofHours(5));
    agent("claude", 1, null, MomentSpelling.withOffset(until, ZoneOffset.of("+05:30")), null);
    agent("codex", 0, MomentSpelling.javaScript(until), null, "rate limit");
    agent("gemini", 0, MomentSpelling.withOffset(until, ZoneOffset.of("-08:00")), null, "");
  }

  private void setting(String key, String value, String at) throws SQLException {
    db.into("system_settings").set("key", key).set("value", value).set("updated_at", at).insert();
  }

  private void agent(String agent, int available, String until, String degraded, String reason)
      throws SQLException {
    db.into("agent_availability")
        .set("agent", agent)
        .set("available", available)
        .set("unavailable_until", until)
        .set("degraded_until", degraded)
        .set("reason", reason)
        .insert();
  }

  /** What an installation holds that sent mail before migration 025 and was never cleaned. */
  void notification(int i) throws SQLException {
    Instant at = sessions.begun(i);
    db.into("notification_outbox")
        .set("channel", "ops")
        .set("recipient_email", "ada@example.org")
        .set("content", "Build " + i + " failed \uD83D\uDEA8")
        .set("created_at", MomentSpelling.iso(at))
        .set("next_attempt_at", MomentSpelling.iso(at.plusSeconds(60)))
        .insert();
  }
}
