CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT COLLATE NOCASE UNIQUE, name TEXT);
CREATE UNIQUE INDEX users_name ON users (name COLLATE NOCASE);
INSERT INTO users VALUES (1, 'Ann@X.org', 'Ann'), (2, 'bob@x.org', 'bob');
