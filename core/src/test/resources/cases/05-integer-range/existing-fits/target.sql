CREATE TABLE orgs (id integer PRIMARY KEY, seats integer, kind smallint);
