import { defineConfig } from 'vitepress'

const version = process.env.SITE_VERSION || 'snapshot'
const versions = (process.env.SITE_VERSIONS || version).split(/[\s,]+/).filter(Boolean)
const base = process.env.SITE_BASE || '/'
const page = (text, link) => ({ text, link })

export default defineConfig({
  title: 'Godwit',
  description: "Moves an application's data from SQLite to PostgreSQL as one tracked Flyway version.",
  lang: 'en',
  base,
  srcDir: 'target/pages',
  outDir: '../target/site',
  cacheDir: 'target/cache',
  cleanUrls: false,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: base + 'godwit.svg' }]],
  // What looks like a tag or like Vue in a page is text: the pages are plain Markdown.
  markdown: {
    html: false,
    config: (md) => {
      const text = md.renderer.rules.code_inline
      md.renderer.rules.code_inline = (...all) => text(...all).replace('<code', '<code v-pre')
    },
  },
  themeConfig: {
    logo: '/godwit.svg',
    outline: [2, 3],
    search: {
      provider: 'local',
      options: {
        detailedView: true,
        miniSearch: {
          options: { tokenize: (text) => text.split(/[\s\-/.,:;()[\]{}<>"'`|=?!→…]+/).filter(Boolean) },
          searchOptions: { combineWith: 'AND', prefix: true, fuzzy: 0.1, boost: { title: 4, titles: 2 } },
        },
      },
    },
    nav: [
      page('Start here', '/'),
      page('Command line', '/command-line'),
      page('Problems', '/problems'),
      page('Comparison', '/comparison'),
      // Every page is at the top of its version, and the versions are side by side.
      versions.length > 1
        ? { text: version, items: versions.map((each) => ({ text: each, link: `../${each}/`, target: '_self' })) }
        : page(version, '/changelog'),
    ],
    sidebar: [
      {
        text: 'Start here',
        items: [
          page('Godwit in a minute', '/'),
          page('An application with Flyway', '/tutorial-flyway'),
          page('A Django application', '/tutorial-django'),
          page('A JSON file', '/tutorial-json'),
        ],
      },
      {
        text: 'How to',
        collapsed: false,
        items: [
          page('Go through Flyway', '/flyway'),
          page('Move again: incremental, differential', '/strategies'),
          page('Go back', '/rollback'),
          page('Move a known application', '/applications'),
          page('Switch a host over', '/cutover'),
          page('Watch misfits in CI', '/ci'),
          page('Move to and from JSON', '/json'),
          page('Move to and from CSV', '/csv'),
          page('Load a Citus cluster', '/citus'),
          page('Run on either engine', '/embedding'),
          page('Call it from Java', '/library'),
        ],
      },
      {
        text: 'Reference',
        collapsed: false,
        items: [
          page('Command line', '/command-line'),
          page('Settings', '/settings'),
          page('Rules', '/rules'),
          page('Problems and verdicts', '/problems'),
          page('The report', '/report'),
          page('Every type', '/types'),
          page('Every direction', '/directions'),
        ],
      },
      {
        text: 'Explanation',
        collapsed: false,
        items: [
          page('How it works', '/architecture'),
          page('Why exact', '/exact'),
          page('Security', '/security'),
          page('Faults', '/faults'),
          page('Real databases', '/corpus'),
          page('Benchmarks', '/benchmarks'),
          page('Comparison', '/comparison'),
        ],
      },
      {
        text: 'The project',
        collapsed: true,
        items: [
          page('What changed', '/changelog'),
          page('How to help', '/contributing'),
          page('Releasing', '/releasing'),
        ],
      },
    ],
    footer: { message: 'Apache License 2.0. Flyway is a registered trademark of its owner; Godwit is no product of theirs.' },
  },
})
