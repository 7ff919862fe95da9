-- TeleClaude's events.db, which stays a file of its own on SQLite. In PostgreSQL its tables stand
-- beside the others: db/teleclaude/V1__schema.sql.

CREATE TABLE notifications (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  event_type      TEXT NOT NULL,
  version         INTEGER NOT NULL DEFAULT 1,
  source          TEXT NOT NULL,
  level           INTEGER NOT NULL,
  domain          TEXT NOT NULL DEFAULT '',
  visibility      TEXT NOT NULL DEFAULT 'local',
  entity          TEXT,
  description     TEXT NOT NULL DEFAULT '',
  payload         TEXT NOT NULL DEFAULT '{}',
  idempotency_key TEXT UNIQUE,
  human_status    TEXT NOT NULL DEFAULT 'unseen',
  agent_status    TEXT NOT NULL DEFAULT 'none',
  agent_id        TEXT,
  resolution      TEXT,
  created_at      TEXT NOT NULL,
  updated_at      TEXT NOT NULL,
  seen_at         TEXT,
  claimed_at      TEXT,
  resolved_at     TEXT
);
CREATE INDEX idx_notifications_event_type ON notifications (event_type);
CREATE INDEX idx_notifications_level ON notifications (level);
CREATE INDEX idx_notifications_domain ON notifications (domain);
CREATE INDEX idx_notifications_human_status ON notifications (human_status);
CREATE INDEX idx_notifications_agent_status ON notifications (agent_status);
CREATE INDEX idx_notifications_visibility ON notifications (visibility);
CREATE INDEX idx_notifications_created_at ON notifications (created_at DESC);

CREATE TABLE correlation_windows (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  event_type   TEXT NOT NULL,
  entity       TEXT,
  window_start TEXT NOT NULL,
  count        INTEGER NOT NULL DEFAULT 1
);
CREATE INDEX idx_correlation_windows ON correlation_windows (event_type, entity, window_start);

CREATE TABLE quarantined_events (
  id            INTEGER PRIMARY KEY AUTOINCREMENT,
  event_type    TEXT NOT NULL,
  source        TEXT NOT NULL,
  received_at   TEXT NOT NULL,
  envelope_json TEXT NOT NULL,
  trust_flags   TEXT NOT NULL DEFAULT '[]',
  reviewed      INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX idx_quarantined_reviewed ON quarantined_events (reviewed, received_at DESC);

-- "tags" are words with commas between, not JSON.
CREATE TABLE signal_clusters (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  cluster_key  TEXT NOT NULL UNIQUE,
  tags         TEXT,
  is_burst     INTEGER NOT NULL DEFAULT 0,
  is_novel     INTEGER NOT NULL DEFAULT 0,
  summary      TEXT,
  member_count INTEGER NOT NULL DEFAULT 0,
  formed_at    TEXT NOT NULL
);
CREATE INDEX idx_signal_clusters_key ON signal_clusters (cluster_key);
CREATE INDEX idx_signal_clusters_formed ON signal_clusters (formed_at DESC);

CREATE TABLE signal_items (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  idempotency_key TEXT NOT NULL UNIQUE,
  source_id       TEXT NOT NULL,
  item_url        TEXT NOT NULL,
  raw_title       TEXT,
  summary         TEXT,
  tags            TEXT,
  embedding       TEXT,
  fetched_at      TEXT NOT NULL,
  cluster_id      INTEGER REFERENCES signal_clusters (id)
);
CREATE INDEX idx_signal_items_idempotency ON signal_items (idempotency_key);
CREATE INDEX idx_signal_items_cluster ON signal_items (cluster_id);
CREATE INDEX idx_signal_items_fetched ON signal_items (fetched_at DESC);

CREATE TABLE signal_syntheses (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  cluster_id  INTEGER NOT NULL REFERENCES signal_clusters (id),
  artifact    TEXT NOT NULL,
  produced_at TEXT NOT NULL
);
CREATE INDEX idx_signal_syntheses_cluster ON signal_syntheses (cluster_id);
