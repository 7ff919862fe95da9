CREATE TABLE rows (id int PRIMARY KEY, at timestamp, note text, n int);
