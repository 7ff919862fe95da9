CREATE TABLE t (id bigint PRIMARY KEY, ns timestamptz, apple timestamptz, webkit timestamptz, filetime timestamptz, julian timestamp);
