/** A shop on Drizzle: migrate, fill, objects, live; on SQLite, or on PostgreSQL where PGHOST is set. */
const { eq, gt, max } = require("drizzle-orm");

const pg = Boolean(process.env.PGHOST);
const c = require(pg ? "drizzle-orm/pg-core" : "drizzle-orm/sqlite-core");
const bytea = pg && c.customType({ dataType: () => "bytea" });
const table = pg ? c.pgTable : c.sqliteTable;
const shelves = table("shelves", { id: pg ? c.uuid().primaryKey() : c.text().primaryKey(), name: c.text().notNull().unique() });
const items = table("items", {
  id: pg ? c.serial().primaryKey() : c.integer().primaryKey({ autoIncrement: true }),
  name: c.text().notNull(),
  shelfId: (pg ? c.uuid("shelf_id") : c.text("shelf_id")).references(() => shelves.id),
  price: pg ? c.numeric({ precision: 12, scale: 3 }).notNull() : c.numeric().notNull(),
  ratio: pg ? c.doublePrecision() : c.real(),
  active: pg ? c.boolean().notNull() : c.integer({ mode: "boolean" }).notNull(),
  born: pg ? c.date() : c.text(),
  made: pg ? c.timestamp({ withTimezone: true }).notNull() : c.integer({ mode: "timestamp" }).notNull(),
  fine: pg ? c.timestamp({ withTimezone: true, precision: 3 }) : c.integer({ mode: "timestamp_ms" }),
  data: pg ? c.jsonb() : c.text({ mode: "json" }),
  raw: pg ? bytea() : c.blob({ mode: "buffer" }),
  state: pg ? c.pgEnum("state", ["new", "sold"])().notNull() : c.text({ enum: ["new", "sold"] }).notNull(),
  words: c.text(),
});
const tags = table("item_tags", { itemId: c.integer("item_id").notNull(), tag: c.text().notNull() });

const client = pg ? new (require("pg").Pool)() : require("better-sqlite3")("app.sqlite");
const db = require(pg ? "drizzle-orm/node-postgres" : "drizzle-orm/better-sqlite3").drizzle(client);

async function migrate() {
  const { migrate } = require(pg ? "drizzle-orm/node-postgres/migrator" : "drizzle-orm/better-sqlite3/migrator");
  await migrate(db, { migrationsFolder: pg ? "pg" : "sqlite" });
}

const uuid = (i) => `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
const item = (i) => ({
  name: `Ünï ${i} 😀`,
  shelfId: i % 4 ? uuid(i % 4) : null,
  price: (i * 17.125 - 900).toFixed(3),
  ratio: i % 3 ? i / 7 : null,
  active: i % 2 === 0,
  born: i % 5 ? `19${10 + (i % 90)}-02-28` : null,
  made: new Date(Date.UTC(2024, 2, 31, 1, 30, i % 60)),
  fine: i % 7 ? new Date(Date.UTC(2024, 2, 31, 1, 30, i % 60, i)) : null,
  data: i % 4 ? { a: [1, 2.5, null, "é"], i } : null,
  raw: i % 4 ? Buffer.from([0, 255, i % 256]) : null,
  state: i % 3 ? "new" : "sold",
  words: "\n\t\"quoted\"\\".repeat(i % 3),
});

async function fill() {
  for (let i = 1; i < 4; i++) await db.insert(shelves).values({ id: uuid(i), name: `shelf ${i}` });
  for (let i = 0; i < 200; i++) await db.insert(items).values(item(i));
  for (let i = 1; i < 50; i++) await db.insert(tags).values({ itemId: i, tag: i % 2 ? "red" : "łódź" });
  await db.delete(items).where(gt(items.id, 190));
  await db.delete(tags).where(eq(tags.itemId, 7));
}

async function objects() {
  for (const [name, of, by] of [["shelf", shelves, shelves.id], ["item", items, items.id], ["tag", tags, tags.itemId]])
    for (const row of await db.select().from(of).orderBy(by)) {
      if (row.raw) row.raw = row.raw.toString("hex");
      if (row.price) row.price = Number(row.price);
      console.log(name, JSON.stringify(row));
    }
}

async function live() {
  const [{ last }] = await db.select({ last: max(items.id) }).from(items);
  const [made] = await db.insert(items).values(item(501)).returning();
  if (!(made.id > last)) throw new Error("an id came twice");
  await db.insert(tags).values({ itemId: made.id, tag: "new" });
  await db.update(items).set({ price: "1.500", state: "sold" }).where(eq(items.id, 1));
  const joined = await db.select().from(items).innerJoin(tags, eq(items.id, tags.itemId)).where(eq(items.id, made.id));
  if (joined.length !== 1) throw new Error("joined");
  await migrate();
  console.log("alive");
}

const work = { migrate, fill, objects, live };
work[process.argv[2]]().then(() => pg && client.end(), (e) => { console.error(e); process.exit(1); });
