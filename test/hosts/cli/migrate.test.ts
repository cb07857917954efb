import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { MigrationView } from '../../../src/contract/migration.ts'
import type { ShadowRunView } from '../../../src/contract/shadowRun.ts'
import { publishedShapes } from '../../../src/main/hosts/cli/shapes.ts'
import { waypost, type Given } from './aCommand.ts'
import { aPracticeOwner, value, type PracticeOwner } from './aPracticeOwner.ts'

const fixtures = join(import.meta.dirname, '../../fixtures/migration')
let folder: string
let owner: PracticeOwner
let gateway: readonly string[]

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'waypost-migrate-'))
  owner = await aPracticeOwner(join(folder, 'practice.waypost'))
  const { hosts, ports } = await value(owner.client.practice.get({}))
  gateway = [
    '--host',
    hosts.smtp,
    '--port',
    String(ports['smtp']),
    '--security',
    'starttls',
    '--user',
    'support@practice.test',
  ]
})
afterAll(async () => {
  await owner?.close()
  rmSync(folder, { recursive: true, force: true })
})

const run = (args: readonly string[], given?: Given) =>
  waypost(['--workspace', owner.path, '--practice', 'migrate', ...args], given)
async function json(args: readonly string[], given?: Given) {
  const { code, stdout, stderr } = await run([...args, '--json'], given)
  const printed: unknown = JSON.parse(stdout)
  expect(publishedShapes().get('migrate')!.safeParse(printed).error?.issues ?? []).toEqual([])
  return { code, view: printed as MigrationView, stderr }
}

test('a migration on the command line: plan with findings, decide, a failed test, apply, report, undo', async () => {
  expect((await run([])).code).toBe(2)
  expect((await run(['--plan', '--apply'])).stderr).toContain('Say one of --plan')
  expect((await run(['--undo'])).code).toBe(2)
  expect((await run(['--plan', '--from', join(folder, 'missing')])).stderr).toContain('missing')
  expect((await run(['--plan', '--from', folder])).code).toBe(2)

  const list = join(folder, 'addresses.csv')
  writeFileSync(list, 'Email Address\ninfo@practice.test\nbroken(at)practice\n')
  const first = await json(['--from', list, '--from', join(fixtures, 'mail.log'), '--plan'])
  expect(first.code).toBe(1)
  expect(first.stderr).toContain('Line 24:')
  expect(first.stderr).toContain('broken(at)practice needs a decision: correct, leave-out')
  expect(first.view.plan!.counts).toMatchObject({ routes: 3, toDecide: 1 })

  // Read once more, the same files say the same.
  const filled = await json(
    [
      '--from',
      list,
      ...gateway,
      '--primary',
      'anna@contoso.test',
      '--password-stdin',
      '--plan',
      '--decide',
      'broken(at)practice=correct:orders@practice.test',
    ],
    { input: 'practice\n' },
  )
  expect(filled.view).toMatchObject({ id: first.view.id, hasPassword: true })
  expect(filled.view.sources).toHaveLength(2)
  expect(filled.view.plan!.blockers.map(({ code }) => code)).toEqual(['not-tested'])
  expect((await run(['--plan', '--decide', 'x@y.example=keep'])).stderr).toContain(
    'The plan has no address x@y.example',
  )
  expect((await run(['--plan', '--decide', 'nonsense'])).code).toBe(2)

  // The account may not use this address: the test fails, and nothing is applied.
  const failed = await json(['--apply'])
  expect(failed.code).toBe(1)
  expect(failed.view).toMatchObject({ status: 'open', test: { outcome: 'failed' } })
  // Something in the way is a refusal by rule.
  expect((await run(['--apply', '--primary', ''])).code).toBe(4)

  const applied = await json(['--apply', '--primary', 'support@practice.test'])
  expect(applied.code).toBe(0)
  expect(applied.view).toMatchObject({ status: 'applied', undo: { blockers: [] } })
  const report = await run(['--report', 'markdown'])
  expect(report.stdout).toContain('# Migration off the System Default SMTP Gateway')
  const undone = await json(['--undo'])
  expect(undone).toMatchObject({ code: 0, view: { status: 'undone' } })
  expect(undone.stderr).toContain('Nothing can be sent under info@practice.test any more.')
  expect((await run(['--undo'])).code).toBe(4)

  await json(['--plan'])
  expect((await run(['--abandon'])).stdout).toContain('abandoned')
})

test('a shadow run on the command line: refused without a mailbox, then the same, then with a refused sender', async () => {
  await json(['--plan', ...gateway, '--primary', 'orders@practice.test', '--password-stdin', '--from', addressFile()], {
    input: 'practice\n',
  })
  expect(await run(['--shadow'])).toMatchObject({ code: 2 })
  const mailbox = await value(owner.client.connectors.save(await aPracticeMailbox()))
  const shadow = async (args: readonly string[]) => {
    const { code, stdout } = await run([...args, '--json'])
    const printed: unknown = JSON.parse(stdout)
    expect(publishedShapes().get('migrate-shadow')!.safeParse(printed).error?.issues ?? []).toEqual([])
    return { code, view: printed as ShadowRunView }
  }
  // One of each connector, where none is named.
  expect((await shadow(['--shadow'])).view.rows).toHaveLength(1)
  const one = await shadow(['--shadow', 'info@practice.test'])
  expect(one).toMatchObject({ code: 0, view: { connectorId: mailbox.id, counts: { same: 1 } } })
  expect(one.view.rows[0]!.isSameWay).toBe(true)
  const both = await run(['--shadow', 'info@practice.test', 'stranger@practice.test', '--to', 'support mailbox'])
  expect(both.code).toBe(1)
  expect(both.stdout).toContain('Mail from 1 address does not arrive by the new way.')
  expect(both.stdout).toContain('553 5.7.1 <stranger@practice.test>')
  expect(both.stdout).toContain('info@practice.test: It takes the same way')
  expect((await shadow(['--shadow', 'all'])).view.rows.length).toBeGreaterThan(2)
  expect((await run(['--shadow', 'nobody@practice.test'])).code).toBe(4)
  expect((await run(['--shadow', '--to', 'Nowhere'])).code).toBe(2)
  expect((await run(['--shadow', '--gateway-of', 'none.cf'])).stderr).toContain('none.cf names no gateway')
  expect((await run(['--abandon'])).code).toBe(0)
})

const addressFile = (): string => {
  const file = join(folder, 'shadow.csv')
  writeFileSync(file, 'Email Address\ninfo@practice.test\nstranger@practice.test\n')
  return file
}

async function aPracticeMailbox() {
  const { hosts, ports } = await value(owner.client.practice.get({}))
  return {
    id: null,
    revision: null,
    name: 'Support mailbox',
    settings: {
      useFor: 'incoming' as const,
      primaryAddress: 'support@practice.test',
      username: 'support@practice.test',
      additionalMailbox: null,
      addressFamily: 'any' as const,
      incoming: {
        service: 'other-imap' as const,
        host: hosts.imap,
        port: ports['imaps']!,
        security: 'tls' as const,
        authentication: 'password' as const,
        folder: null,
      },
      outgoing: null,
    },
    password: 'practice',
    afterMail: { kind: 'keep' as const, days: null },
    furtherAddresses: [],
    owner: '',
    fallback: null,
  }
}
