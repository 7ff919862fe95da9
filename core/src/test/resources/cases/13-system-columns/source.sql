CREATE TABLE t (ctid, xmin INTEGER, xmax TEXT, cmin REAL, cmax BLOB, tableoid, oid INTEGER);
INSERT INTO t VALUES (1, 2, 'x', 1.5, x'00', 't', 7), (NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE UNIQUE INDEX xmin ON t (xmin, oid);
CREATE TABLE pg_class (a INT, "select" INT);
INSERT INTO pg_class VALUES (1, 2);
