CREATE TABLE users (authorid bigserial PRIMARY KEY, displayname text UNIQUE); CREATE TABLE pages (title text, pageid serial PRIMARY KEY, authorid bigint NOT NULL REFERENCES users);
