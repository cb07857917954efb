import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { publishedShapes } from '../../../src/main/hosts/cli/shapes.ts'
import { waypost } from './aCommand.ts'
import { aPracticeOwner, type PracticeOwner } from './aPracticeOwner.ts'

let folder: string
let owner: PracticeOwner
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-cli-'))
  owner = await aPracticeOwner(join(folder, 'practice.waypost'))
})
afterAll(async () => {
  await owner?.close()
  rmSync(folder, { recursive: true, force: true })
})
const run = (...args: readonly string[]) =>
  waypost(['--workspace', owner.path, '--practice', ...args], { input: 'practice' })

test('the checklist, a switch, putting it back and the forecast by commands, with their exit codes', async () => {
  const added = await run(
    'process',
    'add',
    '--customer',
    'Contoso',
    '--contract',
    'Gold',
    '--service',
    'IT',
    '--name',
    'Incident',
    '--kind',
    'ticket',
    '--from',
    'support@practice.test',
  )
  expect(added.code, added.stderr).toBe(0)
  const connector = await run(
    'connector',
    'add',
    'Support',
    '--use-for',
    'both',
    '--address',
    'support@practice.test',
    '--incoming-service',
    'other-imap',
    '--incoming-host',
    owner.hosts.imap,
    '--incoming-port',
    String(owner.ports['imaps']),
    '--incoming-security',
    'tls',
    '--outgoing-service',
    'other-smtp',
    '--outgoing-host',
    owner.hosts.smtp,
    '--outgoing-port',
    String(owner.ports['smtp']),
    '--outgoing-security',
    'starttls',
    '--fallback-process',
    'Incident',
    '--password-stdin',
  )
  expect(connector.code, connector.stderr).toBe(0)
  expect((await run('test', '--all')).code).toBe(0)
  expect((await run('connector', 'enable', 'Support', '--receiving', 'held')).code).toBe(0)

  const checked = await run('go-live', '--check', '--json')
  expect(checked.code).toBe(1)
  const list: unknown = JSON.parse(checked.stdout)
  expect(publishedShapes().get('golive.checklist')?.safeParse(list).error?.issues ?? []).toEqual([])
  const file = join(folder, 'list.html')
  expect((await run('go-live', '--check', '--report', file)).code).toBe(1)
  expect(readFileSync(file, 'utf8')).toContain('<h2>Support</h2>')

  const unanswered = await run('go-live', '--switch', 'Support')
  expect([unanswered.code, unanswered.stdout]).toEqual([1, expect.stringContaining('Say first from when')])
  const live = await run('go-live', '--switch', 'Support', '--start', 'now')
  expect([live.code, live.stdout]).toEqual([0, expect.stringContaining('1 connector receives.')])
  const back = await run('go-live', '--put-back', 'Support')
  expect([back.code, back.stdout]).toEqual([0, expect.stringContaining('Support takes no mail.')])
  expect((await run('go-live', '--put-back', 'Support')).code).toBe(4)

  for (const wrong of [
    [],
    ['--check', '--switch', 'Support'],
    ['--switch', 'Nobody'],
    ['--switch', 'Support', '--start', 'soon'],
    // What a browser takes for the year 2001.
    ['--switch', 'Support', '--start', '1'],
    ['--switch', 'Support', '--start', '2026-02-30'],
    ['--check', '--report', 'list.pdf'],
    ['--check', '--report', join(folder, 'nowhere', 'list.md')],
  ])
    expect((await run('go-live', ...wrong)).code, wrong.join(' ')).toBe(2)
  const ends = await run('expiry')
  expect([ends.code, ends.stdout]).toEqual([0, expect.stringContaining('Certificate of imap.practice.test')])
})
