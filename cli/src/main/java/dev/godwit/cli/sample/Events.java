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
    db.into("notifications")
        .set(
            "event_type",
            i % 2 == 0 ? "domain.software-development.build.failed" : "system.daemon.restarted")
        .set("version", 1 + i % 2)
        .set("source", "macbook/daemon")
        .set("level", i % 4)
        .set("domain", i % 2 == 0 ? "software-development" : "")
        .set("visibility", i % 3 == 0 ? "public" : "local")
        .set("entity", i % 5 == 0 ? null : "telec://session/" + Sessions.id(i))
        .set("description", "Build " + i + " — Größe geändert")
        .set(
            "payload",
            i % 3 == 0 ? "{}" : "{\"run\": " + (9_007_199_254_740_993L + i) + ", \"ok\": false}")
        .set("idempotency_key", i % 4 == 0 ? null : "build:" + i)
        .set("human_status", i % 2 == 0 ? "unseen" : "seen")
        .set("agent_status", resolved ? "resolved" : "none")
        .set("resolution", resolved ? "{\"by\": \"agent\", \"note\": \"retried\"}" : null)
        .set("created_at", MomentSpelling.iso(at(i)))
        .set("updated_at", MomentSpelling.iso(at(i).plusSeconds(2)))
        .set("seen_at", i % 2 == 0 ? null : MomentSpelling.iso(at(i).plusSeconds(60)))
        .set("resolved_at", resolved ? MomentSpelling.iso(at(i).plusSeconds(90)) : null)
        .insert();
  }

  private void window(int i) throws SQLException {
    db.into("correlation_windows")
        .set("event_type", "build.failed")
        .set("entity", i % 2 == 0 ? null : "demo")
        .set("window_start", MomentSpelling.iso(at(i)))
        .set("count", i + 1)
        .insert();
  }

  private void quarantined(int i) throws SQLException {
    db.into("quarantined_events")
        .set("event_type", "unknown.kind")
        .set("source", "peer-" + i)
        .set("received_at", MomentSpelling.iso(at(i)))
        .set(
            "envelope_json",
            "{\"event\": \"unknown.kind\", \"payload\": {\"deep\": [[[" + i + "]]]}}")
        .set("trust_flags", i == 0 ? "[]" : "[\"unsigned\", \"late\"]")
        .set("reviewed", i % 2)
        .insert();
  }

  private void cluster(int i) throws SQLException {
    db.into("signal_clusters")
        .set("cluster_key", "cluster-" + i)
        .set("tags", i == 2 ? null : "ai,postgres, größe")
        .set("is_burst", i % 2)
        .set("is_novel", (i + 1) % 2)
        .set("summary", "Several people write about topic " + i)
        .set("member_count", count / 6)
        .set("formed_at", MomentSpelling.iso(at(i)))
        .insert();
  }

  private void synthesis(int i) throws SQLException {
    db.into("signal_syntheses")
        .set("cluster_id", i + 1)
        .set("artifact", "{\"title\": \"Topic " + i + "\", \"confidence\": 0.8" + i + "}")
        .set("produced_at", MomentSpelling.iso(at(i).plusSeconds(30)))
        .insert();
  }

  private void item(int i) throws SQLException {
    db.into("signal_items")
        .set("idempotency_key", "item-" + i)
        .set("source_id", "feed-" + i % 2)
        .set("item_url", "https://news.example.org/" + i + "?q=%C3%A9")
        .set("raw_title", Texts.title(i))
        .set("summary", i % 3 == 0 ? null : "Item " + i)
        .set("tags", i % 4 == 0 ? "" : "ai,news")
        .set("embedding", i % 3 == 0 ? null : "[0.01234567890123456, -1.5e-05, 1, " + i + ".5]")
        .set("fetched_at", MomentSpelling.iso(at(i)))
        .set("cluster_id", i % 4 == 3 ? null : i % 3 + 1)
        .insert();
  }
}
