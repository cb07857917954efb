import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createMailboxes } from '../../../src/main/adapters/mailboxes.ts'
import type { OpenMailbox } from '../../../src/main/engine/ports/conversation.ts'
import type { Practice } from '../../../src/main/practice/index.ts'
import { attempt, fetched, mail, valueOf } from '../../conformance/mailboxes.ts'
import { lineClient, saslPlain } from '../../lab/lineClient.ts'
import { emptyPractice, practiceAccess, practiceResolver, startEmptyPractice } from '../practiceMailbox.ts'

describe('an IMAP server that misbehaves', () => {
  let practice: Practice
  let opened: OpenMailbox[] = []
  const mailboxes = createMailboxes({ resolver: practiceResolver })
  const tryOpen = (folder = 'INBOX', deadlineMs = 10_000, security: 'tls' | 'starttls' = 'tls') =>
    mailboxes.open({ ...practiceAccess(practice, 'imap', security), folder }, attempt(deadlineMs))
  const open = async (folder = 'INBOX', deadlineMs = 10_000) => {
    const mailbox = valueOf(await tryOpen(folder, deadlineMs))
    opened.push(mailbox)
    return mailbox
  }
  const listed = async (mailbox: OpenMailbox) =>
    valueOf(await mailbox.list(null)).messages.map(({ identity }) => identity)
  const subjects = (folder?: string) =>
    practice.mailbox('support@practice.test', folder).map(({ raw }) => /Subject: (.*)\r/.exec(raw.toString())?.[1])

  beforeAll(async () => {
    practice = await startEmptyPractice()
  })
  afterAll(() => practice?.stop())
  beforeEach(async () => {
    await emptyPractice(practice)
    for (const subject of ['one', 'two', 'three']) await practice.deliver('support@practice.test', mail(subject))
  })
  afterEach(async () => {
    for (const mailbox of opened) await mailbox.close()
    opened = []
    practice.faults.clear()
  })

  test('a connection cut in a message answers with the stage, after the messages that came whole', async () => {
    const mailbox = await open()
    const identities = await listed(mailbox)
    practice.faults.on('cut-in-message', { times: 1 })
    const found = await fetched(mailbox, identities)
    expect(found.at(-1)?.raw).toMatchObject({ ok: false, failure: { stage: 'fetch', transient: true } })
    expect(found.slice(0, -1).every(({ raw }) => raw.ok)).toBe(true)
    expect(await mailbox.list(null)).toMatchObject({ ok: false, failure: { transient: true } })
  })

  test('a connection that ended before the fetch says nothing of any message', async () => {
    const mailbox = await open()
    const identities = await listed(mailbox)
    practice.faults.on('cut-in-message', { times: 1 })
    await fetched(mailbox, identities)
    // Whoever writes down in between what was listed comes to a connection that is long gone.
    const found = await fetched(mailbox, identities)
    expect(found.map(({ raw }) => (raw.ok ? 'here' : raw.failure.code))).toEqual(['connection-closed'])
  })

  test('a server that stalls in a message ends with the deadline', async () => {
    const mailbox = await open('INBOX', 400)
    const identities = await listed(mailbox)
    practice.faults.on('stall-in-message', { times: 1 })
    const found = await fetched(mailbox, identities)
    expect(found.at(-1)?.raw).toMatchObject({
      ok: false,
      failure: { code: 'timed-out', stage: 'fetch', transient: true },
    })
  })

  test('silence ends with the deadline and names the stage', async () => {
    practice.faults.on('silence')
    for (const security of ['tls', 'starttls'] as const) {
      expect(await tryOpen('INBOX', 300, security)).toMatchObject({
        ok: false,
        failure: { code: 'timed-out', stage: 'greeting', transient: true },
      })
    }
  })

  test('a server that answers in single octets is understood', async () => {
    practice.faults.on('one-byte-segments')
    const mailbox = await open()
    expect((await fetched(mailbox, await listed(mailbox))).every(({ raw }) => raw.ok)).toBe(true)
  })

  test('a server that says goodbye is a failure that waiting mends', async () => {
    practice.faults.on('bye', { after: 1 })
    expect(await tryOpen()).toMatchObject({ ok: false, failure: { transient: true } })
  })

  test('throttling is told as such', async () => {
    practice.faults.on('throttled')
    expect(await tryOpen()).toMatchObject({ ok: false, failure: { code: 'throttled', transient: true } })
  })

  test('a new UIDVALIDITY lists everything again, and old identities name nothing', async () => {
    const before = await listed(await open())
    practice.faults.on('uidvalidity-changed')
    const mailbox = await open()
    const { messages } = valueOf(await mailbox.list(before.at(-1)!))
    expect(messages).toHaveLength(3)
    expect(messages.map(({ identity }) => identity)).not.toEqual(before)
    const found = await fetched(mailbox, [before[0]!, messages[0]!.identity])
    expect(found.map(({ raw }) => (raw.ok ? 'here' : raw.failure.code))).toEqual(['message-gone', 'here'])
    expect(valueOf(await mailbox.settle([before[0]!], { kind: 'remove' }))).toEqual([])
    expect(subjects()).toEqual(['one', 'two', 'three'])
  })

  test('without UIDPLUS messages are removed while nothing else is marked', async () => {
    practice.faults.on('no-uidplus')
    const mailbox = await open()
    const [one] = await listed(mailbox)
    expect(valueOf(await mailbox.settle([one!], { kind: 'remove' }))).toEqual([one])
    expect(subjects()).toEqual(['two', 'three'])
  })

  test('without UIDPLUS nothing is expunged while someone else’s message is marked', async () => {
    practice.faults.on('no-uidplus')
    practice.faults.on('no-move')
    const mailbox = await open()
    const [one, two] = await listed(mailbox)
    await markDeleted(practice, Number(two!.split(':')[1]))
    for (const after of [{ kind: 'remove' }, { kind: 'move', folder: 'Archive' }] as const) {
      expect(await mailbox.settle([one!], after)).toMatchObject({
        ok: false,
        failure: { code: 'not-supported', stage: 'remove' },
      })
      expect(subjects()).toEqual(['one', 'two', 'three'])
      expect(subjects('Archive')).toEqual([])
    }
  })

  test('without MOVE messages are copied and then removed', async () => {
    practice.faults.on('no-move')
    const mailbox = await open()
    const [, two] = await listed(mailbox)
    expect(valueOf(await mailbox.settle([two!], { kind: 'move', folder: 'Archive' }))).toEqual([two])
    expect(subjects()).toEqual(['one', 'three'])
    expect(subjects('Archive')).toEqual(['two'])
  })

  test('without MOVE and UIDPLUS messages still move', async () => {
    practice.faults.on('no-move')
    practice.faults.on('no-uidplus')
    const mailbox = await open()
    const [, , three] = await listed(mailbox)
    expect(valueOf(await mailbox.settle([three!], { kind: 'move', folder: 'Archive' }))).toEqual([three])
    expect(subjects()).toEqual(['one', 'two'])
  })

  test('a message that another client takes between list and fetch answers for itself', async () => {
    const mailbox = await open()
    const identities = await listed(mailbox)
    const other = await open()
    await other.settle([identities[1]!], { kind: 'remove' })
    // A server may show an expunged message until it has told of it (RFC 2180 4.1), which it does with this.
    await mailbox.settle([identities[2]!], { kind: 'remove' })
    const found = await fetched(mailbox, identities)
    expect(found.map(({ raw }) => (raw.ok ? 'here' : raw.failure.code))).toEqual([
      'here',
      'message-gone',
      'message-gone',
    ])
    expect(valueOf(await mailbox.settle([identities[1]!], { kind: 'remove' }))).toEqual([identities[1]])
  })

  test('a missing folder is told as such', async () => {
    expect(await tryOpen('No such folder')).toMatchObject({
      ok: false,
      failure: { code: 'folder-missing', stage: 'folder', transient: false },
    })
  })

  test('folders are listed decoded, with their levels, and the one for spam by its special use', async () => {
    const folders = valueOf(await mailboxes.folders(practiceAccess(practice, 'imap', 'tls'), attempt()))
    expect(folders).toContainEqual({
      path: 'Entwürfe/Größe',
      parts: ['Entwürfe', 'Größe'],
      selectable: true,
      isJunk: false,
    })
    expect(folders.map(({ path }) => path)).toContain('INBOX')
    expect(folders.filter(({ isJunk }) => isJunk).map(({ path }) => path)).toEqual(['Junk'])
  })

  test('a server that lost its STARTTLS gets no password', async () => {
    practice.faults.on('starttls-stripped')
    expect(await tryOpen('INBOX', 10_000, 'starttls')).toMatchObject({
      ok: false,
      failure: { code: 'starttls-missing', stage: 'starttls', transient: false },
    })
    expect(practice.clearTextSignIns()).toBe(0)
  })

  test.each([
    ['expired-certificate', 'tls-expired'],
    ['wrong-name-certificate', 'tls-wrong-name'],
    ['self-signed-certificate', 'tls-untrusted'],
  ] as const)('%s is refused, with TLS and with STARTTLS', async (fault, code) => {
    practice.faults.on(fault)
    for (const security of ['tls', 'starttls'] as const) {
      expect(await tryOpen('INBOX', 10_000, security)).toMatchObject({ ok: false, failure: { code, transient: false } })
    }
  })

  test('reading never marks a message as seen', async () => {
    const mailbox = await open()
    await fetched(mailbox, await listed(mailbox))
    await fetched(mailbox, await listed(mailbox), 10)
    expect(practice.mailbox('support@practice.test').flatMap(({ flags }) => flags)).toEqual([])
  })

  test('mail that arrives while the folder is open is listed', async () => {
    const mailbox = await open()
    const before = await listed(mailbox)
    await practice.deliver('support@practice.test', mail('four'))
    expect(valueOf(await mailbox.list(before.at(-1)!)).messages).toHaveLength(1)
  })

  test('an attempt that is cancelled while it fetches ends at once', async () => {
    const cancelled = new AbortController()
    const mailbox = valueOf(
      await mailboxes.open(practiceAccess(practice, 'imap', 'tls'), attempt(10_000, cancelled.signal)),
    )
    const identities = await listed(mailbox)
    practice.faults.on('stall-in-message', { times: 1 })
    const found = fetched(mailbox, identities)
    cancelled.abort()
    expect((await found).at(-1)?.raw).toMatchObject({ ok: false, failure: { code: 'cancelled', stage: 'fetch' } })
  })
})

/** Another client marks a message and goes. */
async function markDeleted(practice: Practice, uid: number): Promise<void> {
  const client = await lineClient({
    port: practice.ports.imaps,
    ca: practice.ca.certificate,
    tls: 'at once',
    servername: practice.hosts.imap,
    host: '127.0.0.1',
  })
  await client.read(/^\* OK.*\r\n/)
  await client.ask(`a AUTHENTICATE PLAIN ${saslPlain('support@practice.test', 'practice')}`, /^a .*\r\n/m)
  await client.ask('b SELECT INBOX', /^b .*\r\n/m)
  await client.ask(`c UID STORE ${uid} +FLAGS (\\Deleted)`, /^c .*\r\n/m)
  client.close()
}
