import Database from 'better-sqlite3'
import { createHash } from 'node:crypto'
import { ImapFlow } from 'imapflow'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { ProvenMail } from '../../src/contract/proving.ts'
import { noRules, routeSettings as settingsOf, type IncomingRouteSettings } from '../../src/domain/route.ts'
import { say } from '../../src/words/index.ts'
import {
  aProcess,
  aWorkspace,
  anEnabledConnector,
  edited,
  ended,
  refusal,
  value,
  type TestWorkspace,
} from './aWorkspace.ts'

let workspace: TestWorkspace
beforeEach(async () => {
  workspace = await aWorkspace({ practice: true, running: false })
})
afterEach(() => workspace.stop())

interface Written {
  readonly from?: string | null
  readonly to?: string
  readonly cc?: string
  readonly subject?: string
  readonly id?: string
  readonly headers?: readonly string[]
  readonly text?: string
  readonly attachment?: string
}

const support = 'support@practice.test'

/** A mail as it lies in a mailbox. */
function written({ from = 'anna@contoso.test', to = support, cc, subject = 'Hello', id, ...more }: Written): string {
  const body = more.attachment
    ? [
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: text/plain',
        '',
        more.text ?? 'Text.',
        '--b',
        `Content-Type: application/octet-stream; name="${more.attachment}"`,
        `Content-Disposition: attachment; filename="${more.attachment}"`,
        '',
        'x',
        '--b--',
        '',
      ]
    : ['Content-Type: text/plain; charset=utf-8', '', more.text ?? 'Text.', '']
  return [
    ...(more.headers ?? []),
    ...(from === null ? [] : [`From: <${from}>`]),
    `To: ${to}`,
    ...(cc === undefined ? [] : [`Cc: ${cc}`]),
    `Subject: ${subject}`,
    'Date: Thu, 26 Nov 2026 09:00:00 +0000',
    `Message-ID: <${
      id ??
      createHash('sha1')
        .update(JSON.stringify([from, to, subject, more]))
        .digest('hex')
    }@contoso.test>`,
    'MIME-Version: 1.0',
    ...body,
  ].join('\r\n')
}

const dropped = (mails: readonly string[]) =>
  mails.map((mail, at) => ({ name: `${at + 1}.eml`, base64: Buffer.from(mail).toString('base64') }))

const routeSettings = (part: Partial<IncomingRouteSettings> & { emailAddress: string }): IncomingRouteSettings => ({
  name: part.emailAddress,
  processId: null,
  ticketCategory: null,
  forAttention: null,
  sendAutomatedEmails: false,
  answerCc: false,
  testMode: false,
  enabled: true,
  match: 'all',
  rules: noRules,
  ...part,
})

/** Support at work: its fallback acknowledges, and five routes stand before it. */
async function atWork() {
  const { client } = workspace
  const { connector, process } = await anEnabledConnector(workspace)
  const { fallback } = edited(connector)
  const acknowledging = value(
    await client.connectors.save(edited(connector, { fallback: { ...fallback!, sendAutomatedEmails: true } })),
  )
  const draft = await aProcess(workspace, support, 'Draft')
  const save = async (settings: IncomingRouteSettings) =>
    value(await client.routes.saveIncoming({ id: null, revision: null, connectorId: connector.id, settings }))
  const routes = {
    off: await save(
      routeSettings({ emailAddress: 'help@practice.test', name: 'Off', processId: process.id, enabled: false }),
    ),
    outage: await save(
      routeSettings({
        emailAddress: 'help@practice.test',
        name: 'Outage',
        processId: process.id,
        sendAutomatedEmails: true,
        answerCc: true,
        rules: { ...noRules, keyWords: ['outage'] },
      }),
    ),
    any: await save(
      routeSettings({
        emailAddress: 'billing@practice.test',
        name: 'Billing',
        processId: process.id,
        match: 'any',
        rules: { ...noRules, attachmentTypes: ['.pdf'], senders: ['*@fabrikam.test'] },
      }),
    ),
    test: await save(
      routeSettings({ emailAddress: 'trial@practice.test', name: 'Trial', processId: process.id, testMode: true }),
    ),
    draft: await save(routeSettings({ emailAddress: 'draft@practice.test', name: 'To a draft', processId: draft.id })),
  }
  const settings = value(await client.settings.get({}))
  value(
    await client.settings.save({
      revision: settings.revision,
      settings: { ...settings.settings, blockedAddresses: ['*@spam.test'] },
    }),
  )
  return { connector: acknowledging, process, routes }
}

/** Puts mails into the inbox, octet by octet. */
async function deliver(mails: readonly string[]): Promise<void> {
  const practice = value(await workspace.client.practice.get({}))
  const user = practice.users.find(({ address }) => address === support)!
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: practice.ports['imaps']!,
    secure: true,
    auth: { user: user.username, pass: user.password },
    tls: { rejectUnauthorized: false },
    logger: false,
  })
  await client.connect()
  for (const mail of mails) await client.append('INBOX', Buffer.from(mail))
  await client.logout()
}

/** One decision, the same whether it was foretold or happened. */
interface Story {
  readonly outcome: string
  readonly reason: string | null
  readonly made: readonly object[]
  readonly joined: readonly string[]
}

/** `T-000012` and *new ticket 12* are one: the workspace was empty. */
const called = (id: string | null): string | null =>
  id?.replace(/^([TC])-0*(\d+)$/, (_, kind, number) => `new ${kind === 'T' ? 'ticket' : 'case'} ${number}`) ?? null

const foretold = ({ outcome, reason, parts }: ProvenMail): Story => ({
  outcome,
  reason,
  made: parts.flatMap((part) =>
    part.kind === 'create'
      ? {
          item: part.item,
          route: part.routeId,
          recipient: part.recipient,
          process: part.processId,
          test: part.test,
          linkedTo: part.linkedTo,
          answered:
            part.acknowledgement.to === null ? [] : [part.acknowledgement.to, ...part.acknowledgement.cc].toSorted(),
          held: part.acknowledgement.kind === 'hold',
        }
      : [],
  ),
  joined: parts.flatMap((part) => (part.kind === 'join' ? `${part.item} ${part.mark}` : [])).toSorted(),
})

/** What the poll wrote, mail by mail in the order of the mailbox. */
function happened(): readonly Story[] {
  const database = new Database(workspace.path, { readonly: true })
  const rows = (sql: string, ...params: readonly unknown[]) =>
    database.prepare(sql).all(...params) as Record<string, string | number | null>[]
  const stories = rows(`select * from mail where outcome <> 'skipped' and passed_over = 0 order by seq`).map(
    (mail): Story => ({
      outcome: String(mail['outcome']),
      reason: mail['reason'] as string | null,
      made: rows(
        'select i.* from item i join item_mail m on m.item_id = i.id where m.mail_id = ? and m.mark is null order by i.seq',
        mail['id'],
      ).map((item) => {
        const answers = rows(
          `select o.parked, r.address from outbox o join recipient r on r.outbox_id = o.id
             where o.kind = 'acknowledgement' and o.mail_id = ? and o.item_id = ? order by r.id`,
          mail['id'],
          item['id'],
        )
        return {
          item: called(String(item['id'])),
          route: item['route_id'],
          recipient: item['recipient'],
          process: item['process_id'],
          test: item['test'] === 1,
          linkedTo: called(item['linked_to'] as string | null),
          answered: answers.map(({ address }) => String(address)).toSorted(),
          held: answers.some(({ parked }) => parked === 1),
        }
      }),
      joined: rows('select item_id, mark from item_mail where mail_id = ? and mark is not null', mail['id'])
        .map((row) => `${called(String(row['item_id']))} ${String(row['mark'])}`)
        .toSorted(),
    }),
  )
  database.close()
  return stories
}

/** All that the workspace file says. */
function everything(): string {
  const database = new Database(workspace.path, { readonly: true })
  const tables = database.prepare(`select name from sqlite_master where type = 'table'`).pluck().all() as string[]
  const all = tables.map((name) => database.prepare(`select * from "${name}"`).raw().all())
  database.close()
  return createHash('sha256').update(JSON.stringify(all)).digest('hex')
}

const table = (): readonly string[] => {
  const outage = written({
    to: 'help@practice.test, support@practice.test',
    cc: 'boss@contoso.test',
    subject: 'Outage',
    id: 'outage',
  })
  return [
    written({ subject: 'First', id: 'first' }),
    outage,
    outage,
    `Received: from relay.contoso.test\r\n${outage}`,
    written({ to: 'help@practice.test', subject: 'No key word: the fallback' }),
    written({ to: 'billing@practice.test', from: 'bob@fabrikam.test', subject: 'By sender' }),
    written({ to: 'billing@practice.test', attachment: 'bill.PDF', subject: 'By attachment' }),
    written({ to: 'billing@practice.test', subject: 'By neither' }),
    written({ to: 'trial@practice.test, draft@practice.test', subject: 'One of two' }),
    written({ to: 'draft@practice.test', subject: 'Only a draft' }),
    written({ from: null, subject: 'Nobody' }),
    written({ from: 'eve@spam.test', subject: 'Blocked' }),
    written({ from: support, subject: 'A colleague' }),
    written({ headers: ['Auto-Submitted: auto-replied'], subject: 'Out of office' }),
    written({ headers: ['X-Waypost-Loop: another'], subject: 'Another workspace' }),
    written({ headers: ['X-Auto-Response-Suppress: All'], from: 'quiet@contoso.test', subject: 'Quiet' }),
    written({ headers: ['Reply-To: desk@contoso.test'], from: 'mia@contoso.test', subject: 'Reply-To' }),
    // More than one batch of a poll: what was learned in the first has to be read from the database in the second.
    ...Array.from({ length: 30 }, (_, at) => written({ from: `p${at}@contoso.test`, subject: `Filler ${at}` })),
    ...Array.from({ length: 10 }, (_, at) =>
      written({ from: 'robot@contoso.test', headers: ['Precedence: bulk'], subject: `Report ${at}` }),
    ),
    written({ from: 'robot@contoso.test', subject: 'Too fast' }),
    written({ headers: ['In-Reply-To: <first@contoso.test>'], subject: 'Re: First', id: 'second' }),
    written({ headers: ['References: <second@contoso.test>'], subject: 'Re: Re: First' }),
    written({
      headers: ['In-Reply-To: <outage@contoso.test>'],
      to: 'help@practice.test, trial@practice.test',
      subject: 'Re: Outage',
    }),
    ...Array.from({ length: 6 }, (_, at) => written({ from: 'often@contoso.test', subject: `Often ${at}` })),
    outage,
  ]
}

test('what the proving ground foretells is what a poll of the same mails does, item by item', async () => {
  const { connector } = await atWork()
  const mails = table()
  const before = everything()
  const proven = value(await workspace.client.proving.try({ connectorId: connector.id, mails: dropped(mails) })).mails
  expect(everything()).toBe(before)

  await deliver(mails)
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  const stories = happened()
  expect(stories).toHaveLength(mails.length)
  for (const [at, story] of stories.entries()) expect({ at, ...foretold(proven[at]!) }).toEqual({ at, ...story })
  // The table means something: it meets every outcome, an answer to several, one that is held, and a linked item.
  expect(new Set(stories.map(({ outcome }) => outcome))).toEqual(
    new Set(['created', 'joined', 'duplicate', 'blocked', 'unhandled']),
  )
  const made = stories.flatMap((story) => story.made) as readonly {
    answered: readonly string[]
    held: boolean
    linkedTo: string | null
    test: boolean
  }[]
  expect(made.some(({ answered }) => answered.length === 2)).toBe(true)
  expect(made.filter(({ held }) => held)).toHaveLength(1)
  expect(made.filter(({ linkedTo }) => linkedTo === 'new ticket 2')).toHaveLength(1)

  // The same mails once more: whoever has a work item gets no second one. A recipient that got none is still free (N27).
  const again = value(await workspace.client.proving.try({ connectorId: connector.id, mails: dropped(mails) })).mails
  for (const [at, { outcome, parts }] of again.entries()) {
    const { outcome: first, reason } = stories[at]!
    if ((first === 'created' || first === 'joined') && reason === null)
      expect({ at, outcome }).toEqual({ at, outcome: 'duplicate' })
    expect(parts.filter(({ kind }) => kind === 'create')).toEqual([])
  }
})

test('per recipient it says which route takes the mail, and why each earlier one did not', async () => {
  const { connector, routes } = await atWork()
  const [mail] = value(
    await workspace.client.proving.try({
      connectorId: connector.id,
      mails: dropped([
        written({
          to: 'help@practice.test, nobody@practice.test',
          cc: support,
          subject: 'Printer on fire',
          headers: ['X-Original-To: billing@practice.test', 'Importance: high'],
        }),
      ]),
      routes: [{ id: routes.off.id, settings: routeSettings({ ...settingsOf(routes.off), enabled: true }) }],
    }),
  ).mails
  expect(mail!.head).toMatchObject({
    important: true,
    to: ['help@practice.test', 'nobody@practice.test'],
    cc: [support],
  })
  expect(mail!.verdicts.map(({ check, is }) => `${check} ${is}`)).toEqual([
    'size within',
    'loop none',
    'report none',
    'blocked no',
    'sender valid',
    'copy none',
    'automatic none',
    'reply none',
  ])
  const said = mail!.recipients.map(({ recipient, says, routes }) => [
    recipient,
    say(says),
    routes.map((route) => `${route.order} ${route.name}: ${route.verdict}. ${say(route.says)}`),
  ])
  expect(said).toEqual([
    [
      'help@practice.test',
      'Ticket in Contoso / Gold / IT / Incident.',
      ['1 Off: took. It has no rules: this route takes it.', '2 Outage: not-asked. Not asked: Off took the mail.'],
    ],
    ['nobody@practice.test', 'Nothing of its own: no route has this address.', []],
    [support, 'Nothing of its own: another recipient was taken, so the fallback is not used.', []],
    [
      null,
      'Wildcard routes and fallback are not used: a normal route took the mail.',
      [
        `1 ${mail!.recipients.at(-1)!.routes[0]!.name}: not-asked. Not asked: a normal route took the mail for another recipient.`,
      ],
    ],
  ])
  // I6, N2.
  expect(mail!.hints.map(say)).toEqual([
    expect.stringContaining('The mail was delivered to billing@practice.test, which stands in neither To nor Cc'),
    expect.stringContaining(`${support} is the primary address and gets nothing of its own`),
  ])
  // Without the edit the route is switched off, and the mail is the fallback's.
  expect(mail!.before).toMatchObject({ same: false, view: { outcome: 'created' } })
  const [plain] = value(
    await workspace.client.proving.try({
      connectorId: connector.id,
      mails: dropped([written({ to: 'help@practice.test', subject: 'Printer on fire' })]),
    }),
  ).mails
  expect(plain!.recipients[0]!.routes.map(({ says }) => say(says))).toEqual([
    'The route is switched off. It would take this mail.',
    'The subject does not have “outage”.',
  ])
  expect(say(plain!.recipients.at(-1)!.routes[0]!.says)).toBe('No other route took the mail: the fallback takes it.')
  expect(plain!.before).toBeNull()
})

test('a wildcard route that is not saved yet takes mail that reached the mailbox by BCC', async () => {
  const { connector, process } = await atWork()
  const settings = routeSettings({
    emailAddress: '*',
    name: 'Board',
    processId: process.id,
    rules: { ...noRules, senders: ['*@board.test'] },
  })
  const [mail] = value(
    await workspace.client.proving.try({
      connectorId: connector.id,
      mails: dropped([written({ to: 'undisclosed@elsewhere.test', from: 'chair@board.test' })]),
      routes: [{ id: null, settings }],
    }),
  ).mails
  expect(mail!.recipients.at(-1)!.routes[0]).toMatchObject({
    routeId: null,
    name: 'Board',
    class: 'wildcard',
    verdict: 'took',
  })
  expect(mail!.parts).toMatchObject([{ kind: 'create', routeName: 'Board' }])
})

test('what is no mail is said for itself, and the others go on', async () => {
  const { connector } = await atWork()
  const limit = value(await workspace.client.settings.get({}))
  value(
    await workspace.client.settings.save({
      revision: limit.revision,
      settings: { ...limit.settings, sizeLimitBytes: 100_000 },
    }),
  )
  const files = {
    'empty.eml': '',
    'item.msg': Buffer.from('d0cf11e0a1b11ae1000000', 'hex').toString('base64'),
    'cut.eml': 'RnJvb',
    'picture.png': Buffer.from('89504e470d0a1a0a0000', 'hex').toString('base64'),
    'header.eml': Buffer.from(`X: ${'y'.repeat(3 * 1024 * 1024)}`).toString('base64'),
    'giant.eml': Buffer.from(written({ text: 'x'.repeat(120_000), subject: 'Giant' })).toString('base64'),
    'mail.eml': Buffer.from(written({})).toString('base64'),
  }
  const { mails } = value(
    await workspace.client.proving.try({
      connectorId: connector.id,
      mails: [...Object.entries(files).map(([name, base64]) => ({ name, base64 })), { mailId: 'gone' }],
    }),
  )
  expect(mails.map(({ name, outcome, reason }) => [name, outcome, reason])).toEqual([
    ['empty.eml', 'not-read', null],
    ['item.msg', 'not-read', null],
    ['cut.eml', 'not-read', null],
    ['picture.png', 'unhandled', 'no-valid-sender'],
    ['header.eml', 'quarantined', 'too-large'],
    ['giant.eml', 'quarantined', 'too-large'],
    ['mail.eml', 'created', null],
    ['', 'not-read', null],
  ])
  expect(say(mails[1]!.says)).toContain('Outlook item')
  expect(mails[3]!.hints.map(({ key }) => key)).toContain('proving.hint.no-mail')
  expect(mails[5]!.verdicts.map(({ says }) => say(says))).toEqual(['Over the size limit of 0 MB'])
  expect(refusal(await workspace.client.proving.try({ connectorId: 'none', mails: [{ mailId: 'x' }] })).code).toBe(
    'not-found',
  )
})

test('a header that cannot be read is said as the poll says it: its size comes first (N30, N37)', async () => {
  const { connector } = await atWork()
  const raw = `X: ${'y'.repeat(3 * 1024 * 1024)}`
  const reasonUnder = async (sizeLimitBytes: number) => {
    const { revision, settings } = value(await workspace.client.settings.get({}))
    value(await workspace.client.settings.save({ revision, settings: { ...settings, sizeLimitBytes } }))
    const tried = await workspace.client.proving.try({ connectorId: connector.id, mails: dropped([raw]) })
    const { outcome, reason, verdicts } = value(tried).mails[0]!
    return [outcome, reason, ...verdicts.map(({ check, is }) => `${check}: ${is}`)]
  }
  expect(await reasonUnder(raw.length - 1)).toEqual(['quarantined', 'too-large', 'size: over'])
  expect(await reasonUnder(raw.length)).toEqual(['quarantined', 'unreadable'])
})

test('stored mail is found by its subject or sender, and tried as if it had not come yet', async () => {
  const { connector } = await atWork()
  await deliver([
    written({ subject: '100% outage', to: 'help@practice.test', id: 'one' }),
    written({ subject: 'Re: outage', headers: ['In-Reply-To: <one@contoso.test>'], from: 'bob@fabrikam.test' }),
  ])
  await ended(workspace, await workspace.client.receiving.poll({ connectorId: connector.id }))
  const { client } = workspace
  const search = async (text: string) =>
    value(await client.proving.storedMail({ search: text })).rows.map((row) => row.subject)
  expect(await search('')).toEqual(['Re: outage', '100% outage'])
  expect(await search('0% OUT')).toEqual(['100% outage'])
  expect(await search('fabrikam')).toEqual(['Re: outage'])
  expect(await search('_')).toEqual([])
  const page = value(await client.proving.storedMail({ limit: 1 }))
  expect([
    page.total,
    value(await client.proving.storedMail({ limit: 1, cursor: page.next })).rows[0]!.subject,
  ]).toEqual([2, '100% outage'])

  const [reply, first] = value(await client.proving.storedMail({})).rows
  const tried = async (...ids: readonly string[]) =>
    value(await client.proving.try({ connectorId: connector.id, mails: ids.map((mailId) => ({ mailId })) })).mails.map(
      (mail) => say(mail.mark.says),
    )
  expect(await tried(first!.mailId)).toEqual(['1 ticket'])
  expect(await tried(reply!.mailId)).toEqual(['Joins T-000001'])
  expect(await tried(first!.mailId, reply!.mailId)).toEqual(['1 ticket', 'Joins new ticket 1'])
  expect(Buffer.from(value(await client.proving.source({ mailId: first!.mailId })).base64, 'base64').toString()).toBe(
    written({ subject: '100% outage', to: 'help@practice.test', id: 'one' }),
  )
})

test('a route test expects what happened when it was saved, and says what differs after an edit', async () => {
  const { connector, routes } = await atWork()
  const { client } = workspace
  const [mail] = dropped([written({ to: 'help@practice.test', subject: 'Outage' })])
  const saved = value(await client.proving.addTest({ name: 'Outage', connectorId: connector.id, mail: mail! }))
  expect(saved).toMatchObject({
    name: 'Outage',
    revision: 1,
    expected: {
      outcome: {
        outcome: 'created',
        parts: [{ recipient: 'help@practice.test', routeId: routes.outage.id, work: 'ticket' }],
      },
    },
  })
  expect(value(await client.proving.runTests({}))).toMatchObject({ passed: 1, failed: 0 })

  // A copy that comes meanwhile makes it no duplicate: it is judged as if it came alone.
  await deliver([written({ to: 'help@practice.test', subject: 'Outage' })])
  await ended(workspace, await client.receiving.poll({ connectorId: connector.id }))
  expect(value(await client.proving.runTests({}))).toMatchObject({ passed: 1, failed: 0 })

  const off = value(
    await client.routes.saveIncoming({
      id: routes.outage.id,
      revision: routes.outage.revision,
      connectorId: connector.id,
      settings: { ...settingsOf(routes.outage), enabled: false },
    }),
  )
  const failed = value(await client.proving.runTests({ connectorId: connector.id }))
  expect(failed).toMatchObject({ passed: 0, failed: 1 })
  expect(say(failed.rows[0]!.says)).toMatch(
    /^Expected: a ticket for help@practice\.test by Outage\. Now: Makes a ticket in .* for support@practice\.test by /,
  )
  const accepted = value(await client.proving.acceptTest({ id: saved.id, revision: saved.revision }))
  expect(value(await client.proving.runTests({}))).toMatchObject({ passed: 1, failed: 0 })
  expect(refusal(await client.proving.removeTest({ id: saved.id, revision: saved.revision })).code).toBe('stale')
  const renameTest = (name: string, revision: number) => client.proving.renameTest({ id: saved.id, revision, name })
  expect(refusal(await renameTest('Late', saved.revision)).code).toBe('stale')
  expect(refusal(await renameTest('  ', accepted.revision)).code).toBe('invalid-input')
  const renamed = value(await renameTest('  Outage at night ', accepted.revision))
  expect(renamed).toMatchObject({ name: 'Outage at night', expected: accepted.expected, createdAt: saved.createdAt })
  // The same name again is no edit.
  expect(value(await renameTest('Outage at night', renamed.revision)).revision).toBe(renamed.revision)
  expect(value(await client.proving.runTests({}))).toMatchObject({ passed: 1, failed: 0 })
  value(await client.proving.removeTest({ id: saved.id, revision: renamed.revision }))
  expect(value(await client.proving.tests({})).rows).toEqual([])
  expect(refusal(await renameTest('Gone', renamed.revision)).code).toBe('not-found')
  expect(off.enabled).toBe(false)
  const history = value(await client.activity.list({ objectId: saved.id }))
  expect(history.rows.map(({ action }) => action)).toEqual(['deleted', 'edited', 'edited', 'created'])
  expect(history.rows[1]!.changes).toEqual([{ field: 'name', from: saved.name, to: 'Outage at night' }])
  // The mail that came is still stored: the same bytes are its source.
  const [stored] = value(await client.proving.storedMail({})).rows
  value(await client.proving.source({ mailId: stored!.mailId }))
})

test('a viewer tries mails and keeps none', async () => {
  const { connector } = await atWork()
  const viewer = workspace.as({ name: 'vera', via: 'web', role: 'viewer' })
  const [mail] = dropped([written({})])
  expect(value(await viewer.proving.try({ connectorId: connector.id, mails: [mail!] })).mails[0]!.outcome).toBe(
    'created',
  )
  expect(refusal(await viewer.proving.addTest({ name: 'X', connectorId: connector.id, mail: mail! })).code).toBe(
    'not-permitted',
  )
})

test('before an edit is saved it is said which route tests and which stored mail would end otherwise', async () => {
  const { connector, routes } = await atWork()
  const { client } = workspace
  const mails = [
    written({ to: 'help@practice.test', subject: 'Outage A' }),
    written({ to: 'help@practice.test', subject: 'Outage B' }),
    written({ to: 'billing@practice.test', from: 'bob@fabrikam.test', subject: 'Bill' }),
  ]
  await deliver(mails)
  await ended(workspace, await client.receiving.poll({ connectorId: connector.id }))
  for (const [at, mail] of dropped(mails).entries())
    value(await client.proving.addTest({ name: `Test ${at}`, connectorId: connector.id, mail }))
  const compare = async (settings: IncomingRouteSettings, id: string | null = routes.outage.id) => {
    const asked = value(
      await client.proving.compare({
        connectorId: connector.id,
        change: { what: 'edit', route: { id, settings } },
      }),
    )
    // On a slow machine it takes longer than a moment.
    if (asked.comparison) return asked.comparison
    const job = await ended(workspace, { ok: true, value: asked.job! })
    return value(await client.proving.compared({ jobId: job.id }))
  }

  const same = await compare({ ...settingsOf(routes.outage), name: 'Another name' })
  expect(same).toMatchObject({
    tests: { compared: 3, of: 3 },
    mails: { compared: 3, of: 3 },
    notRead: 0,
    ended: 'done',
    differences: [],
  })
  const narrowed = await compare({ ...settingsOf(routes.outage), rules: { ...noRules, keyWords: ['outage b'] } })
  expect(narrowed.differences.map(({ of, name, passes, after }) => [of, name, passes, after.parts.length])).toEqual([
    ['route-test', 'Test 0', false, 1],
    ['stored-mail', 'Outage A', null, 1],
  ])
  const [change] = narrowed.differences
  expect([say(change!.before.says), say(change!.after.says)]).toEqual([
    expect.stringMatching(/for help@practice\.test by Outage\.$/),
    expect.stringMatching(/for support@practice\.test by /),
  ])
  // What stays the same route but another kind of work is a change as well.
  const inTest = await compare({ ...settingsOf(routes.outage), testMode: true })
  expect(inTest.differences.map(({ name, passes }) => [name, passes])).toEqual([
    ['Test 0', true],
    ['Test 1', true],
    ['Outage B', null],
    ['Outage A', null],
  ])
  // A new route behind those that are there takes nothing from them.
  expect((await compare(routeSettings({ emailAddress: 'help@practice.test' }), null)).differences).toEqual([])
})

test('before routes are deleted, switched off or moved it is said whose mail would end otherwise', async () => {
  const { connector, routes } = await atWork()
  const { client } = workspace
  const twin = value(
    await client.routes.saveIncoming({
      id: null,
      revision: null,
      connectorId: connector.id,
      settings: { ...settingsOf(routes.outage), name: 'Twin', testMode: true },
    }),
  )
  await deliver([
    written({ to: 'help@practice.test', subject: 'Outage A' }),
    written({ to: 'billing@practice.test', from: 'bob@fabrikam.test', subject: 'Bill' }),
  ])
  await ended(workspace, await client.receiving.poll({ connectorId: connector.id }))
  const compare = async (change: Parameters<typeof client.proving.compare>[0]['change']) => {
    const asked = value(await client.proving.compare({ connectorId: connector.id, change }))
    if (asked.comparison) return asked.comparison
    const job = await ended(workspace, { ok: true, value: asked.job! })
    return value(await client.proving.compared({ jobId: job.id }))
  }
  const after = async (change: Parameters<typeof compare>[0]) =>
    (await compare(change)).differences.map(({ name, after }) => [name, say(after.says)])

  const byTwin = [['Outage A', expect.stringMatching(/for help@practice\.test by Twin\.$/)]]
  expect(await after({ what: 'remove', ids: [routes.outage.id] })).toEqual(byTwin)
  expect(await after({ what: 'switch', ids: [routes.outage.id], enabled: false })).toEqual(byTwin)
  expect(await after({ what: 'move', ids: [twin.id], to: 1 })).toEqual(byTwin)
  expect(await after({ what: 'remove', ids: [routes.outage.id, twin.id] })).toEqual([
    ['Outage A', expect.stringMatching(/for support@practice\.test by /)],
  ])
  expect(await after({ what: 'move', ids: [routes.outage.id], to: 1 })).toEqual([])
  // No act takes the fallback away, and nothing was changed by asking.
  const all = value(await client.routes.list({})).groups.flatMap((group) => group.incoming ?? [])
  const fallback = all.find((route) => route.class === 'fallback')!
  expect(await after({ what: 'remove', ids: [fallback.id] })).toEqual([])
  expect(all.filter(({ id }) => id === routes.outage.id || id === twin.id)).toHaveLength(2)
})

test('a comparison that takes longer is a job, and can be read when it ended', async () => {
  const { connector, routes } = await atWork()
  const { client } = workspace
  await deliver([written({ to: 'help@practice.test', subject: 'Outage' })])
  await ended(workspace, await client.receiving.poll({ connectorId: connector.id }))
  // Each look at the clock finds it so much later.
  let now = performance.now()
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => (now += 400))
  const settings = { ...settingsOf(routes.outage), enabled: false }
  const started = value(
    await client.proving.compare({
      connectorId: connector.id,
      change: { what: 'edit', route: { id: routes.outage.id, settings } },
    }),
  )
  expect(started).toMatchObject({ job: { kind: 'compare', subject: connector.id }, comparison: null })
  const job = await ended(workspace, { ok: true, value: started.job! })
  clock.mockRestore()
  expect(job).toMatchObject({ state: 'done', progress: 1 })
  expect(value(await client.proving.compared({ jobId: job.id })).differences).toHaveLength(1)
  expect(refusal(await client.proving.compared({ jobId: 'other' })).code).toBe('not-found')
})

test('with a locked vault dropped files are tried, and stored mail says what it waits for', async () => {
  const { connector } = await atWork()
  const { client } = workspace
  await deliver([written({ subject: 'Stored' })])
  await ended(workspace, await client.receiving.poll({ connectorId: connector.id }))
  const [stored] = value(await client.proving.storedMail({})).rows
  const [file] = dropped([written({ subject: 'Dropped' })])
  await workspace.restart(() => workspace.keychain.be('locked'))
  const { mails } = value(
    await workspace.client.proving.try({ connectorId: connector.id, mails: [{ mailId: stored!.mailId }, file!] }),
  )
  expect(mails.map(({ outcome, says }) => [outcome, say(says)])).toEqual([
    ['not-read', expect.stringContaining('the vault is locked')],
    ['created', expect.stringContaining('for support@practice.test')],
  ])
  expect(
    refusal(await workspace.client.proving.addTest({ name: 'X', connectorId: connector.id, mail: file! })).code,
  ).toBe('vault-locked')
})
