CREATE TABLE t (a int, v int, s int GENERATED ALWAYS AS (a + 1) STORED);
