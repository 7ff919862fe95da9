CREATE TABLE tree (id bigint PRIMARY KEY, parent bigint REFERENCES tree, name text);
CREATE TABLE a (id bigint PRIMARY KEY, b_id bigint NOT NULL);
CREATE TABLE b (id bigint PRIMARY KEY, a_id bigint NOT NULL REFERENCES a);
ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b;
CREATE TABLE x (id bigint PRIMARY KEY, y_id bigint);
CREATE TABLE y (id bigint PRIMARY KEY, z_id bigint);
CREATE TABLE z (id bigint PRIMARY KEY, x_id bigint REFERENCES x, self bigint NOT NULL REFERENCES z);
ALTER TABLE x ADD FOREIGN KEY (y_id) REFERENCES y;
ALTER TABLE y ADD FOREIGN KEY (z_id) REFERENCES z;
