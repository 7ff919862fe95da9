CREATE TABLE people (id bigint, name text, age integer);
