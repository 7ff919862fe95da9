CREATE TABLE files (id bigint PRIMARY KEY, name text NOT NULL);
