CREATE TABLE t (id bigint PRIMARY KEY, "binary" bytea, broken jsonb, nan jsonb, twice jsonb, big jsonb);
