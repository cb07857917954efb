import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Row, Table } from './aTable.ts'
import { tables } from './rows/index.ts'

const page = new URL('../../docs/guide/routing.md', import.meta.url)

const code = (text: string): string => {
  const visible = text.replaceAll('\u00a0', '⍽').replaceAll('\u3000', '⍽').replaceAll('|', '\\|')
  return visible.includes('`') ? `\`\` ${visible} \`\`` : `\`${visible}\``
}

const telling = /^(?:Content-Disposition|Content-ID|Action|Message-ID|Content-Type: .*name)/

/** A mail in short: its header; of a mail with parts what tells them apart. */
function mailIn({ mail }: Row): string {
  const lines = mail.split('\n').map((line) => line.replace(/\s+$/, ''))
  const parts = lines.indexOf('MIME-Version: 1.0')
  const shown = parts < 0 ? lines : lines.filter((line, at) => at < parts || telling.test(line))
  return shown
    .filter((line) => line !== '')
    .map(code)
    .join('<br>')
}

/** What a route wants, where a row has routes of its own. */
function routesIn({ routes = [] }: Row): string {
  return routes
    .filter((each) => each.class !== 'fallback')
    .map((each) => {
      const { important, ...lists } = each.rules
      const wants = [
        ...(important ? ['important'] : []),
        ...Object.entries(lists).flatMap(([name, entries]) =>
          entries.length === 0 ? [] : [`${ruleWords[name as keyof typeof lists]} ${code(entries.join('; '))}`],
        ),
        ...(each.match === 'any' ? ['any of them'] : []),
        ...(each.enabled ? [] : ['off']),
        ...(each.testMode ? ['test mode'] : []),
      ]
      return `${each.id}: ${code(each.emailAddress)}${wants.length === 0 ? '' : `, ${wants.join(', ')}`}`
    })
    .join('<br>')
}

const ruleWords = {
  attachmentTypes: 'attachments',
  keyWords: 'key words',
  recipients: 'recipients',
  senders: 'senders',
  companies: 'companies',
} as const

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '&lt;')

function rowsOf({ rows }: Table): string {
  const withRoutes = rows.some(({ routes }) => routes !== undefined)
  const columns = (row: Row) => [
    cell(row.name),
    mailIn(row),
    ...(withRoutes ? [routesIn(row)] : []),
    row.becomes.map(cell).join('<br>'),
  ]
  const head = ['a mail', 'its header', ...(withRoutes ? ['the routes, where they are others'] : []), 'becomes']
  const lines = [head, head.map(() => '---'), ...rows.map(columns)].map((cells) => `| ${cells.join(' | ')} |`)
  return lines.join('\n')
}

const marked = (id: string) => new RegExp(`(<!-- table: ${id} -->\\n)[\\s\\S]*?(<!-- end -->)`)

test('the tables of the guide are the ones that are tested; WAYPOST_GOLDEN=write writes them anew', () => {
  const written = readFileSync(page, 'utf8')
  let wanted = written
  for (const table of tables) {
    expect(written, table.id).toMatch(marked(table.id))
    wanted = wanted.replace(marked(table.id), (_, from: string, to: string) => `${from}\n${rowsOf(table)}\n\n${to}`)
  }
  if (process.env.WAYPOST_GOLDEN === 'write') writeFileSync(page, wanted)
  else expect(written).toBe(wanted)
})

test('the guide has no table that nobody tests', () => {
  const named = [...readFileSync(page, 'utf8').matchAll(/<!-- table: (\w+) -->/g)].map(([, id]) => id)
  expect(named).toEqual(tables.map(({ id }) => id))
})
