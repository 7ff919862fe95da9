CREATE TABLE p (note text, a int, b int, PRIMARY KEY (b, a)); CREATE TABLE c (y int, x int, FOREIGN KEY (x, y) REFERENCES p (b, a));
