CREATE TABLE users ("authorId" INTEGER PRIMARY KEY AUTOINCREMENT, "displayName" TEXT UNIQUE);
CREATE TABLE "Pages" ("pageId" INTEGER PRIMARY KEY AUTOINCREMENT, authorId INTEGER NOT NULL REFERENCES users("authorId"), Title TEXT);
CREATE INDEX "Pages_byTitle" ON Pages (title);
INSERT INTO users VALUES (7, 'Ann'), (9, 'Bob');
INSERT INTO "Pages" VALUES (4, 7, 'T1'), (8, 9, 'T2');
