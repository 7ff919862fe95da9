CREATE TABLE t (id INTEGER PRIMARY KEY, code VARCHAR(3), price DECIMAL(5,2), name CHAR(2));
INSERT INTO t VALUES (1, 'abc', 123.45, 'äö'), (2, 'abcd', 1234.5, 'äöü'), (3, 'ab', 1.239, '日本');
