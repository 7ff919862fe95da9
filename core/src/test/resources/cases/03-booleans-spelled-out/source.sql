CREATE TABLE peers (id INTEGER PRIMARY KEY, ephemeral NUMERIC DEFAULT false, blocked BOOLEAN DEFAULT 'f', ssh BOOL NOT NULL DEFAULT 0);
INSERT INTO peers VALUES (1, 'false', 'false', 0), (2, 'true', 'true', 1), (3, 'false', 't', 1), (4, NULL, NULL, 'no');
