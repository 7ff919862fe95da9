import { defineConfig } from "prisma/config";
import { PrismaLibSQL } from "@prisma/adapter-libsql";
import { PrismaPg } from "@prisma/adapter-pg";
import Result from "pg/lib/result.js";

// The engine in JavaScript does not know PostgreSQL's type name, in which the catalog answers.
const add = Result.prototype.addFields;
Result.prototype.addFields = function (fields) {
  fields.forEach((f) => { if (f.dataTypeID === 19) f.dataTypeID = 25; });
  return add.call(this, fields);
};

const pg = Boolean(process.env.PGHOST);
export default defineConfig({
  experimental: { adapter: true },
  engine: "js",
  schema: "shop.prisma",
  migrations: { path: pg ? "postgresql" : "sqlite" },
  adapter: async () => (pg ? new PrismaPg({}) : new PrismaLibSQL({ url: "file:./app.sqlite" })),
});
