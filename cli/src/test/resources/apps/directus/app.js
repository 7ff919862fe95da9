/** A Directus through its REST interface: migrate, fill, objects, live; on SQLite, or on PostgreSQL where PGHOST is set. */
const { spawn, spawnSync } = require("node:child_process");

const env = process.env;
const port = env.DIRECTUS_PORT || "8155";
const settings = {
  KEY: "godwit", SECRET: "godwit-secret", ADMIN_EMAIL: "admin@example.com", ADMIN_PASSWORD: "secret-1", TELEMETRY: "false", CACHE_ENABLED: "false",
  LOG_LEVEL: "error", HOST: "127.0.0.1", PORT: port, PUBLIC_URL: `http://127.0.0.1:${port}`, RATE_LIMITER_ENABLED: "false", TZ: "UTC",
  ...(env.PGHOST
    ? { DB_CLIENT: "pg", DB_HOST: env.PGHOST, DB_PORT: env.PGPORT, DB_DATABASE: env.PGDATABASE, DB_USER: env.PGUSER, DB_PASSWORD: env.PGPASSWORD }
    : { DB_CLIENT: "sqlite3", DB_FILENAME: "./app.sqlite" }),
};
const cli = require("node:path").resolve("node_modules/directus/cli.js");
const options = { env: { ...env, ...settings }, stdio: ["ignore", "ignore", require("node:fs").openSync("server.log", "a")] };
let token;

async function call(method, path, body) {
  const headers = { "content-type": "application/json", ...(token ? { authorization: `Bearer ${token}` } : {}) };
  const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return text ? JSON.parse(text).data : null;
}

async function login(email, password) {
  token = null;
  token = (await call("POST", "/auth/login", { email, password })).access_token;
}

const field = (name, type, more = {}) => ({ field: name, type, schema: more.schema || {}, meta: more.meta || {} });

async function fill() {
  await login("admin@example.com", "secret-1");
  await call("POST", "/collections", {
    collection: "shelves", schema: {}, meta: { note: "Łódź" },
    fields: [
      { field: "id", type: "uuid", schema: { is_primary_key: true, length: 36, has_auto_increment: false }, meta: { special: ["uuid"] } },
      field("name", "string", { schema: { is_nullable: false, is_unique: true } }),
    ],
  });
  await call("POST", "/collections", {
    collection: "items", schema: {}, meta: {},
    fields: [
      { field: "id", type: "integer", schema: { is_primary_key: true, has_auto_increment: true }, meta: {} },
      field("name", "string"), field("words", "text"), field("qty", "integer"), field("big", "bigInteger"), field("ratio", "float"),
      field("price", "decimal", { schema: { numeric_precision: 12, numeric_scale: 3 } }), field("active", "boolean", { meta: { special: ["cast-boolean"] } }),
      field("born", "date"), field("at", "time"), field("made", "dateTime"), field("seen", "timestamp"),
      field("data", "json", { meta: { special: ["cast-json"] } }), field("tags", "csv", { meta: { special: ["cast-csv"] } }),
      field("token", "uuid"), field("shelf", "uuid"),
      field("created", "timestamp", { meta: { special: ["date-created"] } }), field("author", "uuid", { meta: { special: ["user-created"] } }),
    ],
  });
  await call("POST", "/relations", { collection: "items", field: "shelf", related_collection: "shelves", schema: { on_delete: "SET NULL" }, meta: { sort_field: null } });
  const shelves = [];
  for (let i = 1; i < 4; i++) shelves.push((await call("POST", "/items/shelves", { name: `shelf ${i}` })).id);
  const many = [];
  for (let i = 0; i < 120; i++) many.push(item(i, shelves));
  await call("POST", "/items/items?limit=-1", many);
  await call("PATCH", "/items/items/3", { price: "1.125", words: "changed" });
  for (const id of [118, 119, 120]) await call("DELETE", `/items/items/${id}`);
  const policy = await call("POST", "/policies", { name: "Readers", app_access: true, permissions: [] });
  await call("POST", "/permissions", { policy: policy.id, collection: "items", action: "read", fields: ["*"], permissions: {}, validation: {} });
  const role = await call("POST", "/roles", { name: "Reader Ü", policies: { create: [{ policy: policy.id }] } });
  await call("POST", "/users", { email: "ann@example.org", password: "ann ☃ secret", role: role.id, first_name: "Ann" });
  await call("POST", "/folders", { name: "pictures" });
  await call("PATCH", "/settings", { project_name: "Søhne & Co" });
  await call("POST", "/flows", { name: "f", status: "inactive", trigger: "manual", options: { a: 1 } });
  await call("POST", "/presets", { collection: "items", layout: "tabular", bookmark: "mine" });
}

const item = (i, shelves) => ({
  name: `Ünï ${i} 😀`, words: "\n\t\"quoted\"\\".repeat(i % 3), qty: i - 60, big: i % 2 ? "9007199254740993" : "-42", ratio: i % 3 ? i / 7 : null,
  price: i % 4 ? (i * 17.125 - 900).toFixed(3) : null, active: i % 3 ? i % 2 === 0 : null, born: i % 5 ? `19${10 + (i % 90)}-02-28` : null,
  at: i % 5 ? `23:59:${10 + (i % 50)}` : null, made: i % 5 ? `2024-03-31T01:30:${10 + (i % 50)}` : null, seen: i % 7 ? `1969-07-20T20:17:40Z` : "2024-03-31T01:30:00Z",
  data: i % 4 ? { a: [1, 2.5, null, "é"], i } : null, tags: i % 3 ? ["a", "ü"] : null, token: i % 2 ? "0b9f1d64-6f0c-4b7e-9a51-0d3c8e8e0d11" : null, shelf: shelves[i % 4] || null,
});

/** Not what each login and start notes anew. */
const passing = ["last_access", "last_page", "token", "uploaded_on"];
async function objects() {
  await login("admin@example.com", "secret-1");
  const paths = ["items/shelves", "items/items", "users", "roles", "policies", "permissions", "access", "folders", "settings", "flows", "presets", "collections", "relations", "files"];
  for (const path of paths) {
    const all = [await call("GET", `/${path}?limit=-1&sort=${["collections", "relations", "settings"].includes(path) ? "" : "id"}`)].flat();
    const lines = all.map((row) => {
      const kept = Object.fromEntries(Object.entries(row).filter(([k]) => k !== "schema" && !(path === "users" && passing.includes(k))));
      for (const k of ["price", "ratio", "big"]) if (kept[k] != null) kept[k] = String(Number(kept[k]));
      if (kept.data && typeof kept.data === "string") kept.data = JSON.parse(kept.data);
      // Its own tables have a zone in PostgreSQL, and its answers then a Z.
      if (path !== "items/items") for (const [k, v] of Object.entries(kept)) if (/^\d{4}-\d\d-\d\dT/.test(v)) kept[k] = v.slice(0, 19);
      if (kept.meta) delete kept.meta.id;
      return `${path} ${JSON.stringify(kept)}`;
    });
    for (const line of lines.sort()) console.log(line);
  }
  console.log("activity", (await call("GET", "/activity?limit=-1&filter[action][_neq]=login")).length, "revisions", (await call("GET", "/revisions?limit=-1")).length);
}

async function live() {
  await login("ann@example.org", "ann ☃ secret");
  const seen = await call("GET", "/items/items?limit=-1");
  if (seen.length !== 117) throw new Error(`Ann sees ${seen.length} items`);
  await login("admin@example.com", "secret-1");
  const made = await call("POST", "/items/items", item(500, [seen.find((i) => i.shelf).shelf]));
  if (!(made.id > Math.max(...seen.map((i) => i.id)))) throw new Error("an id came twice");
  await call("POST", "/collections", { collection: "later", schema: {}, meta: {}, fields: [{ field: "id", type: "integer", schema: { is_primary_key: true, has_auto_increment: true }, meta: {} }] });
  await call("POST", "/fields/items", field("more", "string"));
  await call("PATCH", `/items/items/${made.id}`, { more: "x", price: "2.500" });
  await call("POST", "/users", { email: "bob@example.org", password: "b" });
  console.log("alive");
}

async function served(work) {
  const server = spawn(process.execPath, [cli, "start"], options);
  try {
    for (let i = 0; i < 300; i++) {
      const up = await fetch(`http://127.0.0.1:${port}/server/ping`).then((r) => r.ok, () => false);
      if (up) break;
      await new Promise((done) => setTimeout(done, 400));
    }
    await work();
  } finally {
    server.kill();
    await new Promise((done) => server.on("exit", done));
  }
}

const verb = process.argv[2];
if (verb === "migrate") process.exit(spawnSync(process.execPath, [cli, "bootstrap"], options).status);
served({ fill, objects, live }[verb]).then(() => process.exit(0), (e) => { console.error(e); process.exit(1); });
