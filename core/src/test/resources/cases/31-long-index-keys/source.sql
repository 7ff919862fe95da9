CREATE TABLE t (id INTEGER PRIMARY KEY, url TEXT UNIQUE, name TEXT);
CREATE INDEX t_url ON t (url);
CREATE INDEX t_both ON t (name, url);
CREATE TABLE k (path TEXT PRIMARY KEY, n INTEGER);
WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 3) INSERT INTO t SELECT i, i || hex(randomblob(4000)), 'short' || i FROM k;
INSERT INTO k SELECT hex(randomblob(4000)), id FROM t;
