import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCsv } from '../../src/domain/csv.ts'
import type { SheetReport } from '../../src/contract/transfer.ts'
import { say } from '../../src/words/index.ts'
import { anEnabledConnector, aWorkspace, administrator, refusal, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ running: false })
})
afterEach(() => workspace.stop())

type Format = 'csv' | 'json'
const preview = async (text: string, format: Format = 'csv') =>
  value(await workspace.client.processes.preview({ format, text }))
const load = (text: string, format: Format = 'csv', basis: string | null = null) =>
  workspace.client.processes.import({ format, text, basis })
const written = async (format: Format = 'csv', from = workspace) =>
  value(await from.client.processes.export({ format })).text
const problems = (report: SheetReport) =>
  report.problems.map(({ row, column, word }) => `${row} ${column ?? '–'}: ${say(word)}`)
const listed = async () => value(await workspace.client.processes.list({})).rows

const head = 'Customer,Contract,Service,Process,Kind,From Address,Ticket Categories,Action,Takes Part'
const catalogue = `${head}
Contoso,Gold,IT,Incident,Ticket,desk@example.com,"Question; ""Order; urgent""",,
Contoso,Gold,HR,Hire,Case,hr@example.com,,,
Contoso,Gold,HR,Hire,,welcome@example.com,,Confirm,Yes
Contoso,Gold,HR,Hire,,hr@example.com,,Refuse,no
Contoso,Silver,IT,Empty,,,,,
`

test('P5: rows become drafts with everything that their columns say, and an export reads back the same', async () => {
  const seen = await preview(catalogue)
  expect(problems(seen)).toEqual([])
  expect(seen.counts).toEqual({ create: 3, change: 0, same: 0 })
  expect(seen.rows[1]).toEqual({
    row: 3,
    connector: null,
    name: 'Contoso / Gold / HR / Hire',
    action: 'create',
    fields: [
      { column: 'Kind', from: null, to: 'Case' },
      { column: 'From Address', from: null, to: 'hr@example.com' },
      {
        column: 'Actions',
        from: null,
        to: 'Confirm <welcome@example.com>; Refuse <hr@example.com> (takes no part)',
      },
    ],
  })
  expect(await listed()).toEqual([])
  value(await load(catalogue))
  expect((await listed()).map(({ path, kind, live }) => [path, kind, live])).toEqual([
    ['Contoso / Gold / HR / Hire', 'case', false],
    ['Contoso / Gold / IT / Incident', 'ticket', false],
    ['Contoso / Silver / IT / Empty', 'ticket', false],
  ])
  expect((await listed())[1]!.ticketCategories).toEqual(['Question', 'Order; urgent'])

  const other = await aWorkspace({ running: false })
  try {
    for (const format of ['csv', 'json'] as const) {
      const text = await written(format)
      expect((await preview(text, format)).counts).toEqual({ create: 0, change: 0, same: 3 })
      value(await other.client.processes.import({ format, text }))
      expect(await written(format, other)).toBe(text)
    }
    // The whole configuration carries actions as well.
    const { configuration } = value(await workspace.client.transfer.export({}))
    value(await other.client.transfer.import({ configuration }))
    const third = value(await other.client.transfer.export({})).configuration as { processes: unknown }
    expect(third.processes).toEqual((configuration as { processes: unknown }).processes)
    // And takes what the catalogue's own export writes.
    value(await other.client.transfer.import({ configuration: JSON.parse(await written('json')) }))
  } finally {
    await other.stop()
  }
})

test('every slip is named by row and column, all at once, and nothing is written', async () => {
  const report = await preview(`${head}
Contoso,Gold,IT,Incident,Ticket,desk,,,
,Gold,IT,No customer,Ticket,,,,
Contoso,Gold,HR,Hire,Task,,,,
Contoso,Gold,HR,Hire,,not an address,,Confirm,maybe
Contoso,Gold,HR,Hire,Case,,,Refuse,
CONTOSO,gold,it, incident ,Ticket,,,,
Contoso,Gold,HR,Gone,,a@example.com,,Confirm,
Contoso,Gold,HR,Both,Case,,Question,,yes
`)
  expect(problems(report)).toEqual([
    '2 From Address: desk is not an e-mail address.',
    '3 Customer: this is needed',
    expect.stringContaining('4 Kind: '),
    '5 Takes Part: “maybe” is neither Yes nor No.',
    '5 Action: Only case processes have actions.',
    '5 From Address: not an address is not an e-mail address.',
    expect.stringContaining('6 Kind: '),
    expect.stringContaining('7 Process: CONTOSO / gold / it / incident stands in row 2 already'),
    expect.stringContaining('8 Process: Contoso / Gold / HR / Gone is not there'),
    expect.stringContaining('9 Takes Part: '),
    '9 Ticket Categories: Only ticket processes have categories.',
  ])
  const refused = refusal(await load(`${head}\nContoso,Gold,IT,Good,Ticket,,,,\nContoso,Gold,IT,Bad,Ticket,desk,,,\n`))
  expect(refused.sentence).toContain('row 3, column From Address')
  expect(await listed()).toEqual([])
})

test('JSON tells the process by its number and the field by its path, and where the text is broken', async () => {
  const report = await preview(
    JSON.stringify([
      {
        customer: 'A',
        contract: 'B',
        service: 'C',
        name: 'D',
        kind: 'case',
        actions: [{ name: 'X', fromAddress: 'y' }],
      },
      { customer: 'A', contract: 'B', service: 'C' },
      { customer: 'A', contract: 'B', service: 'C', name: 'E', live: true },
    ]),
    'json',
  )
  expect(problems(report)).toEqual([
    '1 actions.0.fromAddress: y is not an e-mail address.',
    expect.stringContaining('2 name: '),
    expect.stringContaining('3 live: '),
  ])
  expect(problems(await preview('[\n  { "customer": "A", }\n]', 'json'))).toEqual([
    expect.stringMatching(/^2 \d+: the text is not JSON/),
  ])
  for (const text of ['7', 'null', '"x"']) expect(problems(await preview(text, 'json'))).toHaveLength(1)
  expect(problems(await preview('{"format":"other","processes":[]}', 'json'))[0]).toContain('1 format')
  expect(problems(await preview('{"processes":[],"connectors":[]}', 'json'))[0]).toContain('1 connectors')
})

test('what a file leaves out stays; what is named finds its process however its path is written', async () => {
  value(await load(catalogue))
  const seen = await preview(
    'customer,contract,service,process,from address\ncontoso,GOLD,it,INCIDENT,new@example.com\n',
  )
  expect(seen.rows).toEqual([
    {
      row: 2,
      connector: null,
      name: 'Contoso / Gold / IT / Incident',
      action: 'change',
      fields: [{ column: 'From Address', from: 'desk@example.com', to: 'new@example.com' }],
    },
  ])
  // Rows of actions alone say what the actions are from now on; their other columns stay.
  value(await load('Customer,Contract,Service,Process,Action\nContoso,Gold,HR,Hire,Refuse\nContoso,Gold,HR,Hire,Ask\n'))
  expect((await listed())[0]!.actions).toEqual([
    { name: 'Refuse', fromAddress: 'hr@example.com', takesPart: false },
    { name: 'Ask', fromAddress: '', takesPart: true },
  ])
  // What becomes a ticket loses its actions.
  value(await load('Customer,Contract,Service,Process,Kind\nContoso,Gold,HR,Hire,ticket\n'))
  expect((await listed())[0]!).toMatchObject({ kind: 'ticket', actions: [] })
})

test('no cell is ever a formula, and each comes back as it was', async () => {
  const names = ['=HYPERLINK("http://x")', '+1', '-1', '@SUM(A1)', "'=quoted", 'two\nlines']
  const processes = names.map((name) => ({
    customer: name,
    contract: name,
    service: name,
    name,
    kind: 'case',
    fromAddress: '',
    actions: [{ name, fromAddress: '' }],
  }))
  value(await load(JSON.stringify(processes), 'json'))
  const text = await written()
  for (const { cells } of readCsv(text).rows.slice(1))
    for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/)
  expect((await preview(text)).counts).toEqual({ create: 0, change: 0, same: names.length })
})

test(
  '10,000 rows are read, refused for the one slip in them, and imported as a whole',
  { timeout: 60_000 },
  async () => {
    const row = (index: number) =>
      `Customer ${index % 100},Gold,Service ${index % 7},Process ${index},Ticket,p${index}@example.com,,,`
    const rows = Array.from({ length: 10_000 }, (_, index) => row(index))
    const bad = refusal(await load([head, ...rows.with(9_000, row(0))].join('\n')))
    expect(bad.sentence).toContain('row 9002, column Process')
    expect(await listed()).toEqual([])
    expect(value(await load([head, ...rows].join('\n'))).counts.create).toBe(10_000)
    expect(await listed()).toHaveLength(10_000)
    const again = await preview(await written())
    expect(again.counts).toEqual({ create: 0, change: 0, same: 10_000 })
  },
)

test('an import does what was shown, or nothing', async () => {
  const { basis } = await preview(catalogue)
  value(await load(`${head}\nContoso,Gold,IT,Incident,Ticket,other@example.com,,,\n`))
  expect(refusal(await load(catalogue, 'csv', basis)).code).toBe('stale')
  expect(await listed()).toHaveLength(1)
  value(await load(catalogue, 'csv', (await preview(catalogue)).basis))
  const { rows } = value(await workspace.client.activity.list({ objectId: (await listed())[1]!.id }))
  expect(rows.map(({ action, actor }) => [action, actor])).toEqual([
    ['edited', administrator.name],
    ['created', administrator.name],
  ])
})

test('a live process stays live through an import, and never changes to an address that nobody carries', async () => {
  const practice = await aWorkspace({ practice: true, running: false })
  try {
    const { process } = await anEnabledConnector(practice)
    const line = (from: string) =>
      `Customer,Contract,Service,Process,From Address,Ticket Categories\n${[process.customer, process.contract, process.service, process.name].join(',')},${from},Question\n`
    const cut = value(await practice.client.processes.preview({ format: 'csv', text: line('old@practice.test') }))
    expect(problems(cut)).toEqual([expect.stringContaining('2 From Address: old@practice.test belongs to no')])
    value(await practice.client.processes.import({ format: 'csv', text: line(process.fromAddress) }))
    expect(value(await practice.client.processes.get({ id: process.id }))).toMatchObject({
      live: true,
      ticketCategories: ['Question'],
    })
  } finally {
    await practice.stop()
  }
})
