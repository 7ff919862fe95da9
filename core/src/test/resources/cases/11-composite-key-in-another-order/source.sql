CREATE TABLE p (a INT, b INT, note TEXT, PRIMARY KEY (b, a)) WITHOUT ROWID;
CREATE TABLE c (x INT, y INT, FOREIGN KEY (x, y) REFERENCES p (b, a));
INSERT INTO p VALUES (1, 2, 'one-two'), (3, 4, 'three-four');
INSERT INTO c VALUES (2, 1), (4, 3), (NULL, 9);
