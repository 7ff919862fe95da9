CREATE TABLE people (id INTEGER, name TEXT, age INTEGER);
INSERT INTO people VALUES ('id', 'name', 'age'), (1, 'Ann', 31), (2, 'Bob', 47);
