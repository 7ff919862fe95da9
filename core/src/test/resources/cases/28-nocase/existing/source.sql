CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT UNIQUE);
INSERT INTO users VALUES (1, 'Ann@X.org'), (2, 'ann@x.org'), (3, 'bob@x.org');
