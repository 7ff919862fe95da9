CREATE TABLE users (deactivated boolean, created bigint, is_guest boolean, admin boolean NOT NULL, name text);
