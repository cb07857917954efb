import { copyFileSync, cpSync, existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MigrationView } from '../../src/contract/migration.ts'
import type { Gateway } from '../../src/domain/migration/gateway.ts'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { say } from '../../src/words/index.ts'
import {
  administrator,
  aCaseOfAnna,
  aProcess,
  aWorkspace,
  anEnabledConnector,
  ended,
  refusal,
  until,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

const folder = join(import.meta.dirname, '../fixtures/migration')
const sample = (name: string): Buffer => readFileSync(join(folder, name))
/** Of the account of the practice servers, and found nowhere but there (V2). */
const notThePassword = 'canary-9f31-Wörter'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true })
})
afterEach(async () => {
  vi.useRealTimers()
  await workspace.stop()
})

const wizard = () => workspace.client.migration
const which = ({ id, revision }: MigrationView) => ({ id, revision })
const current = async (): Promise<MigrationView> => value(await wizard().get({})).migration!
const codes = (view: MigrationView): readonly string[] => view.plan!.blockers.map(({ code }) => code)
const exported = async () => JSON.stringify(value(await workspace.client.transfer.export({})).configuration)

/** Hands a file over in pieces of so many octets. */
async function read(view: MigrationView, fileName: string, bytes: Buffer, size = 300) {
  let readingId: string | null = null
  const hand = async (piece: Buffer, last: boolean) =>
    value(await wizard().read({ ...which(view), readingId, fileName, bytes: piece.toString('base64'), last }))
  for (let at = 0; ; at += size) {
    const last = at + size >= bytes.length
    const answered = await hand(bytes.subarray(at, at + size), last)
    if (last) return { source: answered.source!, migration: answered.migration! }
    readingId = answered.readingId
  }
}

/** The practice server as the old gateway. */
async function practiceGateway(): Promise<{ gateway: Gateway; password: string }> {
  const practice = value(await workspace.client.practice.get({}))
  const [support] = practice.users
  return {
    gateway: {
      host: practice.hosts.smtp,
      port: practice.ports['smtp']!,
      security: 'starttls',
      authentication: 'password',
      username: support!.username,
    },
    password: support!.password,
  }
}

async function withGateway(
  view: MigrationView,
  part: Partial<Parameters<ReturnType<typeof wizard>['saveGateway']>[0]> = {},
) {
  return value(
    await wizard().saveGateway({
      ...which(view),
      ...(await practiceGateway()),
      connectorName: 'Outgoing Connector',
      primaryAddress: 'support@practice.test',
      ...part,
    }),
  )
}
const tested = async (view: MigrationView): Promise<MigrationView> => {
  await ended(workspace, await wizard().test(which(view)))
  return current()
}
const applied = async (view: MigrationView): Promise<MigrationView> =>
  value(await wizard().apply({ ...which(view), basis: view.plan!.basis }))
const listed = async (view: MigrationView, addresses: readonly string[]) =>
  value(await wizard().saveAddresses({ ...which(view), addresses: [...addresses] }))
const started = async () => value(await wizard().start({}))
/** A small migration that is applied. */
const migrated = async (addresses: readonly string[] = ['info@practice.test']) =>
  applied(await tested(await withGateway(await listed(await started(), addresses))))
const outgoing = async (connectorId: string) =>
  value(await workspace.client.routes.list({ connectorId })).groups[0]!.outgoing!
const sentFrom = async (from: string) => {
  const { id } = value(
    await workspace.client.outbox.compose({ from, to: ['anna@contoso.test'], subject: 'S', text: 'T' }),
  )
  return until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id })),
    ({ state }) => state !== 'queued' && state !== 'sending',
  )
}

test('from the old gateway to visible routes: read, planned, tested, applied, sent, undone byte for byte', async () => {
  const { client } = workspace
  await aProcess(workspace, 'info@practice.test')
  const before = await exported()
  let view = await started()
  expect(codes(view)).toEqual(expect.arrayContaining(['setting', 'not-tested']))

  const log = await read(view, 'mail.log', sample('mail.log'), 101)
  expect(log.source).toMatchObject({ kind: 'mail-log', addresses: 2, mails: 3, slipCount: 1 })
  expect(say(log.source.slips[0]!.says)).toContain('no line of a mail log')
  view = await listed(log.migration, ['Info@practice.test', 'broken(at)practice'])
  expect(view.proposedPrimary).toBe('billing@northwind.example')
  view = await withGateway(view)
  expect(codes(view)).toEqual(['undecided', 'not-tested'])
  const invalid = view.plan!.rows.find(({ state }) => state === 'invalid')!
  view = value(
    await wizard().decide({ ...which(view), decisions: [{ key: invalid.key, decision: { choice: 'leave-out' } }] }),
  )
  view = await tested(view)
  expect(view.test).toMatchObject({ outcome: 'passed', current: true, connectorId: view.connectorId })
  expect(codes(view)).toEqual([])
  // Nothing was changed up to here.
  expect(await exported()).toBe(before)
  expect(value(await client.connectors.list({})).rows).toEqual([])

  view = await applied(view)
  expect(view).toMatchObject({ status: 'applied', plan: null })
  expect(view.backup).toMatch(/\.waypost-backup$/)
  expect(statSync(view.backup!).mode & 0o777).toBe(0o600)
  const connector = value(await client.connectors.get({ id: view.connectorId }))
  expect(connector).toMatchObject({ name: 'Outgoing Connector', enabled: true, sending: true })
  expect(connector.outgoing.proved).toBe(true)
  const routes = await outgoing(view.connectorId)
  expect(routes.map(({ emailAddress, isDefault, proof }) => [emailAddress, isDefault, say(proof.word)])).toEqual([
    ['support@practice.test', true, 'Proved'],
    ['alerts@northwind.example', false, 'Enabled, carried over, not proved'],
    ['billing@northwind.example', false, 'Enabled, carried over, not proved'],
    ['info@practice.test', false, 'Enabled, carried over, not proved'],
  ])
  expect((await sentFrom('info@practice.test')).state).toBe('sent')
  const { rows, uncarried } = value(await wizard().carriers({}))
  expect(uncarried).toBe(0)
  expect(rows.find(({ address }) => address === 'info@practice.test')).toMatchObject({
    connector: 'Outgoing Connector',
    usedBy: ['Contoso / Gold / IT / Incident'],
  })

  const report = value(await wizard().report({ id: view.id }))
  expect(report.report).toMatchObject({ appliedBy: 'anna', leftOut: ['broken(at)practice'], moved: [] })
  expect(report.markdown).toContain('| info@practice.test | Info@practice.test |')
  expect(report.html).not.toMatch(/<script|https?:/)

  expect(view.undo).toMatchObject({ blockers: [], queued: 0, liveProcesses: [], returns: [] })
  expect(view.undo!.stops).toHaveLength(4)
  view = value(await wizard().undo(which(view)))
  expect(view.status).toBe('undone')
  expect(await exported()).toBe(before)
  expect(value(await client.outbox.list({})).total).toBe(1)
  expect(value(await wizard().carriers({})).uncarried).toBe(1)
  expect(refusal(await wizard().undo(which(view))).code).toBe('refused')
  const activity = value(await client.activity.list({ objectId: view.id })).rows.map(({ action }) => action)
  expect(activity).toEqual(['undone', 'applied', 'decided', 'edited', 'edited', 'file read', 'started'])
})

describe('with connectors that are there', () => {
  test('an address that is carried elsewhere waits for a decision; taken over, it goes back when it is undone', async () => {
    const { client } = workspace
    const { connector } = await anEnabledConnector(workspace)
    const drafted = value(
      await client.routes.saveOutgoing({
        id: null,
        revision: null,
        connectorId: connector.id,
        settings: { name: 'Information', description: '', emailAddress: 'info@practice.test' },
      }),
    )
    await ended(workspace, await client.routes.testOutgoing({ id: drafted.id }))
    const info = value(
      await client.routes.saveOutgoing({
        id: drafted.id,
        revision: drafted.revision,
        connectorId: connector.id,
        settings: { name: 'Information', description: '', emailAddress: 'info@practice.test' },
        enabled: true,
      }),
    )
    const before = await exported()
    let view = await withGateway(
      await listed(await started(), ['info@practice.test', 'support@practice.test', 'orders@practice.test']),
      { primaryAddress: 'orders@practice.test' },
    )
    expect(view.plan!.counts).toMatchObject({ toDecide: 2, defaults: 1 })
    expect(view.plan!.defaults).toEqual([
      expect.objectContaining({ connector: 'Support', address: 'support@practice.test', effective: true }),
    ])
    // R11: what a connector carries as its default stays with it.
    const own = view.plan!.rows.find(({ address }) => address === 'support@practice.test')!
    expect(own).toMatchObject({ carriedAsDefault: true, choices: ['keep'] })
    view = value(
      await wizard().decide({
        ...which(view),
        decisions: [
          { key: 'support@practice.test', decision: { choice: 'keep' } },
          { key: 'info@practice.test', decision: { choice: 'use' } },
        ],
      }),
    )
    view = await applied(await tested(view))
    expect((await outgoing(connector.id)).find(({ id }) => id === info.id)).toMatchObject({ enabled: false })
    expect((await outgoing(view.connectorId)).map(({ emailAddress }) => emailAddress)).toEqual([
      'orders@practice.test',
      'info@practice.test',
    ])
    expect(value(await wizard().report({ id: view.id })).report).toMatchObject({
      moved: [{ address: 'info@practice.test', from: 'Support' }],
      kept: [{ address: 'support@practice.test', connector: 'Support' }],
    })
    expect(view.undo).toMatchObject({
      returns: [{ address: 'info@practice.test', connector: 'Support' }],
      stops: ['orders@practice.test'],
    })
    view = value(await wizard().undo(which(view)))
    expect(await exported()).toBe(before)
    expect((await outgoing(connector.id)).find(({ id }) => id === info.id)).toMatchObject({
      enabled: true,
      effective: true,
    })
    expect((await sentFrom('info@practice.test')).state).toBe('sent')
  })

  test('a plan that the workspace overtook is not applied: the name, an address, both are asked about anew', async () => {
    const view = await tested(await withGateway(await listed(await started(), ['info@practice.test'])))
    await anEnabledConnector(workspace)
    const stale = refusal(await wizard().apply({ ...which(view), basis: view.plan!.basis }))
    expect(stale.code).toBe('stale')
    expect(stale.sentence).toContain('changed since this plan was shown')
    const now = await current()
    expect(codes(now)).toEqual(['primary-carried', 'undecided'])
    expect(say(now.plan!.blockers[0]!.word)).toContain('carried by Support already')
    const decided = value(
      await wizard().decide({
        ...which(await current()),
        decisions: [{ key: 'support@practice.test', decision: { choice: 'keep' } }],
      }),
    )
    expect(codes(decided)).toEqual(['primary-carried'])
    const blocked = refusal(await wizard().apply({ ...which(decided), basis: decided.plan!.basis }))
    expect(blocked).toMatchObject({ code: 'refused', fields: [{ path: 'primaryAddress' }] })
  })
})

test('each step survives the death of the engine: the files as they were at that moment open with nothing lost', async () => {
  const addresses = Array.from({ length: 500 }, (_, number) => `app${number}@practice.test`)
  const twins = addresses.slice(0, 10).map((address) => address.toUpperCase())
  const broken = ['one two@practice.test', 'no-at', 'x@-bad.test']
  let deaths = 0
  /** What a killed process leaves behind, at any moment: the files as they are now. Another engine goes on from them. */
  const dies = async () => {
    const seen = await current()
    const left = join(workspace.folder, `left-${(deaths += 1)}.waypost`)
    for (const part of ['', '-wal', '.generation', '.practice'])
      cpSync(`${workspace.path}${part}`, `${left}${part}`, { recursive: true })
    // The practice servers keep their ports, which one of the two can have at a time.
    await workspace.restart(async () => {
      const heir = await openEngine({
        path: left,
        practice: true,
        host: 'cli',
        keychain: workspace.keychain,
        practicePorts: 'any',
        trace: { reached: () => undefined, failed: (where, error) => expect.fail(`${where}: ${String(error)}`) },
      })
      expect(await heir.call({ procedure: 'migration.get', input: {} }, administrator)).toEqual({
        ok: true,
        value: { migration: seen },
      })
      await heir.stop()
    })
    return current()
  }
  let view = await started()
  await dies()
  view = (
    await read(
      view,
      'addresses.csv',
      Buffer.from(`Email Address\n${[...addresses, ...twins, ...broken].join('\n')}\n`),
      4000,
    )
  ).migration
  view = await dies()
  expect(view.plan!.counts).toMatchObject({ routes: 500, toDecide: 3, toLookAt: 10 })
  view = await withGateway(view)
  view = await dies()
  view = value(await wizard().goTo({ ...which(view), step: 'plan' }))
  view = await dies()
  expect(view.step).toBe('plan')
  view = value(
    await wizard().decide({
      ...which(view),
      decisions: view
        .plan!.rows.filter(({ undecided }) => undecided)
        .map(({ key }) => ({ key, decision: { choice: 'leave-out' } as const })),
    }),
  )
  view = await dies()
  view = await tested(view)
  view = await dies()
  expect(view.test?.outcome).toBe('passed')
  const before = await exported()
  view = await applied(view)
  view = await dies()
  expect(await outgoing(view.connectorId)).toHaveLength(501)
  view = value(await wizard().undo(which(view)))
  expect(await dies()).toMatchObject({ status: 'undone' })
  expect(await exported()).toBe(before)
  expect(value(await workspace.client.connectors.list({})).rows).toEqual([])
}, 60_000)

test('a reading that was cut by a restart takes nothing, and says so', async () => {
  const view = await started()
  const bytes = sample('mail.log').subarray(0, 500).toString('base64')
  const { readingId } = value(
    await wizard().read({ ...which(view), readingId: null, fileName: 'mail.log', bytes, last: false }),
  )
  await workspace.restart()
  const gone = refusal(await wizard().read({ ...which(view), readingId, fileName: 'mail.log', bytes, last: true }))
  expect(gone.sentence).toContain('Read the file again')
  expect((await current()).sources).toEqual([])
})

test('Apply needs everything: each thing in the way is named, and nothing is written', async () => {
  let view = await listed(await started(), ['info@practice.test'])
  const refused = refusal(await wizard().apply({ ...which(view), basis: view.plan!.basis }))
  expect(refused.code).toBe('refused')
  expect(refused.fields!.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['host', 'primaryAddress', 'username', 'password', 'prove']),
  )
  expect(refusal(await wizard().test(which(view))).fields!.map(({ path }) => path)).toContain('host')

  // C14: a sign-in in clear text blocks with its reason.
  view = await withGateway(view, { gateway: { ...(await practiceGateway()).gateway, security: 'none' } })
  expect(codes(view)).toEqual(['setting', 'not-tested'])
  // A test that fails blocks as well.
  view = await tested(await withGateway(view, { password: 'wrong' }))
  expect(codes(view)).toEqual(['test-failed'])
  expect(refusal(await wizard().apply({ ...which(view), basis: view.plan!.basis })).code).toBe('refused')
  // A proof that is 30 days old is none.
  view = await tested(await withGateway(view))
  expect(codes(view)).toEqual([])
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 31 * 24 * 3600_000 })
  expect(codes(await current())).toEqual(['test-old'])
  expect(value(await workspace.client.connectors.list({})).rows).toEqual([])
  expect(existsSync(join(workspace.folder, 'backups')), 'no backup for what was refused').toBe(false)
})

test('C13: a gateway with an untrusted certificate blocks Apply with the reason of its ladder', async () => {
  value(await workspace.client.practice.setFault({ name: 'self-signed-certificate', on: true }))
  const view = await tested(await withGateway(await started()))
  expect(codes(view)).toEqual(['test-failed'])
  expect(view.test?.outcome).toBe('failed')
  expect(say(view.test!.verdict.title)).toMatch(/certificate|trust/i)
})

test('another edit, another wizard, another plan: whoever read an older state changes nothing (S8)', async () => {
  const first = await started()
  expect(refusal(await wizard().start({})).sentence).toContain('open already')
  await listed(first, ['info@practice.test'])
  for (const stale of [
    await wizard().saveAddresses({ ...which(first), addresses: [] }),
    await wizard().goTo({ ...which(first), step: 'plan' }),
    await wizard().decide({ ...which(first), decisions: [] }),
    await wizard().test(which(first)),
    await wizard().apply({ ...which(first), basis: '' }),
    await wizard().abandon(which(first)),
    await wizard().read({ ...which(first), readingId: null, fileName: 'a', bytes: '', last: true }),
  ])
    expect(refusal(stale).code).toBe('stale')
  expect((await current()).typed).toEqual(['info@practice.test'])
})

test('a viewer looks, and changes nothing', async () => {
  const view = await listed(await started(), ['info@practice.test'])
  const viewer = workspace.as({ ...administrator, role: 'viewer' }).migration
  expect(value(await viewer.get({})).migration?.id).toBe(view.id)
  expect(refusal(await viewer.apply({ ...which(view), basis: view.plan!.basis })).code).toBe('not-permitted')
  expect(refusal(await viewer.start({})).code).toBe('not-permitted')
})

test('the password is in the vault alone: typed or out of a file, it is nowhere else, and goes with the migration', async () => {
  let view = await withGateway(await started(), { password: notThePassword })
  expect(view.hasPassword).toBe(true)
  expect(
    refusal(
      await wizard().saveGateway({
        ...which(view),
        ...(await practiceGateway()),
        password: 'x'.repeat(51),
        connectorName: 'X',
        primaryAddress: '',
      }),
    ).fields![0]!.path,
  ).toBe('password')
  const config = sample('web.config').toString().replace('p&amp;ss-Wörter', notThePassword)
  const { migration, source } = await read(view, 'web.config', Buffer.from(config), 40)
  view = migration
  expect(source.slips.map(({ code }) => code)).toEqual(['ssl-is-starttls', 'password-taken'])
  expect(view).toMatchObject({ hasPassword: true, gateway: { host: 'smtp-gw.northwind.example' } })
  // Another server without a password of its own: the one of the old server is not offered to it.
  view = (await read(view, 'main.cf', sample('main.cf').subarray(0))).migration
  expect(view.hasPassword).toBe(true)
  view = (await read(view, 'other.cf', Buffer.from('relayhost = [other.example]:25\n'))).migration
  expect(view.hasPassword).toBe(false)
  value(await wizard().abandon(which(view)))
  expect(value(await wizard().get({})).migration).toBeNull()
  const crossed = workspace.crossed.join('\n')
  await workspace.engine().stop()
  const files = [workspace.path, `${workspace.path}-wal`].filter(existsSync)
  for (const text of [crossed, ...files.map((file) => readFileSync(file).toString('latin1'))]) {
    expect(text).not.toContain(notThePassword)
    expect(text).not.toContain(Buffer.from(notThePassword).toString('latin1'))
  }
  await workspace.restart()
})

test('a file of an unknown kind is asked about; a UTF-16 trace is read in odd pieces; the same file again takes its own place', async () => {
  const view = await started()
  const strange = { ...which(view), readingId: null, fileName: 'notes.txt', last: true }
  expect(
    refusal(await wizard().read({ ...strange, bytes: Buffer.from('Dear all').toString('base64') })).sentence,
  ).toContain('notes.txt')
  const once = await read(view, 'trace.csv', sample('message-trace.csv'), 77)
  expect(once.source).toMatchObject({ kind: 'tracking', addresses: 1, mails: 2, slipCount: 0 })
  const twice = await read(once.migration, 'trace.csv', sample('message-trace.csv'))
  expect(twice.migration.sources).toHaveLength(1)
  expect(twice.migration.plan!.rows[0]).toMatchObject({ address: 'accounts@northwind.example', count: 2 })
  const without = value(await wizard().removeSource({ ...which(twice.migration), sourceId: twice.source.id }))
  expect(without.plan!.rows).toEqual([])
})

test('M4: a migrated route that is switched off, or whose address is edited, needs its test first', async () => {
  const view = await migrated(['info@practice.test', 'orders@practice.test', 'nobody@elsewhere.example'])
  const { client } = workspace
  const by = async (address: string) =>
    (await outgoing(view.connectorId)).find((each) => each.emailAddress === address)!
  const save = async (address: string, emailAddress: string, enabled: boolean | null) => {
    const { id, revision, connectorId, name, description } = await by(address)
    return client.routes.saveOutgoing({
      id,
      revision,
      connectorId,
      settings: { name, description, emailAddress },
      enabled,
    })
  }
  // Its name is edited freely, and it goes on.
  const info = await by('info@practice.test')
  value(
    await client.routes.saveOutgoing({
      ...which({ ...view, id: info.id, revision: info.revision }),
      connectorId: view.connectorId,
      settings: { name: 'Information', description: '', emailAddress: info.emailAddress },
    }),
  )
  expect(await by('info@practice.test')).toMatchObject({ enabled: true, effective: true })
  value(await save('info@practice.test', 'info@practice.test', false))
  expect(refusal(await save('info@practice.test', 'info@practice.test', true)).sentence).toContain('not proved')
  expect(refusal(await save('orders@practice.test', 'other@practice.test', true)).sentence).toContain('not proved')
  await ended(workspace, await client.routes.testOutgoing({ id: info.id }))
  expect(value(await save('info@practice.test', 'info@practice.test', true)).effective).toBe(true)
  // The wizard offers to prove each: one that the server refuses fails, and goes on being carried.
  const job = await ended(workspace, await client.routes.proveOutgoing({ connectorId: view.connectorId }))
  expect(job.results).toHaveLength(4)
  expect(await by('nobody@elsewhere.example')).toMatchObject({ enabled: true, effective: true, proved: false })
  expect(say((await by('orders@practice.test')).proof.word)).toBe('Proved')
  // What was built on it changed, and that is said before anything is tried.
  const undo = (await current()).undo!
  expect(undo.blockers.map(({ code }) => code)).toEqual(['route-changed'])
  const refused = refusal(await wizard().undo(which(await current())))
  expect(refused.fields!.map(({ word }) => say(word))).toEqual(['The route Information was changed since.'])
  expect((await outgoing(view.connectorId)).length).toBe(4)
})

test('undoing says what it stops, a case that sends under such an address at one of its steps included', async () => {
  await migrated(['info@practice.test', 'orders@practice.test'])
  await aCaseOfAnna(workspace, 'orders@practice.test')
  expect((await current()).undo!.liveProcesses).toEqual(['Contoso / Gold / IT / Order'])
})

test('undoing says what it stops, and is over after seven days', async () => {
  const { client } = workspace
  const process = await aProcess(workspace, 'info@practice.test')
  const view = await migrated()
  value(await client.processes.setLive({ id: process.id, revision: process.revision, live: true }))
  expect((await current()).undo).toMatchObject({
    blockers: [],
    liveProcesses: ['Contoso / Gold / IT / Incident'],
  })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(view.appliedAt!) + 7 * 24 * 3600_000 + 1 })
  expect((await current()).undo!.blockers.map(({ code }) => code)).toEqual(['too-late'])
  expect(refusal(await wizard().undo(which(await current()))).code).toBe('refused')
})

test('the backup is a whole workspace, as it was before', async () => {
  const view = await migrated()
  const copy = join(workspace.folder, 'copy.waypost')
  copyFileSync(view.backup!, copy)
  await workspace.restart(() => {
    copyFileSync(copy, workspace.path)
  })
  expect(await current()).toMatchObject({ id: view.id, status: 'open' })
  expect(value(await workspace.client.connectors.list({})).rows).toEqual([])
})

test('a second migration finds the name taken; after an undo one begins where the other was', async () => {
  const view = await migrated()
  const second = await started()
  expect(codes(second)).toContain('name-taken')
  value(await wizard().abandon(which(second)))
  value(await wizard().undo(which((await current()).id === view.id ? await current() : view)))
  const again = await started()
  expect(again).toMatchObject({
    typed: ['info@practice.test'],
    primaryAddress: 'support@practice.test',
    hasPassword: false,
    test: null,
  })
  expect(again.connectorId).not.toBe(view.connectorId)
  expect(value(await wizard().list({})).rows.map(({ status }) => status)).toEqual(['open', 'abandoned', 'undone'])
})
