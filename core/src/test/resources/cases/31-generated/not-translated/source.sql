CREATE TABLE t (a INTEGER, j TEXT AS (json_object('a', a)), u TEXT AS (hex(a)) STORED, r AS (a / 2.0));
INSERT INTO t VALUES (1), (2), (NULL);
