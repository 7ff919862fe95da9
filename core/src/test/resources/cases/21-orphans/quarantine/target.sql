CREATE TABLE users (id text PRIMARY KEY, name text); CREATE TABLE items (id bigint PRIMARY KEY, user_id text REFERENCES users ON DELETE CASCADE, n bigint);
