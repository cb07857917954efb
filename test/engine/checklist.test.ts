import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { say } from '../../src/words/index.ts'
import {
  aCaseOfAnna,
  aProcess,
  aProvedConnector,
  aSavedConnector,
  aWorkspace,
  ended,
  practiceConnector,
  value,
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

const rowOf = async (id: string) =>
  value(await workspace.client.golive.checklist({})).rows.find(({ connectorId }) => connectorId === id)!
const stateOf = async (id: string, line: string) => (await rowOf(id)).lines.find((each) => each.id === line)?.state
const poll = async (connectorId: string) => ended(workspace, await workspace.client.receiving.poll({ connectorId }))

test('the checklist follows what is so, from the draft to receiving and back', async () => {
  const { client } = workspace
  const { connector: draft, process } = await aSavedConnector(workspace)
  const { id } = draft
  expect(await rowOf(id)).toMatchObject({ standing: 'not-ready', mayStart: false })
  expect(await stateOf(id, 'proved-incoming')).toBe('to-do')
  await ended(workspace, await client.diagnosis.start({ connectorId: id }))
  expect(await stateOf(id, 'proved-incoming')).toBe('done')
  expect(await stateOf(id, 'enabled')).toBe('to-do')
  const { revision } = value(await client.connectors.get({ id }))
  value(await client.connectors.enable({ id, revision, receiving: 'held' }))
  expect(await stateOf(id, 'enabled')).toBe('done')
  expect(await stateOf(id, 'fallback')).toBe('to-do')
  value(await client.processes.setLive({ id: process.id, revision: process.revision, live: true }))
  expect(await stateOf(id, 'fallback')).toBe('done')
  // Held, counted: old mail waits, and nobody has chosen.
  await poll(id)
  const waits = (await rowOf(id)).lines[0]!
  expect(waits).toMatchObject({ id: 'waiting', state: 'danger', blocks: true, mend: { act: { act: 'choose-start' } } })
  expect(say(waits.title)).toMatch(/^INBOX holds \d+ mails, the oldest from \d{4}-\d\d-\d\d\.$/)
  let view = value(await client.connectors.get({ id }))
  view = value(await client.connectors.setReceiving({ id, revision: view.revision, to: 'observe' }))
  await poll(id)
  expect(await stateOf(id, 'observed')).toBe('done')
  expect((await rowOf(id)).path.every(({ waypoint, reached }) => reached || waypoint === 'receiving')).toBe(true)
  value(
    await client.golive.plan({
      id,
      revision: view.revision,
      owner: 'Mail team',
      planned: { local: '2099-01-01T08:00', zone: 'Europe/Berlin', start: { from: 'now' } },
    }),
  )
  expect(await rowOf(id)).toMatchObject({ mayStart: true, owner: 'Mail team', at: '2099-01-01T07:00:00.000Z' })
  await ended(workspace, await client.golive.switch({ ids: [id] }))
  const live = await rowOf(id)
  expect(live).toMatchObject({ standing: 'live', receiving: 'on' })
  expect(live.putBackUntil).not.toBeNull()
  // The day is still to come.
  expect(live.lines[0]).toMatchObject({ id: 'early', state: 'danger', mend: { act: { act: 'hold' } } })
})

test('the reports hold nothing that a name could break out of', async () => {
  const { client } = workspace
  const name = '<script>alert(1)</script> & *bold* [x](http://evil) "q"'
  await aSavedConnector(workspace, { name })
  const html = value(await client.golive.report({ format: 'html' }))
  expect(html.fileName).toMatch(/^go-live \d{4}-\d\d-\d\d\.html$/)
  expect(html.text).not.toContain('<script')
  expect(html.text).toContain('&lt;script&gt;alert(1)&lt;/script&gt; &amp; *bold*')
  // Self-contained: nothing is fetched from anywhere.
  expect(html.text).not.toMatch(/(?:src|href)=/)
  const markdown = value(await client.golive.report({ format: 'markdown' })).text
  expect(markdown).toContain('## \\<script\\>alert\\(1\\)')
  expect(markdown).toContain('\\[x\\]\\(http://evil\\)')
  expect(markdown).toMatch(/- \[ \] \*\*To do\*\*: Receiving is not tested/)
})

test('the forecast knows the certificates that tests saw, and what depends on them', async () => {
  const { client } = workspace
  expect(value(await client.golive.expiry({})).rows).toEqual([])
  const { connector, process } = await aProvedConnector(workspace)
  value(
    await client.connectors.enable({
      id: connector.id,
      revision: connector.revision,
      receiving: 'held',
      setProcessLive: true,
    }),
  )
  const { rows } = value(await client.golive.expiry({}))
  expect(rows.map(({ title }) => say(title)).toSorted()).toEqual([
    'Certificate of imap.practice.test',
    'Certificate of smtp.practice.test',
  ])
  expect(rows[0]).toMatchObject({
    what: 'server-certificate',
    tone: 'ok',
    dependsOn: { connectors: [{ id: connector.id, name: 'Support' }] },
  })
  expect(rows[0]!.dependsOn.processes).toEqual([value(await client.processes.get({ id: process.id })).path])
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse(rows.at(-1)!.endsOn) + 24 * 3600_000 })
  expect(value(await client.golive.expiry({})).rows.at(-1)).toMatchObject({ tone: 'failed' })
})

test('what a case sends at one of its steps depends on a connector too, also where the case itself sends by another', async () => {
  const { client } = workspace
  const { connector } = await aProvedConnector(workspace)
  const { id, revision } = connector
  value(await client.connectors.enable({ id, revision, receiving: 'held', setProcessLive: true }))
  await aCaseOfAnna(workspace, 'support@practice.test')
  const { rows } = value(await client.golive.expiry({}))
  const imap = rows.find(({ title }) => say(title) === 'Certificate of imap.practice.test')!
  expect(imap.dependsOn).toMatchObject({
    connectors: [{ name: 'Support' }],
    processes: ['Contoso / Gold / IT / Incident', 'Contoso / Gold / IT / Order'],
  })
})

test('a date that Microsoft announced concerns the connectors that sign in that way, with its source and stamp', async () => {
  const { client } = workspace
  const { settings } = await practiceConnector(workspace)
  await aSavedConnector(workspace, {
    settings: {
      ...settings,
      outgoing: {
        ...settings.outgoing!,
        service: 'office365-smtp',
        host: 'smtp.office365.com',
        port: 587,
        authentication: 'password',
      },
    },
  })
  const [row] = value(await client.golive.expiry({})).rows
  expect(row).toMatchObject({
    what: 'announced',
    endsOn: '2026-12-31',
    dependsOn: { connectors: [{ name: 'Support' }] },
  })
  expect(row!.source).toMatch(/^https:/)
  expect(say(row!.says)).toContain('as known on 2026-01-27')
})

test('every process has its checklist, from the draft to the mail that it takes and sends', async () => {
  const { client } = workspace
  const { connector, process } = await aProvedConnector(workspace)
  const alone = await aProcess(workspace, 'nobody@practice.test', 'Spare')
  const listOf = async (id: string) =>
    value(await client.golive.checklist({})).processes.find(({ processId }) => processId === id)!
  const sentences = async (id: string) =>
    (await listOf(id)).lines.map(({ state, title, says }) => [
      state,
      [title, says]
        .flatMap((each) => each ?? [])
        .map(say)
        .join(' '),
    ])
  expect(await sentences(process.id)).toEqual([
    ['to-do', 'Draft. Mail of its routes is set aside until it is live.'],
    ['to-do', 'It cannot send. No enabled outgoing route carries support@practice.test.'],
    ['done', '1 enabled route leads to it.'],
  ])
  // Nothing leads there, so it asks for nobody, and its mend is still at hand.
  expect(await listOf(alone.id)).toMatchObject({ standing: 'well', live: false, dangers: 0, toDo: 0 })
  const { id, revision } = connector
  value(await client.connectors.enable({ id, revision, receiving: 'on', start: { from: 'now' } }))
  expect((await listOf(process.id)).lines[0]).toMatchObject({
    id: 'live',
    state: 'danger',
    mend: { act: { act: 'set-live' } },
  })
  const settings = { ...process, ticketCategories: ['Printers'] }
  const { customer, contract, service, name, kind, fromAddress, ticketCategories, actions } = settings
  const saved = value(
    await client.processes.save({
      id: process.id,
      revision: process.revision,
      settings: { customer, contract, service, name, kind, fromAddress, ticketCategories, actions },
    }),
  )
  value(await client.processes.setLive({ id: process.id, revision: saved.revision, live: true }))
  expect(await sentences(process.id)).toEqual([
    ['danger', expect.stringMatching(/^1 route that leads here names no category/)],
    ['done', 'Live.'],
    ['done', 'Mail leaves as support@practice.test, by Support.'],
    ['done', '1 enabled route leads to it.'],
  ])
  expect(value(await client.golive.checklist({})).processes.map(({ path }) => path)).toEqual([
    'Contoso / Gold / IT / Incident',
    'Contoso / Gold / IT / Spare',
  ])
  const html = value(await client.golive.report({ format: 'html' })).text
  expect(html).toContain('1 of 2 processes needs somebody.')
  expect(html).toMatch(
    /<details>\n<summary>1 process needs nothing<\/summary>\n<ul>\n<li>Contoso \/ Gold \/ IT \/ Spare · Draft\.<\/li>/,
  )
  const markdown = value(await client.golive.report({ format: 'markdown' })).text
  expect(markdown).toContain('### Contoso / Gold / IT / Incident\n\n- [ ] **Danger**: 1 route that leads here')
  expect(markdown).toContain('### 1 process needs nothing\n\n- Contoso / Gold / IT / Spare · Draft.')
  value(await client.processes.remove({ id: alone.id, revision: alone.revision }))
  expect(value(await client.golive.checklist({})).processes).toHaveLength(1)
})
