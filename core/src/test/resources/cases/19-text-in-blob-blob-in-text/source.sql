CREATE TABLE t (id INTEGER PRIMARY KEY, b BLOB, x TEXT, onlytext BLOB);
INSERT INTO t VALUES (1, x'00ff', 'text', 'a'), (2, 'text', x'00ff', 'b'), (3, 42, 42, NULL), (4, 1.5, NULL, NULL);
