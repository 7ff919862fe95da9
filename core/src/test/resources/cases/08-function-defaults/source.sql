CREATE TABLE d (
  id INTEGER PRIMARY KEY,
  a TEXT DEFAULT (datetime('now', 'localtime')),
  b TEXT DEFAULT (strftime('%Y-%m-%d %H:%M:%f', 'now')),
  c TEXT DEFAULT current_timestamp,
  d DATETIME DEFAULT CURRENT_TIMESTAMP,
  e TEXT DEFAULT (lower(hex(randomblob(16)))),
  f INTEGER DEFAULT (1 + 2),
  g TEXT DEFAULT (printf('%s', sqlite_version())),
  ms INTEGER DEFAULT (strftime('%s', 'now') * 1000),
  s INTEGER DEFAULT (CAST(strftime('%s', 'now') AS INTEGER)),
  big INTEGER DEFAULT (86400 * 365 * 100),
  w TEXT DEFAULT ('a' || 'b')
);
INSERT INTO d VALUES (1, 'a', 'b', 'c', '2024-01-31 12:00:00', 'e', 6, 'g', 1, 2, 3, '4');
