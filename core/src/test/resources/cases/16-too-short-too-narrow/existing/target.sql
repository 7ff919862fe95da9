CREATE TABLE t (id bigint PRIMARY KEY, code varchar(3), price numeric(5,2), name char(2));
