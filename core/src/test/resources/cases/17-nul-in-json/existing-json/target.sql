CREATE TABLE t (id bigint PRIMARY KEY, doc json);
