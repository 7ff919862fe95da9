/** A shop on Sequelize: migrate, fill, objects, live; on SQLite, or on PostgreSQL where PGHOST is set. */
const { Sequelize, DataTypes } = require("sequelize");
const { Umzug, SequelizeStorage } = require("umzug");

const env = process.env;
const db = env.PGHOST
  ? new Sequelize(env.PGDATABASE, env.PGUSER, env.PGPASSWORD, { dialect: "postgres", host: env.PGHOST, port: env.PGPORT, logging: false })
  : new Sequelize({ dialect: "sqlite", storage: "app.sqlite", logging: false });

const shelf = { id: { type: DataTypes.UUID, primaryKey: true, defaultValue: DataTypes.UUIDV4 }, name: { type: DataTypes.STRING(80), allowNull: false, unique: true } };
const fields = {
  id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true },
  name: { type: DataTypes.STRING, allowNull: false },
  shelfId: { type: DataTypes.UUID, references: { model: "Shelves", key: "id" }, onDelete: "SET NULL" },
  price: { type: DataTypes.DECIMAL(12, 3), allowNull: false },
  ratio: DataTypes.DOUBLE,
  less: DataTypes.FLOAT,
  active: { type: DataTypes.BOOLEAN, defaultValue: true },
  born: DataTypes.DATEONLY,
  at: DataTypes.TIME,
  made: { type: DataTypes.DATE, allowNull: false },
  data: DataTypes.JSON,
  more: DataTypes.JSONB,
  raw: DataTypes.BLOB,
  big: DataTypes.BIGINT,
  small: DataTypes.SMALLINT,
  state: { type: DataTypes.ENUM("new", "sold"), defaultValue: "new" },
  code: DataTypes.CHAR(6),
  words: DataTypes.TEXT,
  createdAt: DataTypes.DATE,
  updatedAt: DataTypes.DATE,
};
const Shelf = db.define("Shelf", shelf, { timestamps: false });
const Item = db.define("Item", fields, { tableName: "Items" });
const Tag = db.define("Tag", { tag: { type: DataTypes.STRING, unique: true } }, { timestamps: false });
Item.belongsTo(Shelf, { foreignKey: "shelfId" });
Item.belongsToMany(Tag, { through: "ItemTags", timestamps: false });
Tag.belongsToMany(Item, { through: "ItemTags", timestamps: false });

const key = (model) => ({ type: DataTypes.INTEGER, primaryKey: true, references: { model, key: "id" }, onDelete: "CASCADE" });
const umzug = new Umzug({
  migrations: [
    { name: "20240101-shop.js", up: async ({ context: q }) => { await q.createTable("Shelves", shelf); await q.createTable("Items", fields); } },
    { name: "20240102-tags.js", up: async ({ context: q }) => {
      await q.createTable("Tags", { id: { type: DataTypes.INTEGER, primaryKey: true, autoIncrement: true }, tag: { type: DataTypes.STRING, unique: true } });
      await q.createTable("ItemTags", { ItemId: key("Items"), TagId: key("Tags") });
    } },
  ],
  context: db.getQueryInterface(),
  storage: new SequelizeStorage({ sequelize: db }),
  logger: undefined,
});

const uuid = (i) => `00000000-0000-4000-8000-${String(i).padStart(12, "0")}`;
const item = (i) => ({
  name: `Ünï ${i} 😀`,
  shelfId: i % 4 ? uuid(i % 4) : null,
  price: (i * 17.125 - 900).toFixed(3),
  ratio: i % 3 ? i / 7 : null,
  less: i / 4,
  active: i % 3 ? i % 2 === 0 : null,
  born: i % 5 ? `19${10 + (i % 90)}-02-28` : null,
  at: i % 5 ? `23:59:${10 + (i % 50)}` : null,
  made: new Date(Date.UTC(2024, 2, 31, 1, 30, i % 60, (i * 37) % 1000)),
  data: i % 4 ? { a: [1, 2.5, null, "é"], i } : null,
  more: [i, { b: true }],
  raw: i % 4 ? Buffer.from([0, 255, i % 256]) : null,
  big: i % 2 ? "9007199254740993" : "-9223372036854775808",
  small: (i % 100) - 50,
  state: i % 3 ? "new" : "sold",
  code: "abcdef",
  words: "\n\t\"quoted\"\\".repeat(i % 3),
});

async function fill() {
  for (let i = 1; i < 4; i++) await Shelf.create({ id: uuid(i), name: `shelf ${i}` });
  for (let i = 0; i < 200; i++) await Item.create(item(i));
  const tags = await Tag.bulkCreate([{ tag: "red" }, { tag: "łódź" }, { tag: "gone" }], { returning: true });
  const all = await Tag.findAll({ order: ["id"] });
  for (const one of await Item.findAll({ where: { id: { [Sequelize.Op.lt]: 50 } } })) await one.addTag(all[one.id % 2]);
  await Item.destroy({ where: { id: { [Sequelize.Op.gt]: 190 } } });
  await all[2].destroy();
}

async function objects() {
  for (const model of [Shelf, Item, Tag, db.models.ItemTags])
    for (const row of await model.findAll({ order: model === db.models.ItemTags ? ["ItemId"] : ["id"] })) {
      const all = row.get({ plain: true });
      // SQLite's integers beyond 2^53 do not come through its driver: the text is asked for.
      if ("big" in all) all.big = (await db.query(`SELECT CAST(big AS ${env.PGHOST ? "text" : "TEXT"}) AS b FROM "Items" WHERE id = ${all.id}`))[0][0].b;
      if ("price" in all) all.price = Number(all.price);
      if (all.raw) all.raw = all.raw.toString("hex");
      console.log(model.name, JSON.stringify(all, Object.keys(all).sort().concat(["a", "i", "b"])));
    }
}

async function live() {
  const last = await Item.max("id");
  const made = await Item.create(item(500));
  if (!(made.id > last)) throw new Error("an id came twice");
  const tag = await Tag.create({ tag: "gone" });
  await made.addTag(tag);
  await Item.update({ price: "1.500", state: "sold" }, { where: { id: 1 } });
  if ((await Item.findByPk(made.id, { include: [Tag, Shelf] })).Tags.length !== 1) throw new Error("joined");
  if ((await umzug.pending()).length) throw new Error("migrations are pending");
  console.log("alive");
}

const work = { migrate: () => umzug.up(), fill, objects, live };
work[process.argv[2]]().then(() => db.close(), (e) => { console.error(e); process.exit(1); });
