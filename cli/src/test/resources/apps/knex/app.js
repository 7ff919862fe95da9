/** A shop on Knex: migrate, fill, objects, live; on SQLite, or on PostgreSQL where PGHOST is set. */
const knex = require("knex");

const pg = Boolean(process.env.PGHOST);
if (pg) {
  const types = require("pg").types;
  types.setTypeParser(20, BigInt);
  types.setTypeParser(1082, (text) => text);
}
const db = knex({
  client: pg ? "pg" : "better-sqlite3",
  connection: pg ? {} : { filename: "app.sqlite" },
  useNullAsDefault: true,
  pool: pg ? undefined : { afterCreate: (c, done) => { c.defaultSafeIntegers(true); done(null, c); } },
});

const migrations = {
  "20240101000000_shop": async (db) => {
    await db.schema.createTable("shelves", (t) => {
      t.uuid("id").primary();
      t.string("name", 80).notNullable().unique();
      t.uuid("parent_id").references("shelves.id");
    });
    await db.schema.createTable("items", (t) => {
      t.increments();
      t.string("name").notNullable();
      t.uuid("shelf_id").references("shelves.id").onDelete("SET NULL");
      t.decimal("price", 12, 3).notNullable();
      t.double("ratio");
      t.boolean("active").notNullable().defaultTo(true);
      t.date("born");
      t.time("at");
      t.dateTime("made").notNullable();
      t.timestamp("seen", { useTz: false });
      t.json("data");
      t.jsonb("more");
      t.binary("raw");
      t.bigInteger("big");
      t.smallint("small");
      t.enu("state", ["new", "sold"]).notNullable().defaultTo("new");
      t.text("words");
      t.timestamps(true, true);
    });
  },
  "20240102000000_tags": async (db) => {
    await db.schema.createTable("tags", (t) => {
      t.bigIncrements();
      t.string("tag").notNullable().unique();
    });
    await db.schema.createTable("item_tags", (t) => {
      t.integer("item_id").references("items.id").onDelete("CASCADE");
      t.bigInteger("tag_id").references("tags.id");
      t.primary(["item_id", "tag_id"]);
    });
  },
};
const migrationSource = {
  getMigrations: async () => Object.keys(migrations),
  getMigrationName: (name) => name,
  getMigration: async (name) => ({ up: migrations[name], down: async () => {} }),
};

const uuid = (i) => `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
const item = (i) => ({
  name: `Ünï ${i} 😀`,
  shelf_id: i % 4 ? uuid(i % 4) : null,
  price: i * 17.125 - 900,
  ratio: i % 3 ? i / 7 : null,
  active: i % 2 === 0,
  born: i % 5 ? `19${10 + (i % 90)}-02-28` : null,
  at: i % 5 ? `23:59:${10 + (i % 50)}` : null,
  made: new Date(Date.UTC(2024, 2, 31, 1, 30, i % 60, (i * 37) % 1000)),
  seen: i % 7 ? new Date(Date.UTC(1969, 6, 20, 20, 17, 40, i)) : null,
  data: i % 4 ? JSON.stringify({ a: [1, 2.5, null, "é"], i }) : null,
  more: JSON.stringify([i, { b: true }]),
  raw: i % 4 ? Buffer.from([0, 255, i % 256]) : null,
  big: i % 2 ? "9007199254740993" : "-9223372036854775808",
  small: (i % 100) - 50,
  state: i % 3 ? "new" : "sold",
  words: "\n\t\"quoted\"\\".repeat(i % 3),
});

async function fill() {
  for (let i = 1; i < 4; i++)
    await db("shelves").insert({ id: uuid(i), name: `shelf ${i}`, parent_id: i > 1 ? uuid(1) : null });
  for (let i = 0; i < 200; i++) await db("items").insert(item(i));
  await db("tags").insert([{ tag: "red" }, { tag: "łódź" }, { tag: "gone" }]);
  for (let i = 1; i < 50; i++) await db("item_tags").insert({ item_id: i, tag_id: 1 + (i % 2) });
  await db("items").where("id", ">", 190).del();
  await db("tags").where({ tag: "gone" }).del();
}

const moment = (v) => (v == null ? null : new Date(typeof v === "bigint" ? Number(v) : typeof v === "string" ? v.replace(" ", "T") + "Z" : v).toISOString());
const json = (v) => (typeof v === "string" ? JSON.parse(v) : v);
async function objects() {
  for (const table of ["shelves", "items", "tags", "item_tags"])
    for (const row of await db(table).orderBy(table === "item_tags" ? "item_id" : "id")) {
      for (const c of ["made", "seen", "created_at", "updated_at"]) if (c in row) row[c] = moment(row[c]);
      for (const c of ["data", "more"]) if (c in row) row[c] = json(row[c]);
      if ("price" in row) row.price = Number(row.price);
      if ("active" in row) row.active = Boolean(Number(row.active));
      if (row.raw) row.raw = Buffer.from(row.raw).toString("hex");
      console.log(table, JSON.stringify(row, (k, v) => (typeof v === "bigint" ? String(v) : typeof v === "number" && k !== "price" && k !== "ratio" && k !== "i" ? String(v) : v)));
    }
}

async function live() {
  const last = await db("items").max("id as m").first();
  const [made] = await db("items").insert(item(500)).returning("id");
  if (!(BigInt(made.id) > BigInt(last.m))) throw new Error("an id came twice");
  await db("tags").insert({ tag: "gone" });
  await db("item_tags").insert({ item_id: made.id, tag_id: 2 });
  await db("items").where({ id: 1 }).update({ price: "1.500", state: "sold" });
  if ((await db("items").join("item_tags", "items.id", "item_tags.item_id").count("* as n").first()).n < 50n) throw new Error("joined");
  await db.migrate.latest({ migrationSource });
  console.log("alive");
}

const work = { migrate: () => db.migrate.latest({ migrationSource }), fill, objects, live };
work[process.argv[2]]().then(() => db.destroy(), (e) => { console.error(e); process.exit(1); });
