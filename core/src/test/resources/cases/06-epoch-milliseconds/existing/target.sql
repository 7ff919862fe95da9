CREATE TABLE logs (id bigint PRIMARY KEY, at timestamp, day timestamptz);
