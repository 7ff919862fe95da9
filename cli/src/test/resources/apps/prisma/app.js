/** A shop on Prisma: migrate, fill, objects, live; on SQLite, or on PostgreSQL where PGHOST is set. */
const fs = require("node:fs");
const { execFileSync } = require("node:child_process");

const pg = Boolean(process.env.PGHOST);
const schema = `
generator client {
  provider   = "prisma-client-js"
  engineType = "client"
  output     = "./client"
}
datasource db {
  provider = "${pg ? "postgresql" : "sqlite"}"
  url      = "${pg ? "postgresql://localhost" : "file:./app.sqlite"}"
}
model Shelf {
  id    String @id @default(uuid())
  name  String @unique
  items Item[]
}
model Item {
  id      Int      @id @default(autoincrement())
  name    String
  shelf   Shelf?   @relation(fields: [shelfId], references: [id])
  shelfId String?
  price   Decimal
  ratio   Float?
  active  Boolean  @default(true)
  made    DateTime
  seen    DateTime @default(now())
  data    Json?
  raw     Bytes?
  big     BigInt
  tags    Tag[]
}
model Tag {
  id    Int    @id @default(autoincrement())
  tag   String @unique
  items Item[]
}
`;

function migrate() {
  fs.writeFileSync("shop.prisma", schema);
  const env = { ...process.env, CHECKPOINT_DISABLE: "1", PRISMA_HIDE_UPDATE_MESSAGE: "1" };
  for (const what of [["generate"], ["migrate", "deploy"]])
    execFileSync(process.execPath, ["node_modules/prisma/build/index.js", ...what], { env, stdio: "ignore" });
}

function client() {
  const { PrismaClient } = require(`${process.cwd()}/client`);
  const { PrismaLibSQL } = require("@prisma/adapter-libsql");
  const { PrismaPg } = require("@prisma/adapter-pg");
  return new PrismaClient({ adapter: pg ? new PrismaPg({}) : new PrismaLibSQL({ url: "file:./app.sqlite" }) });
}

const item = (i, shelves) => ({
  name: `Ünï ${i} 😀`,
  shelfId: shelves[i % 4]?.id,
  price: (i * 17.125 - 900).toFixed(3),
  ratio: i % 3 ? i / 7 : null,
  active: i % 2 === 0,
  made: new Date(Date.UTC(i % 7 ? 2024 : 1969, 2, 31, 1, 30, i % 60, (i * 37) % 1000)),
  data: i % 4 ? { a: [1, 2.5, null, "é"], i } : undefined,
  raw: i % 4 ? Buffer.from([0, 255, i % 256]) : null,
  big: i % 2 ? 900719925474099n : -42n,
  tags: { connect: i % 3 ? [{ tag: "red" }] : [{ tag: "red" }, { tag: "łódź" }] },
});

async function fill(db) {
  const shelves = [];
  for (let i = 1; i < 4; i++) shelves.push(await db.shelf.create({ data: { name: `shelf ${i}` } }));
  for (const tag of ["red", "łódź", "gone"]) await db.tag.create({ data: { tag } });
  for (let i = 0; i < 200; i++) await db.item.create({ data: item(i, shelves) });
  await db.item.deleteMany({ where: { id: { gt: 190 } } });
  await db.tag.delete({ where: { tag: "gone" } });
}

async function objects(db) {
  const all = [
    ...(await db.shelf.findMany({ orderBy: { name: "asc" } })),
    ...(await db.tag.findMany({ orderBy: { id: "asc" } })),
    ...(await db.item.findMany({ orderBy: { id: "asc" }, include: { shelf: true, tags: { orderBy: { id: "asc" } } } })),
  ];
  for (const one of all) console.log(JSON.stringify(one, (k, v) => (typeof v === "bigint" ? String(v) : v)));
}

async function live(db) {
  const last = (await db.item.aggregate({ _max: { id: true } }))._max.id;
  const made = await db.item.create({ data: item(501, await db.shelf.findMany()), include: { tags: true } });
  if (!(made.id > last)) throw new Error("an id came twice");
  if (made.tags.length !== 2) throw new Error("joined");
  await db.item.update({ where: { id: 1 }, data: { price: "1.5", tags: { create: { tag: "gone" } } } });
  migrate();
  console.log("alive");
}

if (process.argv[2] === "migrate") migrate();
else {
  const db = client();
  ({ fill, objects, live })[process.argv[2]](db).then(() => db.$disconnect(), (e) => { console.error(e); process.exit(1); });
}
