CREATE TABLE n (id int PRIMARY KEY, v numeric);
