import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ProcessView } from '../../../src/contract/routes.ts'
import type { SheetReport } from '../../../src/contract/transfer.ts'
import { publishedShapes } from '../../../src/main/hosts/cli/shapes.ts'
import { waypost, type Given } from './aCommand.ts'
import { aPracticeOwner, type PracticeOwner } from './aPracticeOwner.ts'

// One practice workspace; every command attaches to it. The tests follow each other.
let folder: string
let owner: PracticeOwner
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-process-'))
  owner = await aPracticeOwner(join(folder, 'practice.waypost'))
})
afterAll(async () => {
  await owner?.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = (args: readonly string[], given?: Given) =>
  waypost(['--workspace', owner.path, '--practice', 'process', ...args], given)
async function json<T>(shape: string, args: readonly string[]): Promise<{ readonly code: number; readonly value: T }> {
  const { code, stdout } = await run([...args, '--json'])
  const value: unknown = JSON.parse(stdout)
  expect(publishedShapes().get(shape)?.safeParse(value).error?.issues ?? [], stdout).toEqual([])
  return { code, value: value as T }
}
const file = (name: string, text?: string): string => {
  const path = join(folder, name)
  if (text !== undefined) writeFileSync(path, text)
  return path
}
const place = ['--customer', 'Contoso', '--contract', 'Gold', '--service', 'HR']

test('a case is added with actions, shown with what each lacks, and not set live while one is not carried', async () => {
  const added = await json<ProcessView>('processes.save', [
    'add',
    ...place,
    '--name',
    'Hire',
    '--kind',
    'case',
    '--from',
    'hr@example.com',
    '--actions',
    'Confirm=welcome@example.com',
    'Refuse=hr@example.com,off',
  ])
  expect(added.code).toBe(0)
  expect(added.value.actions).toEqual([
    { name: 'Confirm', fromAddress: 'welcome@example.com', takesPart: true },
    { name: 'Refuse', fromAddress: 'hr@example.com', takesPart: false },
  ])
  const shown = await run(['show', 'Hire'])
  expect(shown.stdout).toContain('No enabled outgoing route carries welcome@example.com.')
  expect(shown.stdout).toMatch(/Refuse +hr@example.com +Takes no part/)
  const refused = await run(['live', 'Hire'])
  expect(refused.code).toBe(4)
  expect(refused.stderr).toContain('welcome@example.com (action Confirm)')
  // A change that says nothing of actions keeps them.
  const renamed = await json<ProcessView>('processes.save', ['set', 'Hire', '--name', 'Hiring'])
  expect(renamed.value.actions).toHaveLength(2)
  const without = await json<ProcessView>('processes.save', ['set', 'Hiring', '--no-actions'])
  expect(without.value.actions).toEqual([])
  expect((await run(['set', 'Hiring', '--actions', '=x@example.com'])).code).toBe(2)
})

test('the catalogue is exported as CSV and JSON, and each is read again without a change', async () => {
  for (const name of ['catalogue.csv', 'catalogue.json']) {
    expect((await run(['export', file(name)])).code).toBe(0)
    const again = await json<SheetReport>('processes.preview', ['import', file(name), '--dry-run'])
    expect([again.code, again.value.counts]).toEqual([0, { create: 0, change: 0, same: 1 }])
  }
  expect(readFileSync(file('catalogue.csv'), 'utf8')).toContain('Contoso,Gold,HR,Hiring,Case,hr@example.com')
  expect((await run(['export', '--format', 'json'])).stdout).toBe(readFileSync(file('catalogue.json'), 'utf8'))
})

test('a dry run names every slip by row and column, and the import writes nothing with one of them', async () => {
  const bad = file(
    'bad.csv',
    'Customer,Contract,Service,Process,From Address\nContoso,Gold,HR,Good,\nContoso,Gold,,Bad,x\n',
  )
  const dry = await json<SheetReport>('processes.preview', ['import', bad, '--dry-run'])
  expect(dry.code).toBe(2)
  expect(dry.value.problems.map(({ row, column }) => [row, column])).toEqual([[3, 'Service']])
  expect((await run(['import', bad])).code).toBe(2)
  expect((await run(['list'])).stdout).not.toContain('Good')
  const read = await run(['import', '-'], {
    input:
      '[{"customer":"Contoso","contract":"Silver","service":"IT","name":"Incident","ticketCategories":["Question"]}]',
  })
  expect(read.code, read.stderr).toBe(0)
  expect((await run(['list'])).stdout).toMatch(/Contoso \/ Silver \/ IT \/ Incident +ticket +Draft/)
})

test('a customer is renamed and deleted with all its processes', async () => {
  expect((await run(['rename', 'contoso', '--to', 'Contoso Ltd'])).stdout).toContain('in 2 processes')
  expect((await run(['rename', 'Nobody', '--to', 'X'])).code).toBe(2)
  expect((await run(['delete', 'Contoso Ltd'])).code).toBe(2)
  expect((await run(['delete', 'Contoso Ltd', '--all-below'])).code).toBe(0)
  const { value } = await json<{ rows: ProcessView[] }>('processes.list', ['list'])
  expect(value.rows).toEqual([])
})
