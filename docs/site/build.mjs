// Makes the site of docs/ and of the pages beside the README: npm ci && npm run build.
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'

const here = dirname(fileURLToPath(import.meta.url))
const docs = join(here, '..')
const pages = join(here, 'target', 'pages')
const beside = { 'CHANGELOG.md': 'changelog.md', 'CONTRIBUTING.md': 'contributing.md' }

rmSync(pages, { recursive: true, force: true })
mkdirSync(join(pages, 'public'), { recursive: true })
cpSync(join(here, 'public'), join(pages, 'public'), { recursive: true })

function copy(from, to) {
  let text = readFileSync(from, 'utf8')
  for (const [name, page] of Object.entries(beside)) {
    text = text.replaceAll(`](../${name}`, `](${page}`)
  }
  text = text.replaceAll('](docs/', '](').replaceAll('](../README.md', '](index.md')
  // A kind of problem is looked for by its word: each has a heading of its own here.
  text = text.replace(/^<!-- kinds.*?<!-- end -->$/gms, (table) =>
    table.replace(/^\| `([^`]+)` \| (.*?) \| (.*?) \|$/gm, (row, kind, means, ways) =>
      `### ${kind}\n\n${means}\n\n${ways ? 'Ways out: ' + ways : 'Nothing has to be done.'}\n`)
      .replace(/^\|.*\n/gm, ''))
  text = text.replace(/^<!--.*?-->\n/gms, '')
  // A licence, a source file: not a page of the site.
  text = text.replace(/\[([^\]]+)\]\((?:\.\.\/)?(?:LICENSE|README\.md|SECURITY\.md|[^):]*\.(?:java|yml))\)/g, '$1')
  writeFileSync(join(pages, to), text)
}

for (const name of readdirSync(docs)) {
  if (name.endsWith('.md')) copy(join(docs, name), name)
  else if (/\.(svg|json|png)$/.test(name)) {
    cpSync(join(docs, name), join(pages, name.endsWith('.json') ? 'public' : '', name))
  }
}
for (const [name, page] of Object.entries(beside)) copy(join(docs, '..', name), page)

await build(here)
