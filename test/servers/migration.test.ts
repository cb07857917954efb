import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { MigrationView } from '../../src/contract/migration.ts'
import { say } from '../../src/words/index.ts'
import { aWorkspace, ended, refusal, until, value, type TestWorkspace } from '../engine/aWorkspace.ts'
import { labUsers, missingServers, startLab, type Lab } from '../lab/index.ts'

const missing = missingServers()
const { support, anna } = labUsers

describe.skipIf(missing)(`a real Postfix as the old gateway${missing === undefined ? '' : ` (${missing})`}`, () => {
  let lab: Lab
  let workspace: TestWorkspace

  beforeAll(async () => {
    lab = await startLab()
  })
  afterAll(() => lab?.stop())
  beforeEach(async () => {
    workspace = await aWorkspace({
      names: (host) => (lab.resolve(host).length > 0 ? lab.resolve(host) : undefined),
      organisationCa: lab.ca,
    })
  })
  afterEach(async () => {
    await workspace.stop()
    await lab.flushed()
    for (const { address } of [support, anna]) await lab.empty(address)
  })

  const wizard = () => workspace.client.migration
  const which = ({ id, revision }: MigrationView) => ({ id, revision })
  const current = async () => value(await wizard().get({})).migration!
  const exported = async () => JSON.stringify(value(await workspace.client.transfer.export({})).configuration)
  const compose = (from: string) =>
    workspace.client.outbox.compose({
      from,
      to: [anna.address],
      subject: `From ${from}`,
      text: 'By the new connector.',
    })

  test('its addresses become routes that Postfix takes mail under, each is proved or refused, and undone nothing is left', async () => {
    const before = await exported()
    let view = value(await wizard().start({}))
    const config = `relayhost = [${lab.host}]:${lab.ports.submission}\nsmtp_tls_security_level = encrypt\nsmtp_sasl_auth_enable = yes\n`
    const read = value(
      await wizard().read({
        ...which(view),
        readingId: null,
        fileName: 'main.cf',
        bytes: Buffer.from(config).toString('base64'),
        last: true,
      }),
    )
    view = read.migration!
    expect(view.gateway).toMatchObject({ host: lab.host, port: lab.ports.submission, security: 'starttls' })
    view = value(
      await wizard().saveAddresses({
        ...which(view),
        addresses: ['help@lab.test', 'team@lab.test', 'stranger@lab.test'],
      }),
    )
    view = value(
      await wizard().saveGateway({
        ...which(view),
        gateway: { ...view.gateway, username: support.address },
        password: support.password,
        connectorName: view.connectorName,
        primaryAddress: support.address,
      }),
    )
    await ended(workspace, await wizard().test(which(view)))
    view = await current()
    expect(view.plan!.blockers).toEqual([])
    view = value(await wizard().apply({ ...which(view), basis: view.plan!.basis }))

    const { id } = value(await compose('help@lab.test'))
    const sent = await until(
      workspace,
      async () => value(await workspace.client.outbox.get({ id })),
      ({ state }) => state !== 'queued' && state !== 'sending',
    )
    expect(sent.state).toBe('sent')
    await lab.flushed()
    const [arrived] = await lab.mailbox(anna.address)
    expect(Buffer.from(arrived!.raw).toString()).toMatch(/^From: .*help@lab\.test/m)

    await ended(workspace, await workspace.client.routes.proveOutgoing({ connectorId: view.connectorId }))
    const routes = value(await workspace.client.routes.list({ connectorId: view.connectorId })).groups[0]!.outgoing!
    expect(Object.fromEntries(routes.map(({ emailAddress, proof }) => [emailAddress, say(proof.word)]))).toEqual({
      [support.address]: 'Proved',
      'help@lab.test': 'Proved',
      'team@lab.test': 'Proved',
      'stranger@lab.test': 'Test failed',
    })
    // A failed proof of one that was carried over blocks nothing that runs (T4).
    expect(routes.every(({ effective }) => effective)).toBe(true)

    view = value(await wizard().undo(which(await current())))
    expect(await exported()).toBe(before)
    expect(refusal(await compose('help@lab.test')).code).toBe('refused')
    expect((await lab.mailbox(anna.address)).length).toBe(1)
  })

  test('a gateway that takes no sign-in and no TLS is migrated as it is (C14)', async () => {
    let view = value(await wizard().start({}))
    view = value(
      await wizard().saveGateway({
        ...which(view),
        gateway: { host: lab.host, port: lab.ports.relay, security: 'none', authentication: 'none', username: '' },
        password: null,
        connectorName: 'Relay',
        primaryAddress: support.address,
      }),
    )
    await ended(workspace, await wizard().test(which(view)))
    view = await current()
    expect(view.plan!.blockers).toEqual([])
    view = value(await wizard().apply({ ...which(view), basis: view.plan!.basis }))
    expect(view.status).toBe('applied')
  })

  test('a shadow run tells how a relay without sign-in and a submission service take the same mail', async () => {
    const mailbox = value(
      await workspace.client.connectors.save({
        id: null,
        revision: null,
        name: 'Anna',
        settings: {
          useFor: 'incoming',
          primaryAddress: anna.address,
          username: anna.address,
          additionalMailbox: null,
          addressFamily: 'any',
          incoming: {
            service: 'other-imap',
            host: lab.host,
            port: lab.ports.imaps,
            security: 'tls',
            authentication: 'password',
            folder: null,
          },
          outgoing: null,
        },
        password: anna.password,
        afterMail: { kind: 'keep', days: null },
        furtherAddresses: [],
        owner: '',
        fallback: null,
      }),
    )
    let view = value(await wizard().start({}))
    const config = `relayhost = [${lab.host}]:${lab.ports.relay}\nsmtp_tls_security_level = none\n`
    const read = value(
      await wizard().read({
        ...which(view),
        readingId: null,
        fileName: 'main.cf',
        bytes: Buffer.from(config).toString('base64'),
        last: true,
      }),
    )
    view = value(
      await wizard().saveAddresses({
        ...which(read.migration!),
        addresses: ['help@lab.test', 'stranger@lab.test'],
      }),
    )
    view = value(
      await wizard().saveGateway({
        ...which(view),
        gateway: {
          host: lab.host,
          port: lab.ports.submission,
          security: 'starttls',
          authentication: 'password',
          username: support.address,
        },
        password: support.password,
        connectorName: view.connectorName,
        primaryAddress: support.address,
      }),
    )
    const job = await ended(
      workspace,
      await wizard().startShadow({
        ...which(view),
        gateway: read.source!.id,
        connectorId: mailbox.id,
        addresses: ['help@lab.test', 'stranger@lab.test'],
      }),
    )
    expect(job.state).toBe('done')
    const run = value(await wizard().shadow({ id: view.id })).run!
    const row = (address: string) => run.rows.find((each) => each.address === address)!
    // The same Postfix by another port: what it reports of the way is what differs.
    expect(row('help@lab.test').differences.map(({ code }) => code)).toEqual(['handed-over'])
    expect(say(row('help@lab.test').differences[0]!.word)).toContain('by ESMTPSA instead of ESMTP.')
    expect(row('stranger@lab.test')).toMatchObject({ verdict: 'refused', old: { what: 'arrived' } })
    expect(row('stranger@lab.test').differences[0]).toMatchObject({ code: 'lost', tone: 'failed' })
    await lab.flushed()
    expect(await lab.mailbox(anna.address)).toEqual([])
  })

  test('the log of a real Postfix is read without a slip', async () => {
    await lab.deliver(anna.address, `From: ${support.address}\r\nTo: ${anna.address}\r\nSubject: x\r\n\r\nx\r\n`)
    const view = value(await wizard().start({}))
    const { source } = value(
      await wizard().read({
        ...which(view),
        readingId: null,
        fileName: 'mail.log',
        bytes: Buffer.from(lab.postfixLog()).toString('base64'),
        last: true,
      }),
    )
    expect(source).toMatchObject({ kind: 'mail-log' })
    expect(source!.lines).toBeGreaterThan(5)
    // It delivers into mailboxes by itself: nothing of it went through another gateway.
    expect(source!.slips.map(({ code }) => code)).toEqual(['no-mail-found'])
  })
})
