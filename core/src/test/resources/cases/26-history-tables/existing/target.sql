CREATE TABLE data (id bigint PRIMARY KEY);
