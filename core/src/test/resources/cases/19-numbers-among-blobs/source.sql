CREATE TABLE t (id INTEGER PRIMARY KEY, v);
INSERT INTO t VALUES (1, x'00ff'), (2, 3.0), (3, 3), (4, 9e999), (5, 1e100), (6, 0.1), (7, 'text'), (8, 9007199254740993.0);
