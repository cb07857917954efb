import { afterEach, beforeEach, expect, test } from 'vitest'
import { readCsv } from '../../src/domain/csv.ts'
import { say } from '../../src/words/index.ts'
import {
  aProcess,
  aSavedConnector,
  anEnabledConnector,
  aWorkspace,
  refusal,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const sheet = (text: string) => ({ format: 'csv', kind: 'connectors', text }) as const
const preview = async (text: string) => value(await workspace.client.transfer.previewRoutes(sheet(text)))
const bring = (text: string) => workspace.client.transfer.importRoutes(sheet(text))
const exported = async () => value(await workspace.client.transfer.exportRoutes({ kind: 'connectors' })).text
const lines = (...rows: readonly string[]) => rows.join('\r\n')
const slips = async (text: string) =>
  (await preview(text)).problems.map(({ row, column, word }) => `${row} ${column ?? '-'}: ${say(word)}`)
const connectors = async () => value(await workspace.client.connectors.list({})).rows
const named = async (name: string) => {
  const row = (await connectors()).find((each) => each.name === name)!
  return value(await workspace.client.connectors.get({ id: row.id }))
}

const head = 'Email Connector Name,Use for,Primary Email Address,Incoming Service,Incoming Server,Outgoing Server'

test('what is exported says everything but the password, and comes back as the same', async () => {
  const { wanted } = await aSavedConnector(workspace, { password: 'Canary-31-kept' })
  const text = await exported()
  const [titles, cells] = readCsv(text).rows
  const cell = (title: string) => cells!.cells[titles!.cells.indexOf(title)]
  expect(cell('Email Connector Name')).toBe('Support')
  expect(cell('Use for')).toBe('Both')
  expect(cell('Incoming Service')).toBe('Other (IMAP)')
  expect(cell('Incoming Port')).toBe(String(wanted.settings.incoming!.port))
  expect(cell('Fallback Process')).toBe('Contoso / Gold / IT / Incident')
  expect(cell('After Mail')).toBe('Keep')
  expect(text).not.toContain('Canary-31')
  expect(titles!.cells.filter((title) => /password|secret/i.test(title))).toEqual([])
  expect(await preview(text)).toMatchObject({
    counts: { create: 0, change: 0, same: 1 },
    problems: [],
    missingSecrets: [],
  })
  const before = (await named('Support')).revision
  value(await bring(text))
  expect((await named('Support')).revision).toBe(before)
})

test('new connectors arrive as drafts, services fill in their servers, and the missing passwords are named', async () => {
  await aProcess(workspace, 'a@example.com')
  const text = lines(
    `${head},Fallback Process,After Mail`,
    'Sales,Both,sales@example.com,Gmail (IMAP),,,Contoso/Gold/IT/Incident,Keep 30 days',
    'Desk,incoming,desk@example.com,other-pop3,pop.example.com,,,Remove',
    'Relay,OUTGOING,relay@example.com,,,smtp.example.com,,',
  )
  const report = await preview(text)
  expect(report.problems.map(({ row, column }) => `${row} ${column}`)).toEqual(['4 Outgoing Service'])
  const good = lines(
    ...text
      .split('\r\n')
      .map((row, index) => row.split(',').toSpliced(6, 0, ['Outgoing Service', '', '', 'Other'][index]!).join(',')),
  )
  const looked = await preview(good)
  expect(looked.problems.map(({ row, column, word }) => `${row} ${column} ${say(word)}`)).toEqual([])
  expect(looked.counts).toEqual({ create: 3, change: 0, same: 0 })
  expect(await connectors(), 'a preview changes nothing').toEqual([])
  const done = value(await workspace.client.transfer.importRoutes({ ...sheet(good), basis: looked.basis }))
  expect(done.missingSecrets).toEqual([
    { connector: 'Sales', secret: 'password' },
    { connector: 'Desk', secret: 'password' },
    { connector: 'Relay', secret: 'password' },
  ])
  expect((await connectors()).map(({ enabled, sending, receiving }) => [enabled, sending, receiving])).toEqual([
    [false, false, 'off'],
    [false, false, 'off'],
    [false, false, 'off'],
  ])
  const sales = await named('Sales')
  expect(sales.draft).toMatchObject({
    username: 'sales@example.com',
    incoming: { host: 'imap.gmail.com', port: 993, security: 'tls' },
    outgoing: { service: 'gmail-smtp', host: 'smtp.gmail.com', port: 465 },
  })
  expect(sales.afterMail).toEqual({ kind: 'keep', days: 30 })
  expect(sales.fallback).not.toBeNull()
  expect((await named('Desk')).draft).toMatchObject({
    outgoing: null,
    incoming: { port: 995, host: 'pop.example.com' },
  })
  expect(
    value(await workspace.client.activity.list({})).rows.filter((row) => row.object.kind === 'connector'),
  ).toHaveLength(3)
})

test('a change reaches the draft only: what runs keeps running with its settings, and keeps its password', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const text = (await exported()).replace(/imap\.practice\.test/, 'other.practice.test')
  const looked = await preview(text)
  expect(looked.rows).toMatchObject([
    { row: 2, name: 'Support', action: 'change', fields: [{ column: 'Incoming Server', to: 'other.practice.test' }] },
  ])
  expect(looked.missingSecrets).toEqual([])
  value(await bring(text))
  const after = value(await workspace.client.connectors.get({ id: connector.id }))
  expect(after.draft.incoming!.host).toBe('other.practice.test')
  expect(after.running!.incoming!.host).toBe('imap.practice.test')
  expect(after).toMatchObject({ enabled: true, receiving: 'on', hasPassword: true })
})

test('every slip is named by row and column, and with one of them nothing is imported', async () => {
  const all = `${head},Outgoing Service,Incoming Port,Outgoing Authentication,Folder,After Mail,Fallback Process,Further Addresses,Owner`
  const text = lines(
    all,
    ',Both,a@example.com,Gmail (IMAP),,,,,,,,,,',
    'A,Sideways,a@example.com,Gmail (IMAP),,,,,,,,,,',
    'B,Both,no address,Gmail (IMAP),,,,,,,,,,',
    'C,Both,c@example.com,Hotmail,,,,,,,,,,',
    'D,Both,d@example.com,Gmail (IMAP),,,,99999,,,,,,',
    'E,Both,e@example.com,Gmail (IMAP),,,,,OAuth 2.0,,,,,',
    'F,Incoming,f@example.com,Gmail (POP3),,,,,,Archive,,,,',
    'G,Incoming,g@example.com,Gmail (IMAP),,smtp.example.com,,,,,,,,',
    'H,Both,h@example.com,Gmail (IMAP),,,,,,,Burn it,,,',
    'I,Both,i@example.com,Gmail (IMAP),,,,,,,Move to INBOX,,,',
    'J,Both,j@example.com,Gmail (IMAP),,,,,,,,No / such / process / here,,',
    'K,Both,k@example.com,Gmail (IMAP),bad host name,,,,,,,,,',
    'L,Both,l@example.com,Gmail (IMAP),,,,,,,,,nobody; x@example.com,',
    `M,Both,m@example.com,Gmail (IMAP),,,,,,,,,,${'o'.repeat(201)}`,
    'N,Both,n@example.com,Gmail (IMAP),,,,,,,,,,',
    'n ,Both,n2@example.com,Gmail (IMAP),,,,,,,,,,',
    'O,,o@example.com,Gmail (IMAP),,,,,,,,,,',
    'P,Incoming,p@example.com,,,,,,,,,,,',
  )
  const found = await slips(text)
  expect(found.map((slip) => slip.split(':')[0])).toEqual([
    '2 Email Connector Name',
    '3 Use for',
    '4 Primary Email Address',
    '5 Incoming Service',
    '6 Incoming Port',
    '7 Outgoing Authentication',
    '8 Folder',
    '9 Outgoing Server',
    '10 After Mail',
    '11 After Mail',
    '12 Fallback Process',
    '13 Incoming Server',
    '14 Further Addresses',
    '15 Owner',
    '17 Email Connector Name',
    '18 Use for',
    '19 Incoming Service',
  ])
  expect(found[1]).toBe('3 Use for: “Sideways” is none of: Incoming, Outgoing, Both.')
  expect(found[7]).toContain('this connector is for: Incoming')
  expect(found[14]).toContain('stands in row 16 already')
  expect(refusal(await bring(text))).toMatchObject({ code: 'invalid-input' })
  expect(await connectors()).toEqual([])
})

test('a password in a file is refused wherever it stands, and its words are in no answer', async () => {
  for (const title of ['Password', 'password', 'Client Secret', 'Certificate Password']) {
    // oxlint-disable-next-line no-await-in-loop
    const report = await preview(lines(`${head},${title}`, 'A,Both,a@example.com,Gmail (IMAP),,,Canary-77-secret'))
    expect(report.problems).toMatchObject([{ row: 1, column: title }])
    expect(say(report.problems[0]!.word)).toContain('passwords are never in a file')
  }
  expect(workspace.crossed.join()).not.toContain('Canary-77-secret')
})

test('names and owners that a spreadsheet would compute are guarded on the way out and come back whole', async () => {
  await aSavedConnector(workspace, { name: '=cmd|calc', owner: '@SUM(1)' })
  const text = await exported()
  expect(text).toContain(`\n'=cmd|calc,`)
  expect(text).toContain(`'@SUM(1)`)
  expect(await preview(text)).toMatchObject({ counts: { same: 1, create: 0, change: 0 } })
})

test('a direction that the connector cannot take any more is a slip in its column', async () => {
  await anEnabledConnector(workspace)
  const text = lines('Email Connector Name,Use for', 'Support,Incoming')
  expect((await slips(text)).map((slip) => slip.split(':')[0])).toEqual(['2 Use for'])
})

test('a preview that was overtaken is refused', async () => {
  await aSavedConnector(workspace)
  const text = (await exported()).replace('Support', 'Helpdesk')
  const looked = await preview(text)
  value(await bring(text))
  expect(refusal(await workspace.client.transfer.importRoutes({ ...sheet(text), basis: looked.basis })).code).toBe(
    'stale',
  )
})
