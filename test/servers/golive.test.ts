import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { aProcess, aWorkspace, ended, value, type TestWorkspace } from '../engine/aWorkspace.ts'
import { labUsers, missingServers, startLab, type Lab } from '../lab/index.ts'

const missing = missingServers()
const { support, anna } = labUsers

const letter = (subject: string) =>
  `From: Anna <${anna.address}>\r\nTo: ${support.address}\r\nSubject: ${subject}\r\nMessage-ID: <${subject.replaceAll(/\W+/g, '-')}@contoso.test>\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\n\r\n${subject}.\r\n`

describe.skipIf(missing)(`going live on Dovecot and Postfix${missing === undefined ? '' : ` (${missing})`}`, () => {
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
      running: false,
    })
  })
  afterEach(async () => {
    await workspace.stop()
    await lab.flushed()
    await lab.empty(support.address)
  })

  /** A proved connector that reads the lab by IMAP or POP3 and sends through it. */
  async function proved(way: 'imaps' | 'pop3s', afterMail: 'keep' | 'remove') {
    const { client } = workspace
    const process = await aProcess(workspace, support.address)
    const server = { host: lab.host, authentication: 'password' } as const
    const saved = value(
      await client.connectors.save({
        id: null,
        revision: null,
        name: `Support by ${way}`,
        settings: {
          useFor: 'both',
          primaryAddress: support.address,
          username: support.address,
          additionalMailbox: null,
          addressFamily: 'any',
          incoming: {
            ...server,
            service: way === 'imaps' ? 'other-imap' : 'other-pop3',
            port: lab.ports[way],
            security: 'tls',
            folder: null,
          },
          outgoing: {
            ...server,
            service: 'other-smtp',
            port: lab.ports.submission,
            security: 'starttls',
            template: 'per-connector',
            ehloName: null,
          },
        },
        password: support.password ?? null,
        afterMail: afterMail === 'keep' ? { kind: 'keep', days: null } : { kind: 'remove' },
        furtherAddresses: [],
        owner: '',
        fallback: {
          processId: process.id,
          ticketCategory: null,
          forAttention: null,
          sendAutomatedEmails: true,
          testMode: false,
        },
      }),
    )
    await ended(workspace, await client.diagnosis.start({ connectorId: saved.id }))
    return value(await client.connectors.get({ id: saved.id }))
  }
  const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
  /** What Dovecot knows of every mail of the account. */
  const known = () =>
    lab.doveadm(
      '-f',
      'json',
      'fetch',
      '-u',
      support.address,
      'mailbox uid guid flags size.physical date.received',
      'all',
    )

  test.each(['imaps', 'pop3s'] as const)('observing by %s leaves the mailbox as it is, flags and all', async (way) => {
    const { client } = workspace
    for (const subject of ['First', 'Second', 'Third']) await lab.deliver(support.address, letter(subject))
    const connector = await proved(way, 'remove')
    value(
      await client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        receiving: 'observe',
        setProcessLive: true,
      }),
    )
    const files = await lab.mailbox(support.address)
    const before = await known()
    expect((await poll(connector.id)).state).toBe('done')
    expect((await poll(connector.id)).state).toBe('done')
    expect(await known()).toBe(before)
    expect(await lab.mailbox(support.address)).toEqual(files)
    const observed = value(await client.golive.observed({ connectorId: connector.id }))
    expect(observed.figures).toMatchObject({
      mails: 3,
      outcomes: [{ outcome: 'created', mails: 3 }],
      acknowledgements: 3,
    })
    expect(value(await client.items.list({})).total).toBe(0)
    await lab.flushed()
    expect(await lab.mailbox(anna.address)).toEqual([])
  })

  test.each([
    ['removed', { kind: 'remove' }],
    ['moved', { kind: 'move', folder: 'Done' }],
  ] as const)('what was %s is put back into the Inbox, and becomes work again later', async (_, afterMail) => {
    const { client } = workspace
    if (afterMail.kind === 'move') await lab.doveadm('mailbox', 'create', '-u', support.address, 'Done')
    for (const subject of ['First', 'Second', 'Third']) await lab.deliver(support.address, letter(subject))
    // What comes by APPEND Dovecot writes to the disk with bare LF; by IMAP it has CRLF again.
    const lying = async () =>
      (await lab.mailbox(support.address)).map(({ raw }) => raw.toString().replaceAll('\r\n', '\n')).toSorted()
    const raws = await lying()
    const proven = await proved('imaps', 'keep')
    const { draft, ...connector } = value(
      await client.connectors.save({
        id: proven.id,
        revision: proven.revision,
        name: proven.name,
        settings: proven.draft,
        password: null,
        afterMail,
        furtherAddresses: [],
        owner: '',
        fallback: { ...proven.fallback!, sendAutomatedEmails: false },
      }),
    )
    expect(draft.useFor).toBe('both')
    value(
      await client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        receiving: 'held',
        setProcessLive: true,
      }),
    )
    const start = { start: { from: 'all' }, withoutSecondSlot: true } as const
    const live = await ended(workspace, await client.golive.switch({ ids: [connector.id], ...start }))
    expect(live.rows[0]).toMatchObject({ state: 'done' })
    await poll(connector.id)
    expect(await lab.mailbox(support.address)).toEqual([])
    expect(value(await client.items.list({})).total).toBe(3)
    const { revision } = value(await client.connectors.get({ id: connector.id }))
    const back = await ended(workspace, await client.golive.putBack({ id: connector.id, revision }))
    expect(back.state).toBe('done')
    expect(await lying()).toEqual(raws)
    if (afterMail.kind === 'move') expect(await lab.mailbox(support.address, 'Done')).toEqual([])
    expect(value(await client.items.list({})).total).toBe(0)
    expect(value(await client.receiving.ledger({}))).toMatchObject({ seen: 0, imbalance: 0 })
    await ended(workspace, await client.golive.switch({ ids: [connector.id], ...start }))
    await poll(connector.id)
    expect(
      value(await client.items.list({}))
        .rows.map(({ subject }) => subject)
        .toSorted(),
    ).toEqual(['First', 'Second', 'Third'])
  })
})
