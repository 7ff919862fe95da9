CREATE TABLE t (k UNIQUE, n DECIMAL(6,2) UNIQUE, p PRIMARY KEY, body TEXT);
INSERT INTO t VALUES (1, x'00', 'a', 'x'), ('1', NULL, x'61', 'y'), (NULL, x'01', 'nul' || char(0), x'ff');
