CREATE TYPE "public"."state" AS ENUM('new', 'sold');--> statement-breakpoint
CREATE TABLE "shelves" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "shelves_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "items" (
	"id" serial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"shelf_id" uuid,
	"price" numeric(12, 3) NOT NULL,
	"ratio" double precision,
	"active" boolean NOT NULL,
	"born" date,
	"made" timestamp with time zone NOT NULL,
	"fine" timestamp (3) with time zone,
	"data" jsonb,
	"raw" "bytea",
	"state" "state" DEFAULT 'new' NOT NULL,
	"words" text
);
--> statement-breakpoint
CREATE TABLE "item_tags" (
	"item_id" integer NOT NULL,
	"tag" text NOT NULL,
	CONSTRAINT "item_tags_item_id_tag_pk" PRIMARY KEY("item_id","tag")
);
--> statement-breakpoint
ALTER TABLE "items" ADD CONSTRAINT "items_shelf_id_shelves_id_fk" FOREIGN KEY ("shelf_id") REFERENCES "public"."shelves"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "item_tags" ADD CONSTRAINT "item_tags_item_id_items_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."items"("id") ON DELETE cascade ON UPDATE no action;
