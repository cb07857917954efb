import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ImapFlow } from 'imapflow'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { MigrationView } from '../../src/contract/migration.ts'
import type { ShadowRunView } from '../../src/contract/shadowRun.ts'
import type { Gateway } from '../../src/domain/migration/gateway.ts'
import { anyPracticePorts, practiceAddress, startPractice, type Practice } from '../../src/main/practice/index.ts'
import { say } from '../../src/words/index.ts'
import {
  administrator,
  aProcess,
  aWorkspace,
  ended,
  refusal,
  until,
  value,
  type Save,
  type TestWorkspace,
} from './aWorkspace.ts'

const support = 'support@practice.test'
const info = 'info@practice.test'

/** Where mail arrives, and the server of the new connector. */
let servers: Practice
/** The old gateway: what it takes goes on to the other one with a hop of its own. */
let relay: Practice
let workspace: TestWorkspace
let forwards: (raw: Buffer) => Buffer | null

beforeEach(async () => {
  servers = await startPractice({ ports: anyPracticePorts, sampleMail: false })
  relay = await startPractice({ ports: anyPracticePorts, sampleMail: false })
  forwards = (raw) => Buffer.concat([Buffer.from('Received: from relay by mx.practice.test with ESMTP; now\r\n'), raw])
  let seen = 0
  relay.onChange((change) => {
    if (change.kind !== 'mailbox') return
    for (const { raw } of relay.mailbox(support).slice(seen)) {
      const forwarded = forwards(raw)
      if (forwarded !== null) void servers.deliver(support, forwarded)
    }
    seen = relay.mailbox(support).length
  })
  workspace = await aWorkspace({
    organisationCa: `${servers.ca.certificate}\n${relay.ca.certificate}`,
    names: (host) => {
      const address = practiceAddress(host)
      return address ? [address] : undefined
    },
  })
})
afterEach(async () => {
  vi.useRealTimers()
  await workspace.stop()
  await servers.stop()
  await relay.stop()
})

const wizard = () => workspace.client.migration
const which = ({ id, revision }: MigrationView) => ({ id, revision })
const current = async (): Promise<MigrationView> => value(await wizard().get({})).migration!
const gatewayAt = (practice: Practice, part: Partial<Gateway> = {}): Gateway => ({
  host: practice.hosts.smtp,
  port: practice.ports.smtp,
  security: 'starttls',
  authentication: 'password',
  username: support,
  ...part,
})

/** A mailbox of ours that is read; its own outgoing side is the server itself. */
async function aMailbox(part: Partial<Save['settings']> = {}) {
  const process = await aProcess(workspace, support)
  return value(
    await workspace.client.connectors.save({
      id: null,
      revision: null,
      name: 'Support',
      settings: {
        useFor: 'both',
        primaryAddress: support,
        username: support,
        additionalMailbox: null,
        addressFamily: 'any',
        incoming: {
          service: 'other-imap',
          host: servers.hosts.imap,
          port: servers.ports.imaps,
          security: 'tls',
          authentication: 'password',
          folder: null,
        },
        outgoing: {
          service: 'other-smtp',
          host: servers.hosts.smtp,
          port: servers.ports.smtps,
          security: 'tls',
          authentication: 'password',
          template: 'per-connector',
          ehloName: null,
        },
        ...part,
      },
      password: 'practice',
      afterMail: { kind: 'keep', days: null },
      furtherAddresses: [],
      owner: '',
      fallback: {
        processId: process.id,
        ticketCategory: null,
        forAttention: null,
        sendAutomatedEmails: false,
        testMode: false,
      },
    }),
  )
}

/** A wizard that was told the gateway, and addresses. */
async function aWizard(gateway: Gateway, addresses: readonly string[] = [info]): Promise<MigrationView> {
  let view = value(await wizard().start({}))
  view = value(await wizard().saveAddresses({ ...which(view), addresses: [...addresses] }))
  return value(
    await wizard().saveGateway({
      ...which(view),
      gateway,
      password: gateway.authentication === 'password' ? 'practice' : null,
      connectorName: 'Outgoing Connector',
      primaryAddress: 'orders@practice.test',
    }),
  )
}
/** A file names the relay; what was typed since is the server. */
async function correctedGateway(addresses: readonly string[] = [info]) {
  const started = value(await wizard().start({}))
  const read = value(
    await wizard().read({
      ...which(started),
      readingId: null,
      fileName: 'gateway.json',
      bytes: Buffer.from(JSON.stringify({ gateway: gatewayAt(relay) })).toString('base64'),
      kind: 'json',
      last: true,
    }),
  )
  let view = value(await wizard().saveAddresses({ ...which(read.migration!), addresses: [...addresses] }))
  view = value(
    await wizard().saveGateway({
      ...which(view),
      gateway: gatewayAt(servers),
      password: 'practice',
      connectorName: 'Outgoing Connector',
      primaryAddress: 'orders@practice.test',
    }),
  )
  return { view, gateway: read.source!.id }
}

/** A rule of the mailbox that takes a mail for spam. */
async function sortedIntoJunk(raw: Buffer): Promise<void> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: servers.ports.imaps,
    secure: true,
    tls: { rejectUnauthorized: false },
    auth: { user: support, pass: 'practice' },
    logger: false,
  })
  await client.connect()
  await client.append('Junk', raw)
  await client.logout()
}

const ask = async (
  view: MigrationView,
  part: Partial<Parameters<ReturnType<typeof wizard>['startShadow']>[0]> = {},
) => {
  const { mailboxes } = value(await wizard().shadow({ id: view.id }))
  return wizard().startShadow({
    ...which(view),
    gateway: 'typed',
    connectorId: mailboxes[0]?.connectorId ?? 'none',
    addresses: [info],
    ...part,
  })
}
const runOf = async (view: MigrationView): Promise<ShadowRunView> => value(await wizard().shadow({ id: view.id })).run!
const ran = async (...asked: Parameters<typeof ask>) => {
  const job = await ended(workspace, await ask(...asked))
  return { job, run: await runOf(asked[0]) }
}
/** Both messages were handed over. */
const isLooking = (id: string) =>
  until(
    workspace,
    async () => value(await workspace.client.jobs.get({ id })),
    ({ rows }) => rows[0]?.steps.some(({ word }) => say(word).startsWith('Looking')) ?? false,
  )
const codesOf = (run: ShadowRunView) => run.rows[0]!.differences.map(({ code }) => code)

test('the same settings arrive the same: it is said beforehand, both messages are removed, and polls make nothing of them', async () => {
  const connector = await aMailbox()
  const view = await aWizard(gatewayAt(servers))
  const before = value(await wizard().shadow({ id: view.id }))
  expect(before).toMatchObject({
    closed: null,
    gateways: [{ id: 'typed', fileName: null, unusable: null }],
    addresses: [
      { address: info, connector: 'Outgoing Connector', sameAs: ['typed'] },
      { address: 'orders@practice.test', sameAs: ['typed'] },
      { address: support, sameAs: ['typed'] },
    ],
    mailboxes: [{ connectorId: connector.id, address: support, unusable: null }],
    run: null,
  })
  const { job, run } = await ran(view, { addresses: [info, 'ORDERS@practice.test'] })
  expect(job).toMatchObject({ state: 'done', progress: 1, results: [run.id] })
  expect(job.rows.map(({ name, state, word }) => [name, state, say(word!)])).toEqual([
    [info, 'done', 'Same'],
    ['orders@practice.test', 'done', 'Same'],
  ])
  expect(run).toMatchObject({ state: 'done', startedBy: 'anna', recipient: support, tone: 'ok', leftovers: 0 })
  expect(say(run.says)).toBe('Mail from all 2 addresses arrives the same by both ways.')
  expect(run.rows[0]).toMatchObject({ isSameWay: true, verdict: 'same', differences: [] })
  // The same envelope and the same mail twice: only Message-ID and mark differ.
  const sent = servers.accepted().filter(({ from }) => from === info)
  expect(sent.map(({ to }) => to)).toEqual([[support], [support]])
  const plain = sent.map(({ raw }) =>
    raw.toString().replace(/^(Message-ID|X-Waypost-Test):.*\r\n([ \t].*\r\n)*/gim, ''),
  )
  expect(plain[0]).toBe(plain[1])
  expect(servers.mailbox(support)).toEqual([])
  expect(value(await workspace.client.items.list({})).rows).toEqual([])
  const headers = value(await wizard().shadowHeaders({ id: view.id, address: info }))
  expect(headers.old!.map(({ name }) => name)).toEqual(headers.next!.map(({ name }) => name))
  const [newest] = value(await workspace.client.activity.list({ objectId: view.id })).rows
  expect(newest).toMatchObject({ action: 'shadow run', actor: 'anna' })
})

describe('the gateway that a file named, and the one that was typed since', () => {
  test('another first server and another hop are told, and kept over a restart', async () => {
    await aMailbox()
    const { view, gateway } = await correctedGateway()
    const { gateways, addresses } = value(await wizard().shadow({ id: view.id }))
    expect(gateways).toMatchObject([
      { id: 'typed', unusable: null },
      { id: gateway, fileName: 'gateway.json', way: { port: relay.ports.smtp }, unusable: null },
    ])
    expect(addresses[0]!.sameAs).toEqual(['typed'])
    const { run } = await ran(view, { gateway })
    expect(run).toMatchObject({ fileName: 'gateway.json', tone: 'warning' })
    expect(run.rows[0]).toMatchObject({ isSameWay: false, verdict: 'differs', tone: 'info' })
    expect(codesOf(run)).toEqual(['hops'])
    expect(say(run.rows[0]!.differences[0]!.word)).toContain('It passes 1 server instead of 2')
    expect([servers.mailbox(support), relay.mailbox(support).length]).toEqual([[], 1])
    await workspace.restart()
    expect(await runOf(view)).toEqual(run)
  })

  test('From rewritten on one way only is told with what it means', async () => {
    await aMailbox()
    const { view, gateway } = await correctedGateway()
    relay.faults.on('sender-rewritten')
    expect(codesOf((await ran(view, { gateway })).run)).toContain('from-restored')
    relay.faults.clear()
    servers.faults.on('sender-rewritten')
    const { run } = await ran(view, { gateway })
    expect(run.rows[0]).toMatchObject({ verdict: 'differs', tone: 'failed' })
    expect(codesOf(run)[0]).toBe('from-rewritten')
    expect(say(run.rows[0]!.differences[0]!.word)).toContain(`Allow the account to send as ${info}`)
    expect(say(run.rows[0]!.next.word)).toContain(`From is ${support}`)
    // It is a warning to a person, and nothing that Apply waits for.
    expect((await current()).plan!.blockers.every(({ step }) => step === 'prove')).toBe(true)
  })

  test('a Message-ID that a server replaces is found by the mark', async () => {
    await aMailbox()
    const { view, gateway } = await correctedGateway()
    forwards = (raw) => Buffer.from(raw.toString().replace(/^Message-ID:.*$/im, 'Message-ID: <own@relay.test>'))
    const { run } = await ran(view, { gateway })
    expect(codesOf(run)).toEqual(['message-id-kept'])
    expect(servers.mailbox(support)).toEqual([])
  })

  test('mail that goes into Junk is found there', async () => {
    await aMailbox()
    const { view, gateway } = await correctedGateway()
    forwards = (raw) => {
      void sortedIntoJunk(raw)
      return null
    }
    const { run } = await ran(view, { gateway })
    expect(codesOf(run)).toContain('folder')
    expect(say(run.rows[0]!.old.word)).toMatch(/^In Junk after/)
    expect(servers.mailbox(support, 'Junk')).toEqual([])
  })
})

test('a sender that the server refuses is told in its words; the other way goes on', async () => {
  await aMailbox()
  const { view, gateway } = await correctedGateway([info, 'stranger@practice.test'])
  const { job, run } = await ran(view, { gateway, addresses: ['stranger@practice.test', info] })
  expect(run.rows[0]).toMatchObject({ verdict: 'refused', tone: 'failed', old: { what: 'refused' } })
  expect(run.rows[0]!.next.reply).toContain('553 5.7.1 <stranger@practice.test>')
  expect(codesOf(run)).toEqual(['lost-before'])
  expect(run.rows[1]).toMatchObject({ verdict: 'differs' })
  expect(job.rows.map(({ state }) => state)).toEqual(['failed', 'done'])
  expect(say(run.says)).toContain('Mail from 1 address does not arrive by the new way.')
  // Refused by the old gateway alone: nothing is lost, and it is said.
  relay.faults.on('sender-refused', { address: info })
  const other = await ran(view, { gateway })
  expect(codesOf(other.run)).toEqual(['old-refused'])
  relay.faults.clear()
  servers.faults.on('sender-refused', { address: info })
  const worse = await ran(view, { gateway })
  expect(worse.run.rows[0]).toMatchObject({ verdict: 'refused', old: { what: 'arrived' } })
  expect(say(worse.run.rows[0]!.differences[0]!.word)).toContain('after Apply no mail arrives from info@practice.test')
})

test('a gateway that cannot be entered is met once, and no account is locked for it', async () => {
  await aMailbox()
  const { view, gateway } = await correctedGateway([info, support, 'team@practice.test'])
  relay.faults.on('wrong-password', { times: 1 })
  const { run } = await ran(view, { gateway, addresses: [info, support, 'team@practice.test'] })
  expect(run.rows.map(({ old }) => old.what)).toEqual(['refused', 'refused', 'refused'])
  expect(run.rows.map(({ verdict }) => verdict)).toEqual(['differs', 'differs', 'differs'])
  expect(relay.accepted()).toEqual([])
})

test('C13, C14: a server that is not trusted is refused with the reason, and no password travels in clear text', async () => {
  await aMailbox()
  servers.faults.on('self-signed-certificate')
  let view = await aWizard(gatewayAt(relay))
  const clear = value(
    await wizard().saveGateway({
      ...which(view),
      gateway: gatewayAt(relay, { security: 'none' }),
      password: null,
      connectorName: 'Outgoing Connector',
      primaryAddress: 'orders@practice.test',
    }),
  )
  const [typed] = value(await wizard().shadow({ id: view.id })).gateways
  expect(say(typed!.unusable!)).toMatch(/clear text|None/)
  const refused = refusal(await ask(clear))
  expect(refused.fields![0]!.path).toBe('gateway')
  expect(relay.clearTextSignIns()).toBe(0)
  servers.faults.clear()
  relay.faults.on('self-signed-certificate')
  view = value(
    await wizard().saveGateway({
      ...which(await current()),
      gateway: gatewayAt(relay),
      password: null,
      connectorName: 'Outgoing Connector',
      primaryAddress: 'orders@practice.test',
    }),
  )
  const { run } = await ran(view)
  expect(run.rows[0]).toMatchObject({ verdict: 'refused', next: { what: 'refused' } })
  expect(say(run.rows[0]!.next.word)).toMatch(/certificate|trust/i)
})

test('a mailbox that is read by POP3 will do: both messages are found and removed', async () => {
  await aMailbox({
    incoming: {
      service: 'other-pop3',
      host: servers.hosts.pop3,
      port: servers.ports.pop3s,
      security: 'tls',
      authentication: 'password',
      folder: null,
    },
  })
  const { run } = await ran(await aWizard(gatewayAt(servers)))
  expect(run).toMatchObject({ state: 'done', counts: { same: 1 }, leftovers: 0 })
  expect(servers.mailbox(support)).toEqual([])
})

test('what does not arrive within five minutes is said, and removed by the next run when it comes after all', async () => {
  await aMailbox()
  const { view, gateway } = await correctedGateway()
  let late: Buffer | undefined
  forwards = (raw) => {
    late = raw
    return null
  }
  vi.useFakeTimers({ toFake: ['performance'] })
  const started = await ask(view, { gateway })
  await isLooking(value(started).id)
  vi.advanceTimersByTime(5 * 60_000 + 1)
  const job = await ended(workspace, started)
  vi.useRealTimers()
  expect(job.state).toBe('done')
  const run = await runOf(view)
  expect(run.rows[0]).toMatchObject({ verdict: 'differs', old: { what: 'not-arrived' }, next: { what: 'arrived' } })
  expect(codesOf(run)).toEqual(['old-not-arrived'])
  expect(run.leftovers).toBe(1)
  await servers.deliver(support, late!)
  forwards = (raw) => raw
  const again = await ran(view, { gateway })
  expect(again.run.leftovers).toBe(0)
  expect(servers.mailbox(support)).toEqual([])
})

test('cancelled, what has come is removed, and what was not looked for is said', async () => {
  await aMailbox()
  const { view, gateway } = await correctedGateway()
  forwards = () => null
  const started = await ask(view, { gateway })
  const { id } = value(started)
  expect(value(await ask(view, { gateway })).id, 'one at a time').toBe(id)
  await isLooking(id)
  value(await workspace.client.jobs.cancel({ id }))
  const job = await ended(workspace, started)
  expect(job).toMatchObject({ state: 'cancelled', rows: [{ state: 'cancelled' }] })
  expect(servers.mailbox(support)).toEqual([])
  const run = await runOf(view)
  expect(run).toMatchObject({ state: 'cancelled', leftovers: 1, counts: { notRun: 1 } })
  expect(say(run.says)).toBe('The shadow run was cancelled. Nothing is known of 1 address.')
})

test('a mailbox that cannot be looked into ends the run before anything is sent', async () => {
  await aMailbox()
  const view = await aWizard(gatewayAt(servers))
  servers.faults.on('account-disabled')
  const { job, run } = await ran(view)
  expect(job).toMatchObject({ state: 'failed' })
  expect(run).toMatchObject({ state: 'failed', tone: 'failed', leftovers: 0 })
  expect(say(run.says)).toContain('The mailbox of Support could not be looked into')
  expect(servers.accepted()).toEqual([])
})

test('an engine that ends in the middle leaves nothing in the mailbox: the next one ends the run and removes what came', async () => {
  await aMailbox()
  const { view, gateway } = await correctedGateway()
  let late: Buffer | undefined
  forwards = (raw) => {
    late = raw
    return null
  }
  const { id } = value(await ask(view, { gateway }))
  await isLooking(id)
  await workspace.restart(() => servers.deliver(support, late!))
  const run = await until(
    workspace,
    () => runOf(view),
    ({ leftovers }) => leftovers === 0,
  )
  expect(run.state).toBe('cancelled')
  expect(servers.mailbox(support)).toEqual([])
})

test('killed in the middle, the next engine ends the run as interrupted and removes what came since', async () => {
  await aMailbox()
  const { view, gateway } = await correctedGateway()
  let late: Buffer | undefined
  forwards = (raw) => {
    late = raw
    return null
  }
  await isLooking(value(await ask(view, { gateway })).id)
  // What a killed process leaves behind: the files as they are at this moment.
  const parts = ['', '-wal', '.generation']
  const dead = join(workspace.folder, 'dead')
  for (const part of parts) cpSync(`${workspace.path}${part}`, `${dead}${part}`)
  await workspace.restart(async () => {
    rmSync(`${workspace.path}-shm`, { force: true })
    for (const part of parts) cpSync(`${dead}${part}`, `${workspace.path}${part}`)
    await servers.deliver(support, late!)
  })
  const run = await until(
    workspace,
    () => runOf(view),
    ({ state }) => state === 'interrupted' && servers.mailbox(support).length === 0,
  )
  expect(say(run.says)).toContain('Waypost ended in the middle of the shadow run')
  expect(run.finishedAt).not.toBeNull()
  forwards = (raw) => raw
  expect((await ran(view, { gateway })).run.state).toBe('done')
})

test('after Apply the old gateway is compared with whoever carries the address by then, and the report tells it', async () => {
  const connector = await aMailbox()
  let view = await aWizard(gatewayAt(relay), [info])
  await ended(workspace, await wizard().test(which(view)))
  view = await current()
  view = value(await wizard().apply({ ...which(view), basis: view.plan!.basis }))
  // What Apply made is sent to another server by hand.
  const made = value(await workspace.client.connectors.get({ id: view.connectorId }))
  const moved = value(
    await workspace.client.connectors.save({
      id: made.id,
      revision: made.revision,
      name: made.name,
      settings: {
        ...made.draft,
        outgoing: { ...made.draft.outgoing!, port: servers.ports.smtp, ehloName: 'new.practice.test' },
      },
      password: null,
      afterMail: made.afterMail,
      furtherAddresses: made.furtherAddresses,
      owner: made.owner,
      fallback: null,
    }),
  )
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: moved.id }))
  const tested = value(await workspace.client.connectors.get({ id: moved.id }))
  value(await workspace.client.connectors.enable({ id: tested.id, revision: tested.revision }))
  view = await current()
  const { addresses } = value(await wizard().shadow({ id: view.id }))
  expect(addresses).toEqual(
    [info, 'orders@practice.test', support].map((address) => ({
      address,
      connector: 'Outgoing Connector',
      sameAs: [],
    })),
  )
  const { run } = await ran(view, { connectorId: connector.id })
  expect(run.rows[0]!.next.way).toMatchObject({ connector: 'Outgoing Connector', ehloName: 'new.practice.test' })
  expect(codesOf(run)).toEqual(['presented-as', 'hops'])
  const { shadow, markdown, html } = value(await wizard().report({ id: view.id }))
  expect(shadow).toEqual(run)
  for (const text of [markdown, html]) expect(text).toContain('greeted as new.practice.test instead of')
})

test('undone, its password is gone: what was found out stays in the report, and no further run is possible', async () => {
  const mailbox = await aMailbox()
  const planned = await aWizard(gatewayAt(servers))
  const { run } = await ran(planned)
  await ended(workspace, await wizard().test(which(planned)))
  const tested = await current()
  const applied = value(await wizard().apply({ ...which(tested), basis: tested.plan!.basis }))
  expect((await runOf(applied)).id, 'the run before Apply').toBe(run.id)
  const undone = value(await wizard().undo(which(applied)))
  const view = value(await wizard().shadow({ id: undone.id }))
  expect(view).toMatchObject({ gateways: [], addresses: [], mailboxes: [], run: { id: run.id } })
  expect(say(view.closed!)).not.toBe('')
  expect(refusal(await ask(undone, { connectorId: mailbox.id })).code).toBe('refused')
  expect(value(await wizard().report({ id: undone.id })).shadow?.id).toBe(run.id)
})

test('what cannot be run is refused, and nothing is sent', async () => {
  const view = await aWizard(gatewayAt(servers))
  expect(value(await wizard().shadow({ id: view.id })).mailboxes).toEqual([])
  expect(refusal(await ask(view)).fields![0]!.path).toBe('connectorId')
  await aMailbox()
  expect(refusal(await ask(view, { gateway: 'gone' })).fields![0]!.path).toBe('gateway')
  expect(refusal(await ask(view, { addresses: ['nobody@practice.test'] })).fields![0]!.path).toBe('addresses')
  expect(refusal(await ask({ ...view, revision: view.revision - 1 })).code).toBe('stale')
  expect(refusal(await wizard().shadow({ id: 'gone' })).code).toBe('not-found')
  expect(refusal(await wizard().shadowHeaders({ id: view.id, address: info })).code).toBe('not-found')
  const viewer = workspace.as({ ...administrator, role: 'viewer' }).migration
  expect(value(await viewer.shadow({ id: view.id })).run).toBeNull()
  const asked = { ...which(view), gateway: 'typed', connectorId: 'x', addresses: [info] }
  expect(refusal(await viewer.startShadow(asked)).code).toBe('not-permitted')
  value(await wizard().abandon(which(view)))
  expect(refusal(await ask(view)).code).toBe('refused')
  expect(servers.accepted()).toEqual([])
})
