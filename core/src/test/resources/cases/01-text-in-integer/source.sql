CREATE TABLE products (id INTEGER PRIMARY KEY, name TEXT NOT NULL, qty INTEGER NOT NULL);
INSERT INTO products VALUES (1, 'apple', 12), (2, 'pear', 'lots-of-it'), (3, 'plum', 0);
