import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  aProvedConnector,
  aSavedConnector,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  practiceConnector,
  refusal,
  until,
  value,
  type Save,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(async () => {
  vi.useRealTimers()
  await workspace.stop()
})

/** The wall clock goes on this much; everything that waits waits on. */
const later = (days: number) => {
  const now = Date.now() + days * 24 * 3600_000
  vi.useFakeTimers({ toFake: ['Date'], now })
}
const runTest = (connectorId: string) =>
  workspace.client.diagnosis.start({ connectorId }).then((started) => ended(workspace, started))
const read = async (id: string) => value(await workspace.client.connectors.get({ id }))
const fault = async (name: string, on: boolean) => value(await workspace.client.practice.setFault({ name, on }))

test('a connector that was never tested is not enabled: the refusal names the side', async () => {
  const { connector } = await aSavedConnector(workspace)
  const enable = (part: object) =>
    workspace.client.connectors.enable({
      id: connector.id,
      revision: connector.revision,
      start: { from: 'now' },
      ...part,
    })
  expect(refusal(await enable({})).sentence).toBe(
    'Receiving of Support is not proved with these settings. Run Test Connection, then enable it.',
  )
  expect(refusal(await enable({ receiving: 'off' })).sentence).toBe(
    'Sending of Support is not proved with these settings. Run Test Connection, then enable it.',
  )
  expect(await read(connector.id)).toMatchObject({ enabled: false, running: null })
})

test('a side that is off needs no proof; switching it on later needs its proof', async () => {
  const { connector } = await aSavedConnector(workspace)
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id, sides: ['outgoing'] }))
  const enabled = value(
    await workspace.client.connectors.enable({ id: connector.id, revision: connector.revision, receiving: 'off' }),
  )
  expect(enabled).toMatchObject({ enabled: true, sending: true, receiving: 'off' })
  const on = { id: enabled.id, revision: enabled.revision, to: 'on' as const, start: { from: 'now' as const } }
  expect(refusal(await workspace.client.connectors.setReceiving(on)).sentence).toContain(
    'Receiving of Support is not proved',
  )
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id, sides: ['incoming'] }))
  expect(value(await workspace.client.connectors.setReceiving(on)).receiving).toBe('on')
})

test('the newest completed test counts: a failed one blocks enabling, a cancelled one changes nothing', async () => {
  const { connector } = await aProvedConnector(workspace)
  await fault('wrong-password', true)
  await runTest(connector.id)
  expect(await read(connector.id)).toMatchObject({
    incoming: { proved: false, mark: { word: { key: 'state.test-failed' } } },
  })
  expect(
    refusal(
      await workspace.client.connectors.enable({
        id: connector.id,
        revision: connector.revision,
        start: { from: 'now' },
      }),
    ).sentence,
  ).toContain('not proved')
  await fault('wrong-password', false)
  await runTest(connector.id)
  await fault('silence', true)
  const started = await workspace.client.diagnosis.start({ connectorId: connector.id })
  value(await workspace.client.jobs.cancel({ id: value(started).id }))
  expect((await ended(workspace, started)).state).toBe('cancelled')
  expect(refusal(await workspace.client.jobs.cancel({ id: value(started).id })).sentence).toBe(
    'This has ended already.',
  )
  expect(await read(connector.id)).toMatchObject({ incoming: { proved: true }, outgoing: { proved: true } })
})

const incoming =
  (part: object) =>
  (save: Save): Save => ({ ...save, settings: { ...save.settings, incoming: { ...save.settings.incoming!, ...part } } })
const outgoing =
  (part: object) =>
  (save: Save): Save => ({ ...save, settings: { ...save.settings, outgoing: { ...save.settings.outgoing!, ...part } } })
const common =
  (part: object) =>
  (save: Save): Save => ({ ...save, settings: { ...save.settings, ...part } })
test.each<[string, (save: Save) => Save, { incoming: boolean; outgoing: boolean }]>([
  ['incoming service', incoming({ service: 'other-pop3' }), { incoming: false, outgoing: true }],
  ['incoming host', incoming({ host: 'elsewhere.practice.test' }), { incoming: false, outgoing: true }],
  ['incoming port', incoming({ port: 993 }), { incoming: false, outgoing: true }],
  ['incoming security', incoming({ security: 'starttls' }), { incoming: false, outgoing: true }],
  ['incoming authentication', incoming({ authentication: 'oauth' }), { incoming: false, outgoing: true }],
  ['folder', incoming({ folder: 'Archive' }), { incoming: false, outgoing: true }],
  ['outgoing host', outgoing({ host: 'elsewhere.practice.test' }), { incoming: true, outgoing: false }],
  ['outgoing port', outgoing({ port: 25 }), { incoming: true, outgoing: false }],
  ['outgoing security', outgoing({ security: 'tls' }), { incoming: true, outgoing: false }],
  ['outgoing authentication', outgoing({ authentication: 'none' }), { incoming: true, outgoing: false }],
  ['username', common({ username: 'other' }), { incoming: false, outgoing: false }],
  ['password', (save) => ({ ...save, password: 'practice' }), { incoming: false, outgoing: false }],
  ['additional mailbox', common({ additionalMailbox: 'team@practice.test' }), { incoming: false, outgoing: false }],
  ['sender address', common({ primaryAddress: 'info@practice.test' }), { incoming: false, outgoing: false }],
  ['name', (save) => ({ ...save, name: 'Other' }), { incoming: true, outgoing: true }],
  ['owner', (save) => ({ ...save, owner: 'Berta' }), { incoming: true, outgoing: true }],
  [
    'further addresses',
    (save) => ({ ...save, furtherAddresses: ['orders@practice.test'] }),
    { incoming: true, outgoing: true },
  ],
  [
    'what happens to mail afterwards',
    (save) => ({ ...save, afterMail: { kind: 'remove' } }),
    { incoming: true, outgoing: true },
  ],
  [
    'letter case and blanks of the host',
    incoming({ host: ' IMAP.PRACTICE.TEST ' }),
    { incoming: true, outgoing: true },
  ],
])('an edit of the %s voids the proof of the sides that it touches, and only those', async (_, edit, proved) => {
  const { connector } = await aProvedConnector(workspace)
  const view = value(await workspace.client.connectors.save(edit(edited(connector))))
  expect({ incoming: view.incoming.proved, outgoing: view.outgoing.proved }).toEqual(proved)
})

test('another organisation CA voids both proofs: the chain was judged with the old one', async () => {
  const { makeAuthority } = await import('./anAuthority.ts')
  const { connector } = await aProvedConnector(workspace)
  const { revision, settings } = value(await workspace.client.settings.get({}))
  value(
    await workspace.client.settings.save({
      revision,
      settings: { ...settings, organisationCa: makeAuthority().certificate },
    }),
  )
  expect(await read(connector.id)).toMatchObject({ incoming: { proved: false }, outgoing: { proved: false } })
})

test('settings that are put back are proved again: a proof is bound to what was tested, not to when it was typed', async () => {
  const { connector, wanted } = await aProvedConnector(workspace)
  const away = value(await workspace.client.connectors.save(incoming({ port: 1 })(edited(connector))))
  const back = value(await workspace.client.connectors.save(edited(away, { settings: wanted.settings })))
  expect(back).toMatchObject({ incoming: { proved: true }, outgoing: { proved: true } })
})

test.each([
  [29, true],
  [31, false],
])('after %d days a proof still enables: %s', async (days, enables) => {
  const { connector } = await anEnabledConnector(workspace)
  const disabled = value(await workspace.client.connectors.disable({ id: connector.id, revision: connector.revision }))
  expect(disabled).toMatchObject({ enabled: false, sending: false, receiving: 'off' })
  later(days)
  const again = await workspace.client.connectors.enable({ id: disabled.id, revision: disabled.revision })
  if (enables)
    expect(value(again)).toMatchObject({ enabled: true, receiving: 'on', runningSince: connector.runningSince })
  else {
    expect(refusal(again).sentence).toContain('not proved')
    expect((await read(connector.id)).incoming.mark?.word).toEqual({ key: 'state.proved-days', params: { days: 31 } })
  }
})

test('a failed test never stops what runs, and a failing side never stops the other', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await fault('sender-refused', true)
  const job = await runTest(connector.id)
  expect(job.steps.outgoing.find((step) => step.step === 'sender')?.verdict).toBe('failed')
  const view = await read(connector.id)
  expect(view).toMatchObject({
    enabled: true,
    sending: true,
    receiving: 'on',
    incoming: { proved: true, mark: { word: { key: 'state.on' } } },
    outgoing: { proved: false },
  })
  value(await workspace.client.practice.deliver({ subject: 'Still read', text: '.' }))
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  expect(value(await workspace.client.items.list({})).rows.map((item) => item.subject)).toEqual(['Still read'])
})

test('a refused password stops receiving after three tries, also by hand; only a passed test lets it be tried again', async () => {
  const { connector } = await anEnabledConnector(workspace)
  await fault('wrong-password', true)
  for (let tries = 1; tries <= 3; tries++) {
    const job = await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
    expect(job).toMatchObject({ state: 'failed', failure: { code: 'auth-rejected' } })
  }
  expect((await read(connector.id)).incoming.mark?.word.key).toBe('state.stopped')
  expect(refusal(await workspace.client.receiving.poll({ connectorId: connector.id })).sentence).toMatch(
    /^Support stopped, because its sign-in was refused/,
  )

  const off = value(
    await workspace.client.connectors.setReceiving({ id: connector.id, revision: connector.revision, to: 'off' }),
  )
  const on = value(await workspace.client.connectors.setReceiving({ id: off.id, revision: off.revision, to: 'held' }))
  expect(on.incoming.mark?.word.key, 'a switch that is moved does not lift a stop').toBe('state.stopped')
  expect((await runTest(connector.id)).steps.incoming.some((step) => step.verdict === 'failed')).toBe(true)
  expect((await read(connector.id)).incoming.mark?.word.key).toBe('state.stopped')

  await fault('wrong-password', false)
  await runTest(connector.id)
  expect((await read(connector.id)).incoming.mark?.word.key).toBe('state.held')
  expect((await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))).state).toBe(
    'done',
  )
})

test('a passed test of other settings does not lift the stop of those that run', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const wrong = value(await workspace.client.connectors.save(edited(connector, { password: 'practice' })))
  await fault('wrong-password', true)
  for (let tries = 1; tries <= 3; tries++)
    await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  await fault('wrong-password', false)
  await runTest(connector.id)
  expect((await read(connector.id)).stopped.incoming?.failure.code).toBe('auth-rejected')
  const enabled = value(await workspace.client.connectors.enable({ id: wrong.id, revision: wrong.revision }))
  expect(enabled.stopped.incoming).toBeNull()
  expect((await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))).state).toBe(
    'done',
  )
})

test('every result is kept, newest first, page by page, with a transcript that holds no password', async () => {
  const { connector, wanted } = await aProvedConnector(workspace)
  await fault('wrong-password', true)
  await runTest(connector.id)
  const all = value(await workspace.client.diagnosis.history({ connectorId: connector.id }))
  expect(all.rows.map((row) => row.outcome)).toEqual(['failed', 'failed', 'passed', 'passed'])
  const paged: string[] = []
  let cursor: string | null = null
  do {
    const page: { rows: { id: string }[]; next: string | null } = value(
      await workspace.client.diagnosis.history({ connectorId: connector.id, cursor, limit: 1 }),
    )
    paged.push(...page.rows.map((row) => row.id))
    cursor = page.next
  } while (cursor !== null)
  expect(paged).toEqual(all.rows.map((row) => row.id))
  for (const { id } of all.rows) {
    const { transcript } = value(await workspace.client.diagnosis.result({ id }))
    expect(transcript.length).toBeGreaterThan(100)
    expect(transcript).not.toContain(
      Buffer.from(`\0${wanted.settings.username}\0${wanted.password}`).toString('base64'),
    )
    expect(transcript).not.toMatch(/LOGIN \S+ "?practice"?|PASS practice/)
  }
  const request = value(await workspace.client.diagnosis.request({ id: all.rows[0]!.id }))
  expect(request.body).toContain('support@practice.test')
})

test('settings that are kept nowhere can be tried; nothing of them is saved', async () => {
  const { settings, password } = await practiceConnector(workspace)
  const job = await ended(workspace, await workspace.client.diagnosis.adHoc({ settings, password }))
  expect(job.state).toBe('done')
  expect(value(await workspace.client.connectors.list({})).rows).toEqual([])
  expect(value(await workspace.client.diagnosis.result({ id: job.results[0]! }))).toMatchObject({
    connectorId: null,
    outcome: 'passed',
  })
  expect(refusal(await workspace.client.diagnosis.adHoc({ settings, password: null })).fields).toMatchObject([
    { path: 'password' },
  ])
})

test('a test that runs while the engine ends is cancelled and ends with it', async () => {
  const { connector } = await aSavedConnector(workspace)
  await fault('silence', true)
  const started = value(await workspace.client.diagnosis.start({ connectorId: connector.id }))
  await until(
    workspace,
    async () => value(await workspace.client.jobs.get({ id: started.id })),
    (job) => job.steps.incoming.length > 0,
  )
  const began = Date.now()
  await workspace.restart()
  expect(Date.now() - began).toBeLessThan(5000)
  expect(
    value(await workspace.client.diagnosis.history({ connectorId: connector.id })).rows.every(
      (row) => row.outcome === 'cancelled',
    ),
  ).toBe(true)
})
