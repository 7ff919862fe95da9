CREATE TABLE users (name TEXT, admin INTEGER NOT NULL DEFAULT 0, is_guest SMALLINT, deactivated BOOL, created BIGINT);
INSERT INTO users VALUES ('@ann:x', 1, 0, 0, 1627303906), ('@bob:x', 0, 1, NULL, 1627303907);
