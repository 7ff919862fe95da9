package dev.godwit.cli.sample;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/** The rows of events.db. */
final class Events {
  private static final Instant FIRST = Instant.parse("2026-02-20T06:00:00.250000Z");

  private final SampleDatabase db;
  private final int count;

  Events(SampleDatabase db, int count) {
    this.db = db;
    this.count = count;
  }

  void write() throws SQLException {
    for (int i = 0; i < count * 5 / 8; i++) {
      notification(i);
    }
    for (int i = 0; i < 6; i++) {
      window(i);
    }
    for (int i = 0; i < 3; i++) {
      quarantined(i);
      cluster(i);
      synthesis(i);
    }
    for (int i = 0; i < count / 2; i++) {
      item(i);
    }
    // The newest notifications were deleted: their numbers must not be given out again.
    db.run("UPDATE sqlite_sequence SET seq = seq + 12 WHERE name = 'notifications'");
  }

  private static Instant at(int i) {
    Instant at = FIRST.plus(Duration.ofHours(7L * i));
    return i % 3 == 0 ? Instant.ofEpochSecond(at.getEpochSecond()) : at;
  }

  private void notification(int i) throws SQLException {
    boolean resolved = i % 4 == 2;
    db.row(
        "notifications",
        "event_type",
        i % 2 == 0 ? "domain.software-development.build.failed" : "system.daemon.restarted",
        "version",
        1 + i % 2,
        "source",
        "macbook/daemon",
        "level",
        i % 4,
        "domain",
        i % 2 == 0 ? "software-development" : "",
        "visibility",
        i % 3 == 0 ? "public" : "local",
        "entity",
        i % 5 == 0 ? null : "telec://session/" + Sessions.id(i),
        "description",
        "Build " + i + " — Größe geändert",
        "payload",
        i % 3 == 0 ? "{}" : "{\"run\": " + (9_007_199_254_740_993L + i) + ", \"ok\": false}",
        "idempotency_key",
        i % 4 == 0 ? null : "build:" + i,
        "human_status",
        i % 2 == 0 ? "unseen" : "seen",
        "agent_status",
        resolved ? "resolved" : "none",
        "resolution",
        resolved ? "{\"by\": \"agent\", \"note\": \"retried\"}" : null,
        "created_at",
        Spelling.iso(at(i)),
        "updated_at",
        Spelling.iso(at(i).plusSeconds(2)),
        "seen_at",
        i % 2 == 0 ? null : Spelling.iso(at(i).plusSeconds(60)),
        "resolved_at",
        resolved ? Spelling.iso(at(i).plusSeconds(90)) : null);
  }

  private void window(int i) throws SQLException {
    db.row(
        "correlation_windows",
        "event_type",
        "build.failed",
        "entity",
        i % 2 == 0 ? null : "demo",
        "window_start",
        Spelling.iso(at(i)),
        "count",
        i + 1);
  }

  private void quarantined(int i) throws SQLException {
    db.row(
        "quarantined_events",
        "event_type",
        "unknown.kind",
        "source",
        "peer-" + i,
        "received_at",
        Spelling.iso(at(i)),
        "envelope_json",
        "{\"event\": \"unknown.kind\", \"payload\": {\"deep\": [[[" + i + "]]]}}",
        "trust_flags",
        i == 0 ? "[]" : "[\"unsigned\", \"late\"]",
        "reviewed",
        i % 2);
  }

  private void cluster(int i) throws SQLException {
    db.row(
        "signal_clusters",
        "cluster_key",
        "cluster-" + i,
        "tags",
        i == 2 ? null : "ai,postgres, größe",
        "is_burst",
        i % 2,
        "is_novel",
        (i + 1) % 2,
        "summary",
        "Several people write about topic " + i,
        "member_count",
        count / 6,
        "formed_at",
        Spelling.iso(at(i)));
  }

  private void synthesis(int i) throws SQLException {
    db.row(
        "signal_syntheses",
        "cluster_id",
        i + 1,
        "artifact",
        "{\"title\": \"Topic " + i + "\", \"confidence\": 0.8" + i + "}",
        "produced_at",
        Spelling.iso(at(i).plusSeconds(30)));
  }

  private void item(int i) throws SQLException {
    db.row(
        "signal_items",
        "idempotency_key",
        "item-" + i,
        "source_id",
        "feed-" + i % 2,
        "item_url",
        "https://news.example.org/" + i + "?q=%C3%A9",
        "raw_title",
        Texts.title(i),
        "summary",
        i % 3 == 0 ? null : "Item " + i,
        "tags",
        i % 4 == 0 ? "" : "ai,news",
        "embedding",
        i % 3 == 0 ? null : "[0.01234567890123456, -1.5e-05, 1, " + i + ".5]",
        "fetched_at",
        Spelling.iso(at(i)),
        "cluster_id",
        i % 4 == 3 ? null : i % 3 + 1);
  }
}
