import Database from 'better-sqlite3'
import { createTransport } from 'nodemailer'
import { readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  aProcess,
  aSavedConnector,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

const canary = 'Canary-ä-7f3c!tweet'
const passphrase = 'canary passphrase 9d1e'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, trace: 'log file' })
})
afterEach(() => workspace.stop())

/** A secret in every form in which a protocol or a careless log could carry it. */
const formsOf = (secret: string, user: string): readonly Buffer[] => {
  const utf8 = Buffer.from(secret, 'utf8')
  const texts = [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    utf8.toString('hex'),
    utf8.toString('latin1'),
    // Base64 of the secret alone, and behind one or two octets of something else: less its ends, which the neighbours change.
    ...['', 'x', 'xx'].map((before) =>
      Buffer.from(before + secret)
        .toString('base64')
        .slice(before === '' ? 0 : 4, -4),
    ),
    Buffer.from(`\0${user}\0${secret}`).toString('base64'),
    Buffer.from(`${user}\0${user}\0${secret}`).toString('base64'),
    Buffer.from(`user=${user}\u0001auth=Bearer ${secret}\u0001\u0001`).toString('base64'),
  ]
  return [...texts.map((text) => Buffer.from(text, 'utf8')), Buffer.from(secret, 'utf16le')]
}
const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())

test('a canary password is found nowhere but where it was typed: not in files, transcripts, answers, events or the export', async () => {
  const { client } = workspace
  const user = 'support@practice.test'
  const { connector } = await aSavedConnector(workspace, { password: canary }, 'First')
  value(await client.vault.addPassphrase({ passphrase }))

  // One that runs and is then given the canary, so that the log has lines of polls with it.
  const running = await anEnabledConnector(workspace, { start: { from: 'now' } }, { name: 'Running' })
  await ended(workspace, await client.receiving.poll({ connectorId: running.connector.id }))
  value(await client.connectors.save(edited(running.connector, { password: canary })))

  // Refused sign-ins on all protocols, with and without TLS from the first byte.
  const { ports } = value(await client.practice.get({}))
  const variants = [
    { service: 'other-imap' as const, port: ports['imaps']!, security: 'tls' as const },
    { service: 'other-imap' as const, port: ports['imap']!, security: 'starttls' as const },
    { service: 'other-pop3' as const, port: ports['pop3s']!, security: 'tls' as const },
  ]
  let view = connector
  for (const variant of variants) {
    const host = variant.service === 'other-pop3' ? 'pop3' : 'imap'
    const hosts = value(await client.practice.get({})).hosts
    view = value(
      await client.connectors.save(
        edited(view, {
          settings: { ...view.draft, incoming: { ...view.draft.incoming!, ...variant, host: hosts[host] } },
        }),
      ),
    )
    const job = await ended(workspace, await client.diagnosis.start({ connectorId: view.id }))
    expect(
      job.steps.incoming.some((step) => step.failure?.code === 'auth-rejected'),
      JSON.stringify(job.steps.incoming),
    ).toBe(true)
    expect(job.steps.outgoing.some((step) => step.failure?.code === 'auth-rejected')).toBe(true)
    await client.connectors.question({ id: view.id })
    for (const id of job.results) expect(value(await client.diagnosis.result({ id })).transcript).toContain('••••')
  }
  // A server that fails in the middle, and one that plays the secret back in its reply.
  value(await client.practice.setFault({ name: 'bye', on: true }))
  await ended(workspace, await client.diagnosis.start({ connectorId: view.id }))
  value(await client.practice.clearFaults({}))
  await ended(workspace, await client.diagnosis.adHoc({ settings: view.draft, password: canary }))
  await client.connectors.folders({ settings: view.draft, password: canary, connectorId: null })
  await client.connectors.save(edited(view, { password: `${canary}${'x'.repeat(50)}` }))
  await client.connectors.save({ ...edited(view), password: { canary } as unknown as string })
  await client.vault.unlock({ by: 'passphrase', passphrase })
  await client.vault.startNew({ typed: 'no', slot: 'passphrase', passphrase })
  value(await client.transfer.export({}))
  value(await client.activity.list({}))
  value(await client.overview.get({}))
  await workspace.restart()
  value(await client.connectors.get({ id: view.id }))

  const files = filesIn(workspace.folder).filter((path) => !path.includes('.practice'))
  expect(files.map((path) => path.slice(workspace.path.length)).toSorted()).toEqual(
    expect.arrayContaining(['', '-wal', '.generation', '.log']),
  )
  const places = new Map<string, Buffer>([
    ...files.map((path) => [path, readFileSync(path)] as const),
    ['answers and events', Buffer.from(workspace.crossed.join('\n'))],
  ])
  const found = [...places].flatMap(([place, content]) =>
    [...formsOf(canary, user), ...formsOf(passphrase, user)]
      .filter((form) => content.includes(form))
      .map((form) => `${place}: ${form.toString('latin1')}`),
  )
  expect(found).toEqual([])
})

test('a destroyed secret leaves no sealed copy behind in the database file', async () => {
  const { connector } = await aSavedConnector(workspace, { password: canary })
  const sealed = (() => {
    const database = new Database(workspace.path, { readonly: true })
    const row = database.prepare('select sealed from secret').get() as { sealed: Buffer }
    database.close()
    return row.sealed
  })()
  value(
    await workspace.client.connectors.remove({ id: connector.id, revision: connector.revision, typedName: 'Support' }),
  )
  await workspace.restart()
  expect(readFileSync(workspace.path).includes(sealed)).toBe(false)
})

test('stored mail is not readable in the database while the vault persists', async () => {
  const { connector } = await aSavedConnector(workspace)
  await ended(workspace, await workspace.client.diagnosis.start({ connectorId: connector.id }))
  await aProcess(workspace, '', 'Other')
  value(
    await workspace.client.connectors.enable({
      id: connector.id,
      revision: connector.revision,
      start: { from: 'now' },
    }),
  )
  const { ports } = value(await workspace.client.practice.get({}))
  const transport = createTransport({
    host: '127.0.0.1',
    port: ports['smtps']!,
    secure: true,
    tls: { rejectUnauthorized: false },
    auth: { user: 'anna@contoso.test', pass: 'practice' },
  })
  await transport.sendMail({
    envelope: { from: 'anna@contoso.test', to: ['support@practice.test'] },
    raw: 'From: anna@contoso.test\r\nTo: support@practice.test\r\nSubject: Open\r\n\r\nplain-as-day-4711\r\n',
  })
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  expect(value(await workspace.client.aside.list({})).rows[0]).toMatchObject({ subject: 'Open', stored: true })
  for (const path of filesIn(workspace.folder).filter((each) => !each.includes('.practice')))
    expect(readFileSync(path).includes('plain-as-day-4711'), path).toBe(false)
})
