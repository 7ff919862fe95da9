/** A shop on TypeORM (in UTC: its timestamp is the clock on the wall): migrate, fill, objects, live; on SQLite, or on PostgreSQL where PGHOST is set. */
process.env.TZ = "UTC";
require("reflect-metadata");
const { DataSource, EntitySchema, MoreThan, LessThan } = require("typeorm");

const env = process.env;
const pg = Boolean(env.PGHOST);
const Shelf = new EntitySchema({
  name: "Shelf",
  columns: {
    id: { type: pg ? "uuid" : "varchar", primary: true, generated: "uuid" },
    name: { type: "varchar", length: 80, unique: true },
  },
});
const Item = new EntitySchema({
  name: "Item",
  columns: {
    id: { type: Number, primary: true, generated: "increment" },
    name: { type: String },
    price: { type: "decimal", precision: 12, scale: 3 },
    ratio: { type: "float", nullable: true },
    active: { type: Boolean, default: true },
    born: { type: "date", nullable: true },
    at: { type: "time", nullable: true },
    made: { type: Date },
    data: { type: "simple-json", nullable: true },
    list: { type: "simple-array" },
    raw: { type: pg ? "bytea" : "blob", nullable: true },
    big: { type: "bigint" },
    small: { type: "smallint" },
    state: { type: "simple-enum", enum: ["new", "sold"], default: "new" },
    words: { type: "text" },
    createdAt: { type: Date, createDate: true },
    updatedAt: { type: Date, updateDate: true },
    deletedAt: { type: Date, deleteDate: true, nullable: true },
    version: { type: Number, version: true },
  },
  relations: {
    shelf: { type: "many-to-one", target: "Shelf", nullable: true, onDelete: "SET NULL" },
    tags: { type: "many-to-many", target: "Tag", joinTable: true },
  },
});
const Tag = new EntitySchema({
  name: "Tag",
  columns: { id: { type: Number, primary: true, generated: "increment" }, tag: { type: String, unique: true } },
});

/** What typeorm's schema:log says for this engine, as its migration:generate does. */
class Shop1700000000000 {
  name = "Shop1700000000000";
  async up(runner) {
    const builder = db.driver.createSchemaBuilder();
    for (const query of (await builder.log()).upQueries) await runner.query(query.query, query.parameters);
  }
  async down() {}
}
const options = { entities: [Shelf, Item, Tag], migrations: [Shop1700000000000] };
const db = new DataSource(
  pg
    ? { type: "postgres", host: env.PGHOST, port: Number(env.PGPORT), username: env.PGUSER, password: env.PGPASSWORD, database: env.PGDATABASE, ...options }
    : { type: "better-sqlite3", database: "app.sqlite", ...options },
);

const item = (i, shelves, tags) => ({
  name: `Ünï ${i} 😀`,
  shelf: i % 4 ? shelves[(i % 4) - 1] : null,
  tags: tags.slice(0, i % 3),
  price: (i * 17.125 - 900).toFixed(3),
  ratio: i % 3 ? i / 7 : null,
  active: i % 2 === 0,
  born: i % 5 ? `19${10 + (i % 90)}-02-28` : null,
  at: i % 5 ? `23:59:${10 + (i % 50)}` : null,
  made: new Date(Date.UTC(2024, 2, 31, 1, 30, i % 60, (i * 37) % 1000)),
  data: i % 4 ? { a: [1, 2.5, null, "é"], i } : null,
  list: ["a", "b", `${i}`],
  raw: i % 4 ? Buffer.from([0, 255, i % 256]) : null,
  big: `${i * 1000003 - 5000000}`,
  small: (i % 100) - 50,
  state: i % 3 ? "new" : "sold",
  words: "\n\t\"quoted\"\\".repeat(i % 3),
});

async function fill() {
  const shelves = await db.getRepository("Shelf").save([1, 2, 3].map((i) => ({ name: `shelf ${i}` })));
  const tags = await db.getRepository("Tag").save([{ tag: "red" }, { tag: "łódź" }, { tag: "gone" }]);
  const items = db.getRepository("Item");
  for (let i = 0; i < 200; i++) await items.save(item(i, shelves, tags));
  await items.delete({ id: MoreThan(190) });
  await items.softDelete({ id: LessThan(5) });
  await db.getRepository("Tag").delete({ tag: "gone" });
}

async function objects() {
  for (const name of ["Shelf", "Tag", "Item"])
    for (const row of await db.getRepository(name).find({ order: { id: "ASC" }, relations: name === "Item" ? { shelf: true, tags: true } : {}, withDeleted: true })) {
      if (row.raw) row.raw = row.raw.toString("hex");
      if (row.price != null) row.price = Number(row.price);
      if (row.big != null) row.big = String(row.big);
      if (row.tags) row.tags = row.tags.map((t) => t.tag).sort();
      console.log(name, JSON.stringify(row));
    }
}

async function live() {
  const items = db.getRepository("Item");
  const last = await items.maximum("id");
  const shelves = await db.getRepository("Shelf").save([{ name: "shelf 4" }, { name: "shelf 5" }, { name: "shelf 6" }]);
  const tags = await db.getRepository("Tag").find();
  const made = await items.save(item(501, shelves, tags));
  if (!(made.id > last)) throw new Error("an id came twice");
  if ((await items.findOne({ where: { id: made.id }, relations: { shelf: true } })).shelf.name !== "shelf 4") throw new Error("joined");
  if ((await db.runMigrations()).length) throw new Error("migrations were pending");
  console.log("alive");
}

const work = { migrate: () => db.runMigrations(), fill, objects, live };
db.initialize().then(() => work[process.argv[2]]()).then(() => db.destroy()).catch((e) => { console.error(e); process.exit(1); });
