CREATE TABLE rows (id INTEGER PRIMARY KEY, at DATETIME, note TEXT, n INTEGER);
WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 1119)
INSERT INTO rows SELECT i, CASE WHEN i % 7 = 0 THEN '0000-00-00 00:00:00' ELSE '2014-05-01 00:00:' || (10 + i % 50) END,
  CASE WHEN i % 11 = 0 THEN 'tab' || char(9) || 'and' || char(10) || 'line\' WHEN i % 13 = 0 THEN '\N' ELSE 'note ' || i END,
  CASE WHEN i % 100 = 0 THEN 'x' ELSE i END FROM k;
