CREATE TABLE users (deactivated boolean, created boolean, is_guest boolean, admin boolean NOT NULL, name text);
