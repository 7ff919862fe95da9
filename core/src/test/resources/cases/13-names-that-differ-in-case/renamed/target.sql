CREATE TABLE "NOTE" (id bigint, body text); CREATE TABLE note (id bigint, "BODY" text, body text);
