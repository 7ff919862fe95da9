CREATE TABLE peers (id bigint PRIMARY KEY, ephemeral boolean DEFAULT false, blocked boolean, ssh boolean NOT NULL);
