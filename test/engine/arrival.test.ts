import { afterEach, beforeEach, expect, test } from 'vitest'
import { createMime } from '../../src/main/adapters/mime/mime.ts'
import { arrivalChanges, arrivalOf } from '../../src/main/engine/sending/arrival.ts'
import type { Context } from '../../src/main/engine/context.ts'
import { openSqliteStore } from '../../src/main/store/sqliteStore.ts'
import { say } from '../../src/words/index.ts'
import { anEnabledConnector, aWorkspace, ended, until, value, type TestWorkspace } from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true })
})
afterEach(() => workspace.stop())

const at = '2026-11-26T12:00:00.000Z'
const sentBySupport = { senderKey: 'support@practice.test' }
const received = async (head: string) => {
  const read = await createMime().read(Buffer.from(`${head}\r\n\r\ntext\r\n`))
  if (!read.ok) throw new Error(read.failure.code)
  return read.value
}
const sent = async (to: string) => {
  const { id } = value(
    await workspace.client.outbox.compose({
      from: 'support@practice.test',
      to: [to],
      subject: 'Journey',
      text: 'Hello.',
    }),
  )
  return until(
    workspace,
    async () => value(await workspace.client.outbox.get({ id })),
    ({ state }) => state !== 'queued' && state !== 'sending',
  )
}

test('only the topmost Authentication-Results header counts, and who wrote it is named', async () => {
  const arrival = arrivalOf(
    await received(
      [
        'Authentication-Results: mx.example.com; spf=pass smtp.mailfrom=practice.test; dkim=none; dmarc=fail (p=reject)',
        'Authentication-Results: evil.example; dmarc=pass',
        'From: Support <SUPPORT@practice.test>',
        'To: Info <info@example.com>, other@example.com',
      ].join('\r\n'),
    ),
    'c1',
    at,
    sentBySupport,
  )
  expect(arrival).toMatchObject({
    at,
    connectorId: 'c1',
    from: 'SUPPORT@practice.test',
    fromUnchanged: true,
    to: ['Info <info@example.com>, other@example.com'],
    reportedBy: 'mx.example.com',
    results: [
      { method: 'spf', result: 'pass', detail: 'smtp.mailfrom=practice.test' },
      { method: 'dkim', result: 'none', detail: '' },
      { method: 'dmarc', result: 'fail', detail: '(p=reject)' },
    ],
  })
  expect(arrival.headers.map(({ name }) => name)).toContain('To')
})

test('a From that was replaced, doubled or lost is not unchanged', async () => {
  for (const from of [
    'From: other@practice.test',
    'From: support@practice.test, x@practice.test',
    'Subject: no From',
  ]) {
    const arrival = arrivalOf(await received(from), 'c1', at, sentBySupport)
    expect(arrival).toMatchObject({ fromUnchanged: false, reportedBy: null, results: [] })
  }
})

test('headers without end are kept under limits', async () => {
  const message = await received(
    `${Array.from({ length: 250 }, (_, each) => `X-${each}: ${'y'.repeat(7_000)}`).join('\r\n')}\r\nFrom: support@practice.test`,
  )
  const { headers } = arrivalOf(message, 'c1', at, sentBySupport)
  expect(headers).toHaveLength(200)
  expect(headers.every(({ value: text }) => text.length <= 4_000)).toBe(true)
})

test('a test message says whether its mailbox is read here', async () => {
  await anEnabledConnector(workspace)
  const own = await sent('support@practice.test')
  expect(own.arrival).toBeNull()
  expect(own.notArrived).toMatchObject({ key: 'arrival.awaited', params: { connector: 'Support' } })
  expect(say((await sent('someone@elsewhere.example')).notArrived!)).toContain(
    'This workspace reads no mailbox of someone@elsewhere.example',
  )
})

test('an arrival is shown on its mail with a line of its journey, and no later change of the mail takes it back', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const mail = await sent('someone@elsewhere.example')
  await workspace.restart(async () => {
    const store = openSqliteStore(workspace.path)
    const record = (await store.outbox(mail.id))!
    const arrival = arrivalOf(
      await received(
        'Authentication-Results: mx.example.com; spf=softfail\r\nFrom: support@practice.test\r\nTo: x@y.example',
      ),
      connector.id,
      new Date().toISOString(),
      record,
    )
    const random = { id: () => 'line-1' } as Context['random']
    const changes = arrivalChanges({ random } as Context, record, arrival)
    // Whoever read the mail before and writes it afterwards knows nothing of the arrival.
    await store.commit([...changes, { put: 'outbox', row: { ...record, changedAt: at } }])
    const again = (await store.outbox(mail.id))!
    expect(arrivalChanges({ random } as Context, again, arrival)).toEqual([])
    expect(arrivalChanges({ random } as Context, { ...record, kind: 'reply' }, arrival)).toEqual([])
    await store.close()
  })
  const shown = value(await workspace.client.outbox.get({ id: mail.id }))
  expect(shown).toMatchObject({
    notArrived: null,
    state: 'sent',
    arrival: {
      connectorName: 'Support',
      fromUnchanged: true,
      reportedBy: 'mx.example.com',
      results: [{ method: 'spf' }],
    },
  })
  expect(say(shown.journey.at(-1)!.word)).toContain('It arrived in a mailbox of this workspace, its From unchanged')
})

test('a test message that comes back to a mailbox of this workspace shows how it arrived, once, and is routed like any mail', async () => {
  const { connector } = await anEnabledConnector(workspace)
  const { id } = await sent('support@practice.test')
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  const arrived = value(await workspace.client.outbox.get({ id }))
  expect(arrived.arrival).toMatchObject({ from: 'support@practice.test', fromUnchanged: true })
  expect(arrived.journey.filter((line) => line.word.key === 'sending.arrived')).toHaveLength(1)
  expect(value(await workspace.client.items.list({})).rows).toMatchObject([{ subject: 'Journey' }])
})
