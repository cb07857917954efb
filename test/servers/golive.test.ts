import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { say } from '../../src/words/index.ts'
import { aProcess, aWorkspace, edited, ended, until, value, type TestWorkspace } from '../engine/aWorkspace.ts'
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

  const received = (way: 'imaps' | 'pop3s') =>
    ({
      service: way === 'imaps' ? 'other-imap' : 'other-pop3',
      host: lab.host,
      port: lab.ports[way],
      security: 'tls',
      authentication: 'password',
      folder: null,
    }) as const

  /** A proved connector that reads the lab by IMAP or POP3 and sends through it. */
  async function proved(way: 'imaps' | 'pop3s', afterMail: 'keep' | 'remove') {
    const { client } = workspace
    const process = await aProcess(workspace, support.address)
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
          incoming: received(way),
          outgoing: {
            host: lab.host,
            authentication: 'password',
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
  /** An enabled connector that reads a holding folder of its own, which was created for it; it sends nothing, so that many share one mailbox. */
  async function waiting(number: number, processId: string) {
    const { client } = workspace
    const saved = value(
      await client.connectors.save({
        id: null,
        revision: null,
        name: `Queue ${number}`,
        settings: {
          useFor: 'incoming',
          primaryAddress: `queue${number}@lab.test`,
          username: support.address,
          additionalMailbox: null,
          addressFamily: 'any',
          incoming: received('imaps'),
          outgoing: null,
        },
        password: support.password ?? null,
        afterMail: { kind: 'keep', days: null },
        furtherAddresses: [],
        owner: '',
        fallback: { processId, ticketCategory: null, forAttention: null, sendAutomatedEmails: false, testMode: false },
      }),
    )
    const { id, revision } = value(
      await client.golive.hold({
        id: saved.id,
        revision: saved.revision,
        folders: { folder: `Holding ${number}`, realFolder: `Real ${number}` },
        create: true,
      }),
    )
    await ended(workspace, await client.diagnosis.start({ connectorId: id, sides: ['incoming'] }))
    return value(await client.connectors.enable({ id, revision, sending: false, receiving: 'on' }))
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

  test('twenty connectors leave their holding folders; three fail at different steps, and stay as they were', async () => {
    const { client } = workspace
    const numbers = Array.from({ length: 20 }, (_, at) => at + 1)
    for (const number of numbers) await lab.doveadm('mailbox', 'create', '-u', support.address, `Real ${number}`)
    const process = await aProcess(workspace, 'queue1@lab.test')
    const connectors = []
    for (const number of numbers) connectors.push(await waiting(number, process.id))
    await lab.deliver(support.address, letter('Too early'), 'Holding 2')
    await poll(connectors[1]!.id)
    expect(value(await client.items.list({})).total).toBe(0)

    const [pending, gone, asking] = [connectors[4]!, connectors[8]!, connectors[12]!]
    const now = value(await client.connectors.get({ id: pending.id }))
    value(await client.connectors.save(edited(now, { settings: { ...now.draft, addressFamily: 'ipv4' } })))
    await lab.doveadm('mailbox', 'delete', '-u', support.address, 'Real 9')
    await lab.deliver(support.address, letter('Waits already'), 'Real 13')

    const job = await ended(workspace, await client.golive.switch({ ids: connectors.map(({ id }) => id) }))
    expect(say(job.note!)).toBe('17 of 20 connectors receive. 3 failed and are as before.')
    const stepsOf = (id: string) =>
      job.rows
        .find((row) => row.id === id)!
        .steps.map(({ word, state }) => `${word.key.replace('golive.step.', '')} ${state}`)
    expect(stepsOf(pending.id)).toEqual(['repoint failed'])
    expect(stepsOf(gone.id)).toEqual(['repoint undone', 'test failed'])
    expect(stepsOf(asking.id)).toEqual(['repoint undone', 'test done', 'enable failed'])
    const folderOf = async (id: string) => value(await client.connectors.get({ id })).running?.incoming?.folder
    for (const [at, { id }] of connectors.entries())
      expect(await folderOf(id)).toBe(`${[4, 8, 12].includes(at) ? 'Holding' : 'Real'} ${at + 1}`)

    // Mail that comes into the real folder is met; what lay in the holding folder lies there still.
    await lab.deliver(support.address, letter('On time'), 'Real 2')
    await poll(connectors[1]!.id)
    expect(value(await client.receiving.ledger({ connectorId: connectors[1]!.id }))).toMatchObject({ seen: 1 })
    expect(await lab.mailbox(support.address, 'Holding 2')).toHaveLength(1)
    expect(value(await client.receiving.ledger({})).imbalance).toBe(0)
  }, 90_000)

  test('a Both connector becomes two that read and send as the one did, and no mail is met twice', async () => {
    const { client } = workspace
    for (const subject of ['First', 'Second']) await lab.deliver(support.address, letter(subject))
    const connector = await proved('imaps', 'keep')
    value(
      await client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        start: { from: 'all' },
        setProcessLive: true,
        withoutSecondSlot: true,
      }),
    )
    await poll(connector.id)
    const { revision } = value(await client.connectors.get({ id: connector.id }))
    const { incoming, outgoing } = value(
      await client.golive.split({ id: connector.id, revision, name: 'Support, receiving' }),
    )
    for (const { id } of [incoming, outgoing]) {
      const job = await ended(workspace, await client.diagnosis.start({ connectorId: id }))
      for (const proof of job.results)
        expect(value(await client.diagnosis.result({ id: proof })).outcome).toBe('passed')
    }
    await lab.deliver(support.address, letter('After'))
    await poll(incoming.id)
    await poll(incoming.id)
    const { rows } = value(await client.items.list({}))
    expect(rows.map(({ subject }) => subject).toSorted()).toEqual(['After', 'First', 'Second'])
    expect(value(await client.receiving.ledger({ connectorId: incoming.id }))).toMatchObject({ seen: 3, imbalance: 0 })

    const item = value(await client.items.get({ id: rows.find(({ subject }) => subject === 'After')!.id }))
    value(await client.items.reply({ id: item.id, revision: item.revision, text: 'Seen to.' }))
    workspace.engine().start()
    // Three acknowledgements and the reply.
    await until(
      workspace,
      async () => value(await client.outbox.list({})).rows,
      (mails) => mails.length === 4 && mails.every(({ state }) => state === 'sent'),
    )
    await lab.flushed()
    const replies = (await lab.mailbox(anna.address)).map(({ raw }) => raw.toString())
    expect(replies.filter((raw) => raw.includes('Seen to.'))).toHaveLength(1)
    for (const raw of replies) expect(raw).toMatch(/^From: .*support@lab\.test/m)
    await lab.empty(anna.address)
  })
})
