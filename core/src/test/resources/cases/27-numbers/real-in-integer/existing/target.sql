CREATE TABLE n (id int PRIMARY KEY, qty double precision, big int, code real);
