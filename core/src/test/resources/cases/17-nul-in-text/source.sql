CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT);
INSERT INTO t VALUES (1, 'plain'), (2, 'a' || char(0) || 'b'), (3, NULL);
