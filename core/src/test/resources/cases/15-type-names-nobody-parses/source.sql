CREATE TABLE t (id INTEGER PRIMARY KEY, a, b NUMBER, c NUMERIC[], d byte[], e LONGVARCHAR, f intege, g INTERGER, h short integer,
  i DECIMAL(1,1), j VARCHAR(10) NOT NULL COLLATE NOCASE, k "VARCHAR ( 20 )", l STRING, m unsigned big int, n native character(70), o "double  precision", p "some words (1, 2, 3)");
INSERT INTO t VALUES (1, 'x', 1.5, 2, x'00ff', 'long', 3, 4, 5, 0.5, 'AbC', 'k', '007', 9, 'n', 0.1, 'p');
INSERT INTO t VALUES (2, 7, 12345678901234, 'three', 'text', NULL, 'f', 'g', 6, 1.5, 'd', NULL, 'str', 18, NULL, 2, NULL);
