CREATE TABLE t (id bigint PRIMARY KEY, body text);
