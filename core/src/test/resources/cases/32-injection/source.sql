CREATE TABLE "x'); DROP TABLE victim; --" (
  "a'); DROP TABLE victim; --" TEXT DEFAULT '''); DROP TABLE victim; --',
  "$$; DROP TABLE victim; $$" TEXT, "b\" TEXT, "c%s{0}?" TEXT, "/* x */" INTEGER CHECK ("/* x */" > 0), "new
line" TEXT);
CREATE UNIQUE INDEX "i""; DROP TABLE victim; --" ON "x'); DROP TABLE victim; --" ("a'); DROP TABLE victim; --");
CREATE TABLE "\'; DROP TABLE victim; --" ("""" TEXT PRIMARY KEY, ":name" TEXT, "?" INTEGER UNIQUE, "`" TEXT, "[x]" TEXT);
CREATE TABLE victim (id INTEGER PRIMARY KEY /* '); DROP TABLE victim; -- */);
CREATE TABLE child (v TEXT REFERENCES "\'; DROP TABLE victim; --" (""""), t "TEXT); DROP TABLE victim; --");
INSERT INTO "x'); DROP TABLE victim; --" VALUES ('1', '2', '3', '4', 5, '6'), ('''); DROP TABLE victim; --', '$$', '\', '%s', 7, ';');
INSERT INTO "\'; DROP TABLE victim; --" VALUES ('q', 'w', 1, 'e', 'r');
INSERT INTO victim VALUES (1);
INSERT INTO child VALUES ('q', '1');
INSERT INTO child VALUES ('orphan', x'00');
