import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCsv } from '../../src/domain/csv.ts'
import type { IncomingRouteView } from '../../src/contract/routes.ts'
import type { SheetReport } from '../../src/contract/transfer.ts'
import { routeSettings } from '../../src/domain/route.ts'
import type { SheetKind } from '../../src/domain/sheetKind.ts'
import { say } from '../../src/words/index.ts'
import { aWorkspace, administrator, refusal, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ running: false })
  value(await workspace.client.transfer.import({ configuration }))
})
afterEach(() => workspace.stop())

const process = { customer: 'Contoso', contract: 'Gold', service: 'IT' }
const path = 'Contoso / Gold / IT'
const configuration = {
  format: 'waypost-configuration',
  version: 1,
  companies: [{ name: 'Fabrikam; Ltd', entries: ['*@fabrikam.example'] }],
  processes: [
    { ...process, name: 'Incident', kind: 'ticket', ticketCategories: ['Question', 'Order'] },
    { ...process, name: 'Hire', kind: 'case' },
  ],
  connectors: ['Support', 'Sales'].map((name) => ({
    name,
    settings: {
      useFor: name === 'Support' ? 'both' : 'outgoing',
      primaryAddress: `${name.toLowerCase()}@example.com`,
      username: name,
      incoming:
        name === 'Support' ? { service: 'other-imap', host: 'imap.example.com', port: 993, security: 'tls' } : null,
      outgoing: { service: 'other-smtp', host: 'smtp.example.com', port: 465, security: 'tls' },
    },
    fallback: name === 'Support' ? { process: `${path} / Hire` } : null,
  })),
}

const preview = async (text: string, kind: SheetKind = 'incoming') =>
  value(await workspace.client.transfer.previewRoutes({ format: 'csv', kind, text }))
const load = async (text: string, kind: SheetKind = 'incoming') =>
  workspace.client.transfer.importRoutes({ format: 'csv', kind, text })
const written = async (kind: SheetKind = 'incoming', from = workspace) =>
  value(await from.client.transfer.exportRoutes({ kind })).text
const problems = (report: SheetReport) =>
  report.problems.map(({ row, column, word }) => `${row} ${column ?? '–'}: ${say(word)}`)
const names = async () =>
  value(await workspace.client.routes.list({}))
    .groups.flatMap((group) => group.incoming ?? [])
    .map((route) => route.name)

const head = 'Email Connector Name,Priority Order,Route Name,Email Address,Process,Ticket Category'
const three = `${head},Enabled,Match,Companies,Senders
Support,1,Info,info@example.com,${path} / Incident,Question,yes,any,"""Fabrikam; Ltd""",*example.org; boss@example.net
Support,,Hire,hire@example.com,Contoso/Gold/IT/Hire,,no,,,
Support,,Blind,*,${path} / Hire,,,,,boss@example.net
`

test('rows become routes with everything that their columns say, and an export reads back the same', async () => {
  const seen = await preview(three)
  expect(seen.counts).toEqual({ create: 3, change: 0, same: 0 })
  expect(seen.rows[0]).toEqual({
    row: 2,
    connector: 'Support',
    name: 'Info',
    action: 'create',
    fields: [
      { column: 'Priority Order', from: null, to: '1' },
      { column: 'Route Name', from: null, to: 'Info' },
      { column: 'Email Address', from: null, to: 'info@example.com' },
      { column: 'Process', from: null, to: `${path} / Incident` },
      { column: 'Ticket Category', from: null, to: 'Question' },
      ...['Send Automated Emails', 'Answer CC', 'Test Mode'].map((column) => ({ column, from: null, to: 'No' })),
      { column: 'Enabled', from: null, to: 'Yes' },
      { column: 'Match', from: null, to: 'Any' },
      { column: 'Important', from: null, to: 'No' },
      { column: 'Senders', from: null, to: '*@example.org; boss@example.net' },
      { column: 'Companies', from: null, to: '"Fabrikam; Ltd"' },
    ],
  })
  expect(await names(), 'a preview changes nothing').toEqual(['Fallback'])
  expect(value(await load(three))).toEqual(seen)
  expect(await names()).toEqual(['Info', 'Hire', 'Blind', 'Fallback'])

  const text = await written()
  const again = await preview(text)
  expect(again.problems).toEqual([])
  expect(again.counts).toEqual({ create: 0, change: 0, same: 4 })
  value(await load(text))
  expect(await written()).toBe(text)
  const rows = readCsv(text).rows.map((row) => row.cells)
  expect(rows.map((cells) => cells[1])).toEqual(['Priority Order', '1', '2', '1', 'Last'])
  const other = await aWorkspace({ running: false })
  try {
    value(await other.client.transfer.import({ configuration }))
    value(await other.client.transfer.importRoutes({ format: 'csv', kind: 'incoming', text }))
    expect(await written('incoming', other)).toBe(text)
  } finally {
    await other.stop()
  }
})

test('every route has its line of history, by the one who imported, and one transaction has them all', async () => {
  value(await load(three))
  const lines = value(await workspace.client.activity.list({})).rows.filter(
    (row) => row.object.kind === 'incoming-route',
  )
  expect(lines.slice(0, 3).map((row) => [row.object.name, row.action, row.actor])).toEqual([
    ['Blind', 'created', 'anna'],
    ['Hire', 'created', 'anna'],
    ['Info', 'created', 'anna'],
  ])
})

test('only the columns that a file has are changed, routes that it does not name stay, and order goes by Priority Order', async () => {
  value(await load(three))
  const text = `\uFEFFsep=;\r\nroute NAME;emailconnectorname;For Attention;Priority Order\r\nHIRE;support;"Team ""A""\nsecond line";1\r\nInfo;Support;;\r\n`
  const seen = await preview(text)
  expect(seen.rows.map(({ row, name, action, fields }) => ({ row, name, action, fields }))).toEqual([
    {
      row: 2,
      name: 'HIRE',
      action: 'change',
      fields: [
        { column: 'Priority Order', from: '2', to: '1' },
        { column: 'Route Name', from: 'Hire', to: 'HIRE' },
        { column: 'For Attention', from: '', to: 'Team "A"\nsecond line' },
      ],
    },
    { row: 3, name: 'Info', action: 'same', fields: [] },
  ])
  value(await load(text))
  expect(await names()).toEqual(['HIRE', 'Info', 'Blind', 'Fallback'])
  const [group] = value(await workspace.client.routes.list({})).groups.filter(
    (each) => each.connectorName === 'Support',
  )
  expect(group!.incoming![0]).toMatchObject({ emailAddress: 'hire@example.com', enabled: false })
})

test('the fallback is the row with Last: what may change of it changes, the rest is refused', async () => {
  const row = (more: string) =>
    `${head},Test Mode,Enabled\nSupport,Last,Fallback,support@example.com,${path} / Hire,,${more}\n`
  value(await load(row('yes,yes')))
  expect((await preview(row('yes,yes'))).counts).toEqual({ create: 0, change: 0, same: 1 })
  expect(problems(await preview(row('yes,no'))).join()).toMatch(/^2 Enabled: /)
})

test.each<[string, string, readonly RegExp[]]>([
  ['no row at all', '', [/^1 –: the file has no row/]],
  ['an unknown column', `${head},Colour\n`, [/^1 Colour: there is no such column/]],
  ['a column twice', `${head},route name\n`, [/^1 route name: this column stands here twice/]],
  ['a missing column', 'Route Name\nInfo\n', [/^1 Email Connector Name: this column is missing/]],
  [
    'a column without a name',
    `${head},\nSupport,,A,a@example.com,${path} / Hire,,x\n`,
    [/^1 G: this column has cells/],
  ],
  ['an open quote', `${head}\nSupport,,"Info`, [/^2 Route Name: the quote/]],
  ['a cell beyond', `${head}\nSupport,,A,a@example.com,${path} / Hire,,,,x\n`, [/^2 I: this cell is beyond/]],
  [
    'many slips in its rows',
    [
      `${head},Enabled,Senders,Attachment Types,Companies,Match`,
      `Nowhere,,A,a@example.com,${path} / Hire`,
      `Support,,,a@example.com,${path} / Hire`,
      `Support,x,B,example.com,${path} / Nothing,,perhaps`,
      `Support,,C,c@example.com,${path} / Incident,Wish`,
      `Support,,D,d@example.com,${path} / Hire,,,example.org; boss@example.org; *@*.org,a/b,Nobody,some`,
      `Support,,E,*,${path} / Hire`,
      `Support,,F,f@example.com,`,
      `Sales,,G,g@example.com,${path} / Hire`,
      `Support,,H,h@example.com,${path} / Hire`,
      `support,,h,h@example.com,${path} / Hire`,
      `Sales,Last,Fallback,,${path} / Hire`,
      `Support,,J,not an address,${path} / Hire,,,example.org; boss@example.org; *@*.org,a/b`,
    ].join('\n'),
    [
      /^2 Email Connector Name: there is no connector “Nowhere”/,
      /^3 Route Name: /,
      /^4 Priority Order: “x”/,
      /^4 Process: there is no process/,
      /^4 Enabled: “perhaps” is neither/,
      /^5 Ticket Category: /,
      /^6 Match: this is one of: All, Any/,
      /^6 Companies: there is no company “Nobody”/,
      /^7 Senders: /,
      /^8 Process: /,
      /^9 Email Connector Name: Sales is not set up/,
      /^11 Route Name: h stands in row 10 already/,
      /^12 Priority Order: Sales has no fallback/,
      /^13 Email Address: /,
      /^13 Senders: example.org is a domain .* \*@example\.org/,
      /^13 Senders: \*@\*\.org is no form/,
      /^13 Attachment Types: a\/b is no file extension/,
    ],
  ],
])('a file with %s is refused by row and column, all at once, and nothing is written', async (_, text, expected) => {
  const before = await written()
  const seen = problems(await preview(text))
  for (const problem of expected) expect(seen).toContainEqual(expect.stringMatching(problem))
  const refused = refusal(await load(text))
  expect(refused.code).toBe('invalid-input')
  expect(refused.sentence).toMatch(/^The file cannot be imported: row \d+.* Nothing was changed\.$/)
  expect(refused.fields).toHaveLength(seen.length)
  expect(await written()).toBe(before)
})

test('a Priority Order behind the last one is the last, in the preview too, and read again changes nothing', async () => {
  value(await load(three))
  const text = 'Email Connector Name,Priority Order,Route Name\nSupport,98,Info\nSupport,7,Hire\nSupport,9,Blind\n'
  const orders = async () =>
    (await preview(text)).rows.map(({ name, action, fields }) => [name, action, ...fields.map(({ to }) => to)])
  expect(await orders()).toEqual([
    ['Info', 'change', '2'],
    ['Hire', 'change', '1'],
    ['Blind', 'same'],
  ])
  value(await load(text))
  expect(await names()).toEqual(['Hire', 'Info', 'Blind', 'Fallback'])
  expect(await orders()).toEqual([
    ['Info', 'same'],
    ['Hire', 'same'],
    ['Blind', 'same'],
  ])
  const before = value(await workspace.client.activity.list({})).total
  value(await load(text))
  expect(value(await workspace.client.activity.list({})).total).toBe(before)
})

test('routes of one name are told apart by their address, in whatever order a file has them', async () => {
  const row = (place: number, address: string) => `Support,${place},Info,${address},${path} / Hire,\n`
  // Two new ones of one name would be a slip in a file.
  value(await load(`${head}\n${row(1, 'a@example.com')}`))
  const [{ connectorId, ...first }] = value(await workspace.client.routes.list({}))
    .groups.flatMap((group) => group.incoming ?? [])
    .filter(({ name }) => name === 'Info') as [IncomingRouteView]
  const settings = { ...routeSettings(first), emailAddress: 'b@example.com' }
  value(await workspace.client.routes.saveIncoming({ id: null, revision: null, connectorId, settings }))
  const text = `${head}\n${row(2, 'B@example.com')}${row(1, 'a@example.com')}`
  expect((await preview(text)).rows.map(({ fields }) => fields.map(({ column }) => column))).toEqual([
    ['Email Address'],
    [],
  ])
  value(await load(text))
  const routes = value(await workspace.client.routes.list({})).groups.flatMap((group) => group.incoming ?? [])
  expect(
    routes.filter(({ name }) => name === 'Info').map(({ id, emailAddress }) => [id === first.id, emailAddress]),
  ).toEqual([
    [true, 'a@example.com'],
    [false, 'B@example.com'],
  ])
})

test('a hundred problems are listed, and all of them counted', async () => {
  const rows = Array.from({ length: 250 }, (_, index) => `Nowhere,,R${index},a@example.com,${path} / Hire`)
  const seen = await preview([head, ...rows].join('\n'))
  expect(seen.problems).toHaveLength(100)
  expect(seen.problemCount).toBe(250)
})

test('a route is never turned from normal to wildcard, or back', async () => {
  value(await load(three))
  expect(problems(await preview(`${head}\nSupport,,Info,*,,`)).join()).toMatch(/2 Email Address: /)
})

test('cells that a spreadsheet would compute are guarded on the way out and come back as they were', async () => {
  value(
    await load(
      `${head},For Attention\nSupport,,'=cmd,a@example.com,${path} / Hire,,'+49 30 1234\nSupport,,'t Hooft,b@example.com,${path} / Hire,,\n`,
    ),
  )
  expect(await names()).toEqual(['=cmd', "'t Hooft", 'Fallback'])
  const text = await written()
  expect(text).toContain(`,'=cmd,`)
  expect(text).toContain(`,'+49 30 1234,`)
  expect((await preview(text)).counts).toEqual({ create: 0, change: 0, same: 3 })
})

test('From addresses arrive as drafts; the default one keeps its address', async () => {
  const text = `Email Connector Name,Route Name,Email Address,Description\nSales,Offers,offers@example.com,For offers\nSales,Default,sales@example.com,Ours\n`
  const seen = value(await load(text, 'outgoing'))
  expect(seen.rows.map(({ name, action }) => [name, action])).toEqual([
    ['Offers', 'create'],
    ['Default', 'change'],
  ])
  const group = value(await workspace.client.routes.list({})).groups.find((each) => each.connectorName === 'Sales')
  expect(group!.outgoing).toContainEqual(
    expect.objectContaining({ name: 'Offers', emailAddress: 'offers@example.com', enabled: false, effective: false }),
  )
  const out = await written('outgoing')
  expect((await preview(out, 'outgoing')).counts).toEqual({ create: 0, change: 0, same: 3 })
  expect(
    problems(
      await preview(
        'Email Connector Name,Route Name,Email Address\nSales,Default,x@example.com\nSales,Bad,nobody\nNowhere,A,a@example.com\nSales,,a@example.com',
        'outgoing',
      ),
    ),
  ).toEqual([
    expect.stringMatching(/^2 Email Address: /),
    expect.stringMatching(/^3 Email Address: /),
    expect.stringMatching(/^4 Email Connector Name: /),
    expect.stringMatching(/^5 Route Name: /),
  ])
})

test('From addresses of one name are told apart by their address, in a sheet and in a configuration', async () => {
  const { client } = workspace
  const { connectorId } = value(await client.routes.list({})).groups.find((each) => each.connectorName === 'Sales')!
  for (const emailAddress of ['a@example.com', 'b@example.com']) {
    const settings = { name: 'Offers', description: '', emailAddress }
    value(await client.routes.saveOutgoing({ id: null, revision: null, connectorId, settings }))
  }
  const text = 'Email Connector Name,Route Name,Email Address\nSales,Offers,b@example.com\nSales,Offers,a@example.com\n'
  expect((await preview(text, 'outgoing')).counts).toEqual({ create: 0, change: 0, same: 2 })
  const exported = value(await client.transfer.export({})).configuration as {
    readonly connectors: readonly { readonly name: string; readonly fromAddresses: readonly unknown[] }[]
  }
  const turned = {
    ...exported,
    connectors: exported.connectors.map((each) => ({ ...each, fromAddresses: each.fromAddresses.toReversed() })),
  }
  const actions = async () =>
    value(await client.transfer.preview({ configuration: turned })).changes.flatMap(({ kind, action }) =>
      kind === 'outgoing-route' ? action : [],
    )
  expect(await actions()).toEqual(['same', 'same', 'same', 'same'])
  const before = await written('outgoing')
  value(await client.transfer.import({ configuration: turned }))
  expect(await written('outgoing')).toBe(before)
})

test('companies come by name with their entries', async () => {
  const text = 'Name;Entries\nContoso;"*example.com;info@example.org"\n"Fabrikam; Ltd";*@fabrikam.example\n'
  const seen = value(await load(text, 'companies'))
  expect(seen.rows.map(({ name, action }) => [name, action])).toEqual([
    ['Contoso', 'create'],
    ['Fabrikam; Ltd', 'same'],
  ])
  const out = await written('companies')
  expect(out).toBe('Name,Entries\r\nContoso,*@example.com; info@example.org\r\nFabrikam; Ltd,*@fabrikam.example\r\n')
  expect(problems(await preview('Name,Entries\nA,example.com\nA,\n,x@example.com\n', 'companies'))).toEqual([
    expect.stringMatching(/^2 Entries: example.com is a domain/),
    '3 Name: A stands in row 2 already.',
    '4 Name: this is needed',
  ])
})

test('an import does what its preview said, or is refused because routes were changed since', async () => {
  const { basis } = await preview(three)
  value(await load(three))
  const refused = refusal(
    await workspace.client.transfer.importRoutes({ format: 'csv', kind: 'incoming', text: three, basis }),
  )
  expect(refused.code).toBe('stale')
  expect(
    refusal(
      await workspace
        .as({ ...administrator, role: 'viewer' })
        .transfer.importRoutes({ format: 'csv', kind: 'incoming', text: three }),
    ).code,
  ).toBe('not-permitted')
})

test('ten thousand rows', { timeout: 120_000 }, async () => {
  const rows = Array.from(
    { length: 10_000 },
    (_, index) => `Support,,Route ${index},r${index}@example.com,${path} / Hire,,sender-${index}@example.org`,
  )
  const text = [`${head},Senders`, ...rows].join('\n')
  const began = performance.now()
  expect(value(await load(text)).counts.create).toBe(10_000)
  const out = await written()
  expect((await preview(out)).counts).toEqual({ create: 0, change: 0, same: 10_001 })
  // Seconds on an idle machine; a cost that grows with the square of the rows is minutes.
  expect(performance.now() - began).toBeLessThan(60_000)
})
