import { afterEach, beforeEach, expect, test } from 'vitest'
import { anotherClient, takeAway } from './anotherClient.ts'
import {
  aProvedConnector,
  aWorkspace,
  ended,
  practiceConnector,
  refusal,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))
const deliver = async (subject: string) => value(await workspace.client.practice.deliver({ subject, text: '.' }))
const get = async (id: string) => value(await workspace.client.connectors.get({ id }))

/** Everything that IMAP says of the mailbox of support: folders with their mail, flags and numbers. */
const mailbox = () =>
  anotherClient(workspace, async (client) => {
    const folders = []
    for (const { path } of await client.list()) {
      const { uidNext, uidValidity, exists } = await client.mailboxOpen(path, { readOnly: true })
      const mails = []
      const asked = { uid: true, flags: true, internalDate: true, size: true }
      if (exists > 0)
        for await (const { uid, flags, internalDate, size } of client.fetch('1:*', asked))
          mails.push({ uid, flags: [...(flags ?? [])].toSorted(), internalDate, size })
      folders.push({ path, uidNext, uidValidity: String(uidValidity), mails })
    }
    return folders
  })

for (const service of ['other-imap', 'other-pop3'] as const) {
  const observing = async () => {
    const { settings } = await practiceConnector(workspace)
    const { ports, hosts } = value(await workspace.client.practice.get({}))
    const incoming =
      service === 'other-imap'
        ? settings.incoming!
        : { ...settings.incoming!, service, host: hosts.pop3, port: ports['pop3s']! }
    const { connector, wanted } = await aProvedConnector(workspace, {
      settings: { ...settings, incoming },
      afterMail: { kind: 'remove' },
    })
    return {
      wanted,
      connector: value(
        await workspace.client.connectors.enable({
          id: connector.id,
          revision: connector.revision,
          receiving: 'observe',
          setProcessLive: true,
        }),
      ),
    }
  }
  const switchTo = async (id: string, to: 'on' | 'observe' | 'held', start: { from: 'now' | 'all' } | null = null) =>
    value(await workspace.client.connectors.setReceiving({ id, revision: (await get(id)).revision, to, start }))

  test(`${service}: observing decides and records everything, and changes nothing in the mailbox or here`, async () => {
    const { connector } = await observing()
    expect(connector.incoming.mark?.word.key).toBe('state.observing')
    await deliver('Printer broken')
    const before = await mailbox()
    expect((await poll(connector.id)).state).toBe('done')
    expect((await poll(connector.id)).state).toBe('done')
    expect(await mailbox()).toEqual(before)

    const observed = value(await workspace.client.golive.observed({ connectorId: connector.id }))
    const there = before.find(({ path }) => path === 'INBOX')!.mails.length
    expect(observed.total).toBe(there)
    expect(observed.figures).toMatchObject({ mails: there })
    expect(observed.figures!.outcomes.reduce((sum, { mails }) => sum + mails, 0)).toBe(there)
    expect(observed.rows[0]).toMatchObject({ subject: 'Printer broken', outcome: 'created', routes: ['Fallback'] })
    const ledger = value(await workspace.client.receiving.ledger({}))
    expect(ledger).toMatchObject({ seen: there, imbalance: 0, counts: { observed: there, created: 0 } })
    expect(value(await workspace.client.items.list({})).total).toBe(0)
    expect(value(await workspace.client.outbox.list({})).total).toBe(0)
    expect(value(await workspace.client.aside.list({})).total).toBe(0)
    const { needs, receivingFrom, lookedInto } = value(await workspace.client.overview.get({}))
    expect(needs.map(({ word }) => word.key)).toContain('need.observing')
    expect({ receivingFrom, lookedInto }).toEqual({ receivingFrom: 0, lookedInto: 1 })
    expect(value(await workspace.client.workspace.info({}))).toMatchObject({ receivingFrom: 0, lookedInto: 1 })
    expect(value(await workspace.client.proving.storedMail({ connectorId: connector.id })).rows[0]).toMatchObject({
      subject: 'Printer broken',
      outcome: 'observed',
    })
  })

  test(`${service}: what was observed waits for the question of the start, and is decided anew when all of it is taken`, async () => {
    const { connector } = await observing()
    await poll(connector.id)
    const observed = value(await workspace.client.golive.observed({ connectorId: connector.id })).total
    expect(value(await workspace.client.connectors.question({ id: connector.id }))).toMatchObject({
      waiting: observed,
      answered: false,
    })
    const view = await get(connector.id)
    expect(
      refusal(
        await workspace.client.connectors.setReceiving({
          id: view.id,
          revision: view.revision,
          to: 'on',
          withoutSecondSlot: true,
        }),
      ).sentence,
    ).toContain(`${observed} mails wait in INBOX`)
    const preview = value(await workspace.client.connectors.preview({ id: view.id, start: { from: 'all' } }))
    expect(preview.waiting).toBe(observed)
    await switchTo(connector.id, 'on', { from: 'all' })
    await poll(connector.id)
    const { counts, imbalance } = value(await workspace.client.receiving.ledger({}))
    expect(imbalance).toBe(0)
    expect(counts).toMatchObject({
      observed: 0,
      pending: 0,
      created: preview.outcomes.created,
      joined: preview.outcomes.joined,
    })
    expect(value(await workspace.client.items.list({})).total).toBe(preview.outcomes.created)
  })

  test(`${service}: from now on leaves what was observed, and a copy of it that comes later is no duplicate`, async () => {
    const { connector } = await observing()
    await deliver('Twice')
    await poll(connector.id)
    await switchTo(connector.id, 'on', { from: 'now' })
    await poll(connector.id)
    expect(value(await workspace.client.items.list({})).total).toBe(0)
    await deliver('Twice')
    await poll(connector.id)
    expect(value(await workspace.client.items.list({})).rows.map(({ subject }) => subject)).toEqual(['Twice'])
  })

  test(`${service}: what somebody took from the mailbox while it was observed is skipped, not missed`, async () => {
    const { connector } = await observing()
    await deliver('Done by hand')
    await deliver('Left')
    await poll(connector.id)
    expect(await takeAway(workspace, 'Done by hand')).toBe(1)
    await switchTo(connector.id, 'on', { from: 'all' })
    await poll(connector.id)
    const subjects = value(await workspace.client.items.list({})).rows.map(({ subject }) => subject)
    expect(subjects).toContain('Left')
    expect(subjects).not.toContain('Done by hand')
    const { counts, imbalance } = value(await workspace.client.receiving.ledger({}))
    expect([imbalance, counts.skipped, counts.quarantined]).toEqual([0, 1, 0])
  })

  test(`${service}: what was passed over, and taken by somebody since, stays so when all of it is taken`, async () => {
    const { connector } = await observing()
    await deliver('Done by hand')
    await deliver('Left')
    await switchTo(connector.id, 'on', { from: 'now' })
    await poll(connector.id)
    expect(await takeAway(workspace, 'Done by hand')).toBe(1)
    await switchTo(connector.id, 'held')
    await switchTo(connector.id, 'on', { from: 'all' })
    await poll(connector.id)
    const subjects = value(await workspace.client.items.list({})).rows.map(({ subject }) => subject)
    expect(subjects).toContain('Left')
    expect(subjects).not.toContain('Done by hand')
    const { counts, imbalance } = value(await workspace.client.receiving.ledger({}))
    expect([imbalance, counts.skipped, counts.quarantined]).toEqual([0, 1, 0])
  })

  test(`${service}: mail that came while a running connector was observed is decided when it is on again`, async () => {
    const { connector } = await observing()
    await switchTo(connector.id, 'on', { from: 'now' })
    await switchTo(connector.id, 'observe')
    await deliver('In between')
    await poll(connector.id)
    expect(value(await workspace.client.items.list({})).total).toBe(0)
    await switchTo(connector.id, 'on')
    await poll(connector.id)
    expect(value(await workspace.client.items.list({})).rows.map(({ subject }) => subject)).toEqual(['In between'])
  })
}
