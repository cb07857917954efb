import { ImapFlow } from 'imapflow'
import type { FetchMessageObject } from 'imapflow'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { anyPracticePorts, startPractice } from '../../src/main/practice/index.ts'
import type { Practice } from '../../src/main/practice/index.ts'
import { dial, plain, xoauth2 } from './dialogue.ts'
import { applicationToken, userToken } from './tokens.ts'

const support = 'support@practice.test'
let practice: Practice

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts })
})
afterAll(() => practice.stop())

const clients: ImapFlow[] = []
afterEach(() => {
  for (const client of clients.splice(0)) client.close()
})

interface Options {
  readonly user?: string
  readonly authzid?: string
  readonly starttls?: boolean
}

async function signedIn({ user = support, authzid, starttls = false }: Options = {}): Promise<ImapFlow> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    servername: practice.hosts.imap,
    port: starttls ? practice.ports.imap : practice.ports.imaps,
    secure: !starttls,
    ...(starttls ? { doSTARTTLS: true } : {}),
    auth: { user, pass: 'practice', ...(authzid === undefined ? {} : { authzid }) },
    tls: { ca: practice.ca.certificate },
    logger: false,
  })
  clients.push(client)
  await client.connect()
  return client
}

async function all(client: ImapFlow, range = '1:*'): Promise<readonly FetchMessageObject[]> {
  const messages = []
  const query = {
    uid: true,
    envelope: true,
    bodyStructure: true,
    flags: true,
    size: true,
    source: true,
    internalDate: true,
  }
  for await (const message of client.fetch(range, query, { uid: true })) messages.push(message)
  return messages
}

test('imapflow signs in by TLS and by STARTTLS and sees the special folders', async () => {
  for (const starttls of [false, true]) {
    const client = await signedIn({ starttls })
    const folders = await client.list()
    expect(folders.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['INBOX', 'Archive', 'Drafts', 'Sent', 'Junk', 'Trash', 'Entwürfe/Größe']),
    )
    expect(folders.find(({ path }) => path === 'Junk')?.specialUse).toBe('\\Junk')
    expect(client.capabilities.has('UIDPLUS')).toBe(true)
  }
})

test('a wrong password is answered with AUTHENTICATIONFAILED', async () => {
  await expect(signedIn({ user: 'nobody@practice.test' })).rejects.toMatchObject({
    serverResponseCode: 'AUTHENTICATIONFAILED',
  })
})

test('the sample mail can be read whole, with its structure', async () => {
  const client = await signedIn()
  await client.mailboxOpen('INBOX', { readOnly: true })
  const messages = await all(client)
  expect(messages.map(({ envelope }) => envelope?.subject)).toEqual([
    'Printer on the second floor',
    'Rückfrage zur Größe der Lieferung',
    'Order 4711',
    'What is new this month',
    'Re: Printer on the second floor',
    'Nobody can sign in',
  ])
  const stored = practice.mailbox(support)
  expect(messages.map(({ source }) => source?.toString('hex'))).toEqual(stored.map(({ raw }) => raw.toString('hex')))
  expect(messages[1]?.envelope?.from).toEqual([{ name: 'Jörg Müller', address: 'joerg@fabrikam.test' }])
  const order = messages[2]?.bodyStructure
  expect(order?.type).toBe('multipart/mixed')
  expect(order?.childNodes?.map(({ type }) => type)).toEqual(['text/plain', 'application/pdf'])
  expect(order?.childNodes?.[1]?.dispositionParameters).toEqual({ filename: 'order-4711.pdf' })
  const { content } = await client.download('3', '2', { uid: true })
  const chunks = await content?.toArray()
  expect(Buffer.concat(chunks ?? []).toString()).toContain('%PDF-1.4')
})

test('messages are found by sender, decoded subject, date and flag', async () => {
  const client = await signedIn()
  await client.mailboxOpen('INBOX', { readOnly: true })
  expect(await client.search({ from: 'ANNA@contoso.test' }, { uid: true })).toEqual([1, 3, 5])
  expect(await client.search({ subject: 'größe' }, { uid: true })).toEqual([2])
  expect(await client.search({ since: new Date(Date.now() - 3_600_000 * 24 * 30) }, { uid: true })).toHaveLength(6)
  expect(await client.search({ before: '2001-01-01' }, { uid: true })).toEqual([])
  expect(await client.search({ header: { 'message-id': 'printer-2' } }, { uid: true })).toEqual([5])
  expect(await client.search({ or: [{ uid: '1' }, { uid: '6' }], not: { from: 'ben' } }, { uid: true })).toEqual([1])
})

test('a signed-in user opens a shared mailbox by authorisation identity, and no other', async () => {
  await practice.deliver('team@practice.test', 'Subject: for the team\r\n\r\nhello\r\n')
  const client = await signedIn({ authzid: 'team@practice.test' })
  await client.mailboxOpen('INBOX')
  expect((await all(client)).map(({ envelope }) => envelope?.subject)).toEqual(['for the team'])
  const dialogue = await dial(practice, 'imaps')
  await dialogue.read(/\r\n/)
  const other = plain(support, 'practice', 'anna@contoso.test')
  expect(await dialogue.say(`a AUTHENTICATE PLAIN ${other}`, /^a .*\r\n/m)).toContain('NO [AUTHORIZATIONFAILED]')
  dialogue.end()
})

test('without TLS nobody signs in, and what was sent before the handshake is forgotten', async () => {
  const dialogue = await dial(practice, 'imap')
  expect(await dialogue.read(/\r\n/)).toMatch(/STARTTLS LOGINDISABLED/)
  expect(await dialogue.say(`a LOGIN ${support} practice`, /^a .*\r\n/m)).toContain('NO [PRIVACYREQUIRED]')
  dialogue.send(`b STARTTLS\r\nc LOGIN ${support} practice\r\n`)
  await dialogue.read(/^b OK.*\r\n/m)
  await dialogue.startTls()
  const answer = await dialogue.say('d CAPABILITY', /^d .*\r\n/m)
  expect(answer).not.toMatch(/^c /m)
  expect(answer).toContain('AUTH=PLAIN')
  dialogue.end()
})

// Every test below works in the customer's mailbox, emptied before each.
const anna = 'anna@contoso.test'

beforeEach(async () => {
  const client = await signedIn({ user: anna })
  const lock = await client.getMailboxLock('INBOX')
  await client.messageDelete('1:*')
  lock.release()
  client.close()
})

const mail = (subject: string, body = 'text') =>
  `From: ben@fabrikam.test\r\nTo: ${anna}\r\nSubject: ${subject}\r\n\r\n${body}\r\n`

test('folders with umlauts are made, renamed with what is below, and removed', async () => {
  const client = await signedIn({ user: anna })
  expect(await client.mailboxCreate('Aufträge & mehr/Größe')).toMatchObject({ created: true })
  expect(await client.mailboxCreate('Aufträge & mehr/Größe')).toMatchObject({ created: false })
  await client.mailboxRename('Aufträge & mehr', 'Erledigt/日本')
  const paths = (await client.list()).map(({ path }) => path)
  expect(paths).toContain('Erledigt/日本/Größe')
  expect(paths).not.toContain('Aufträge & mehr')
  await client.mailboxDelete('Erledigt/日本/Größe')
  expect((await client.list()).map(({ path }) => path)).not.toContain('Erledigt/日本/Größe')
})

test('a message is appended byte for byte, copied, moved and removed, each with its UIDs', async () => {
  const client = await signedIn({ user: anna })
  const raw = Buffer.concat([Buffer.from('Subject: bytes\r\n\r\n'), Buffer.from([0, 255, 13, 10, 46, 13, 10, 128])])
  const date = new Date('2026-03-01T10:20:30Z')
  const appended = await client.append('INBOX', raw, ['\\Seen', '$Forwarded'], date)
  const stored = practice.mailbox(anna).at(-1)
  expect(stored).toMatchObject({ uid: appended ? appended.uid : 0, flags: ['\\Seen', '$Forwarded'], received: date })
  expect(stored?.raw.equals(raw)).toBe(true)

  await client.mailboxOpen('INBOX')
  const uid = stored?.uid ?? 0
  const copied = await client.messageCopy(String(uid), 'Archive', { uid: true })
  expect(copied && copied.uidMap?.get(uid)).toBe(practice.mailbox(anna, 'Archive').at(-1)?.uid)
  const moved = await client.messageMove(String(uid), 'Entwürfe/Größe', { uid: true })
  expect(moved && moved.uidMap?.get(uid)).toBe(practice.mailbox(anna, 'Entwürfe/Größe').at(-1)?.uid)
  expect(practice.mailbox(anna)).toEqual([])
})

test('flags are set, added and taken away, and UID EXPUNGE takes only what it names', async () => {
  for (const subject of ['one', 'two', 'three']) await practice.deliver(anna, mail(subject))
  const [one, two] = practice.mailbox(anna).map(({ uid }) => uid)
  const client = await signedIn({ user: anna })
  await client.mailboxOpen('INBOX')
  await client.messageFlagsAdd('1:2', ['\\Deleted', '\\Flagged'])
  await client.messageFlagsRemove('1:2', ['\\Flagged'])
  expect(practice.mailbox(anna).map(({ flags }) => flags)).toEqual([['\\Deleted'], ['\\Deleted'], []])
  await client.messageDelete(String(two), { uid: true })
  expect(practice.mailbox(anna).map(({ uid }) => uid)).toEqual([one, expect.any(Number)])
})

test('a client that idles is told of new mail, of new flags and of removed mail', async () => {
  await practice.deliver(anna, mail('first'))
  const idle = await dial(practice, 'imaps')
  await idle.read(/\r\n/)
  await idle.say(`a LOGIN ${anna} practice`, /^a OK.*\r\n/m)
  await idle.say('b SELECT INBOX', /^b OK.*\r\n/m)
  await idle.say('c IDLE', /^\+.*\r\n/m)
  await practice.deliver(anna, mail('second'))
  await idle.read(/^\* 2 EXISTS\r\n/m)
  const other = await signedIn({ user: anna })
  await other.mailboxOpen('INBOX')
  await other.messageFlagsAdd('1', ['\\Flagged'])
  await idle.read(/^\* 1 FETCH \(UID \d+ FLAGS \(\\Flagged\)\)\r\n/m)
  await other.messageMove('1', 'Archive')
  await idle.read(/^\* 1 EXPUNGE\r\n/m)
  expect(await idle.say('DONE', /^c .*\r\n/m)).toBe('c OK Idle ended\r\n')
  idle.end()
})

test('sequence numbers stay while a client fetches by them; another command tells of the removal', async () => {
  for (const subject of ['one', 'two']) await practice.deliver(anna, mail(subject))
  const dialogue = await dial(practice, 'imaps')
  await dialogue.read(/\r\n/)
  await dialogue.say(`a LOGIN "${anna}" {8+}\r\npractice`, /^a OK.*\r\n/m)
  await dialogue.say('b SELECT inbox', /^b OK.*\r\n/m)
  const other = await signedIn({ user: anna })
  await other.mailboxOpen('INBOX')
  await other.messageMove('1', 'Archive')
  const kept = await dialogue.say('c FETCH 2 BODY.PEEK[HEADER.FIELDS (Subject)]', /^c OK.*\r\n/m)
  expect(kept).toContain('* 2 FETCH (BODY[HEADER.FIELDS (Subject)] {16}\r\nSubject: two\r\n\r\n)')
  expect(kept).not.toContain('EXPUNGE')
  expect(await dialogue.say('d NOOP', /^d OK.*\r\n/m)).toContain('* 1 EXPUNGE\r\n')
  dialogue.end()
})

test('parts, partial fetches and nested mail are cut out exactly', async () => {
  const inner = 'Subject: inner\r\nFrom: x@y.test\r\n\r\ninner text\r\n'
  const body = [
    '--b',
    'Content-Type: text/plain',
    '',
    'first',
    '--b',
    'Content-Type: message/rfc822',
    '',
    `${inner}--b--`,
    '',
  ].join('\r\n')
  await practice.deliver(anna, `Subject: outer\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n${body}`)
  const dialogue = await dial(practice, 'imaps')
  await dialogue.read(/\r\n/)
  await dialogue.say(`a LOGIN ${anna} practice`, /^a OK.*\r\n/m)
  await dialogue.say('b EXAMINE INBOX', /^b OK.*\r\n/m)
  const items = '(BODY[1] BODY[2.HEADER] BODY[2.1] BODY[2.TEXT]<2.3> BODY[1.MIME] BODY[7])'
  const answer = await dialogue.say(`c FETCH 1 ${items}`, /^c OK.*\r\n/m)
  expect(answer).toContain('BODY[1] {5}\r\nfirst')
  expect(answer).toContain('BODY[2.HEADER] {34}\r\nSubject: inner\r\nFrom: x@y.test\r\n\r\n')
  expect(answer).toContain('BODY[2.1] {10}\r\ninner text')
  expect(answer).toContain('BODY[2.TEXT]<2> {3}\r\nner')
  expect(answer).toContain('BODY[1.MIME] {28}\r\nContent-Type: text/plain\r\n\r\n')
  expect(answer).toContain('BODY[7] NIL')
  const structure = await dialogue.say('d FETCH 1 BODYSTRUCTURE', /^d OK.*\r\n/m)
  expect(structure).toContain('("MESSAGE" "RFC822" NIL NIL NIL "7BIT" 44 (NIL "inner" ((NIL NIL "x" "y.test"))')
  expect(practice.mailbox(anna)[0]?.flags).toEqual([])
  dialogue.end()
})

test('hostile structures are served: nesting, giant recipient lists, broken boundaries', async () => {
  const nested = Array.from(
    { length: 2000 },
    (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n`,
  )
  await practice.deliver(anna, `Subject: deep\r\n${nested.join('')}`)
  const many = Array.from({ length: 50_000 }, (_, index) => `a${index}@x.test`).join(',\r\n ')
  await practice.deliver(anna, `To: ${many}\r\nSubject: many\r\n\r\nx`)
  await practice.deliver(anna, 'From: "broken <x@y\r\nContent-Type: multipart/mixed; boundary="\r\n\r\n--\r\n')
  const client = await signedIn({ user: anna })
  await client.mailboxOpen('INBOX')
  // No BODYSTRUCTURE: imapflow passes over answers that nest deeper than 25.
  const messages = await client.fetchAll('1:*', { envelope: true, source: true })
  expect(messages).toHaveLength(3)
  expect(messages[1]?.envelope?.to).toHaveLength(50_000)
  const dialogue = await dial(practice, 'imaps')
  await dialogue.read(/\r\n/)
  await dialogue.say(`a LOGIN ${anna} practice`, /^a OK.*\r\n/m)
  await dialogue.say('b EXAMINE INBOX', /^b OK.*\r\n/m)
  expect(await dialogue.say('c FETCH 1:3 BODYSTRUCTURE', /^c OK.*\r\n/m)).toMatch(/^\* 3 FETCH/m)
  dialogue.end()
})

test('rights and quoted, literal and bad commands are answered', async () => {
  const dialogue = await dial(practice, 'imaps')
  await dialogue.read(/\r\n/)
  expect(await dialogue.say('a SELECT INBOX', /^a .*\r\n/m)).toContain('BAD Sign in first')
  await dialogue.say('b LOGIN {17}', /^\+.*\r\n/m)
  await dialogue.say(`${anna} "practice"`, /^b OK.*\r\n/m)
  expect(await dialogue.say('c MYRIGHTS "INBOX"', /^c .*\r\n/m)).toContain('* MYRIGHTS "INBOX" lrswipkxtecda\r\n')
  expect(await dialogue.say('d NAMESPACE', /^d .*\r\n/m)).toContain('* NAMESPACE (("" "/")) NIL NIL\r\n')
  expect(await dialogue.say('e LIST "" %', /^e .*\r\n/m)).not.toContain('Gr&APYA3w-e')
  expect(await dialogue.say('f STATUS Entw&APw-rfe (MESSAGES UIDNEXT)', /^f .*\r\n/m)).toContain(
    '(MESSAGES 0 UIDNEXT 1)',
  )
  expect(await dialogue.say('g NONSENSE', /^g .*\r\n/m)).toBe('g BAD Unknown command\r\n')
  await dialogue.say('h SELECT INBOX', /^h OK.*\r\n/m)
  expect(await dialogue.say('i FETCH 99 FLAGS', /^i .*\r\n/m)).toMatch(/^i BAD/)
  expect(await dialogue.say('j UID SEARCH RETURN (COUNT) ALL', /^j .*\r\n/m)).toContain(
    '* ESEARCH (TAG "j") UID COUNT 0\r\n',
  )
  expect(await dialogue.say('k LOGOUT', /^k .*\r\n/m)).toMatch(/^\* BYE .*\r\nk OK/)
  await dialogue.rest()
})

test('a token opens what it is good for, with and without an initial response', async () => {
  const anna = 'anna@contoso.test'
  const own = await userToken(practice, support)
  for (const [mailbox, token] of [
    [support, own],
    ['team@practice.test', own],
    [anna, await applicationToken(practice)],
  ] as const) {
    const dialogue = await dial(practice, 'imaps')
    expect(await dialogue.read(/\r\n/)).toContain(' SASL-IR AUTH=PLAIN AUTH=XOAUTH2]')
    const response = xoauth2(mailbox, token)
    if (mailbox === anna) expect(await dialogue.say('a AUTHENTICATE XOAUTH2', /^\+.*\r\n/m)).toBe('+ \r\n')
    const answer = await dialogue.say(mailbox === anna ? response : `a AUTHENTICATE XOAUTH2 ${response}`, /^a .*\r\n/m)
    expect(answer).toMatch(/^a OK \[CAPABILITY .*\] Signed in/)
    const exists = `* ${practice.mailbox(mailbox).length} EXISTS\r\n`
    expect(await dialogue.say('b SELECT INBOX', /^b .*\r\n/m)).toContain(exists)
    dialogue.end()
  }
})

test('a refused token gets a challenge, and after the empty line a refusal', async () => {
  const smtpOnly = await userToken(practice, support, 'https://outlook.office.com/SMTP.Send')
  const token = await userToken(practice, support)
  const dialogue = await dial(practice, 'imaps')
  await dialogue.read(/\r\n/)
  const refused = async (response: string) => {
    const [, challenge = ''] = (await dialogue.say(`a AUTHENTICATE XOAUTH2 ${response}`, /^\+ .*\r\n/m)).split(/\s/)
    expect(JSON.parse(Buffer.from(challenge, 'base64').toString())).toEqual({
      status: '400',
      schemes: 'Bearer',
      scope: 'https://outlook.office365.com/.default',
    })
    return dialogue.say('', /^a .*\r\n/m)
  }
  for (const response of [
    xoauth2(support, 'nothing'),
    xoauth2(support, smtpOnly),
    xoauth2('anna@contoso.test', token),
    xoauth2('nobody@practice.test', await applicationToken(practice)),
  ]) {
    expect(await refused(response)).toBe('a NO AUTHENTICATE failed.\r\n')
  }
  practice.faults.on('token-rejected', { times: 1 })
  expect(await refused(xoauth2(support, token))).toBe('a NO AUTHENTICATE failed.\r\n')
  for (const scrap of ['AAAA', '=', Buffer.from(`user=${support}\x01auth=Basic x\x01\x01`).toString('base64')])
    expect(await dialogue.say(`a AUTHENTICATE XOAUTH2 ${scrap}`, /^a .*\r\n/m)).toBe(
      'a BAD Not an XOAUTH2 response\r\n',
    )
  expect(await dialogue.say(`a AUTHENTICATE XOAUTH2 ${xoauth2(support, token)}`, /^a .*\r\n/m)).toMatch(/^a OK/)
  dialogue.end()
})

test('a token is taken over TLS only', async () => {
  const dialogue = await dial(practice, 'imap')
  expect(await dialogue.read(/\r\n/)).not.toContain('AUTH=XOAUTH2')
  const response = xoauth2(support, await applicationToken(practice))
  expect(await dialogue.say(`a AUTHENTICATE XOAUTH2 ${response}`, /^a .*\r\n/m)).toContain('a NO [PRIVACYREQUIRED]')
  dialogue.end()
})

test('imapflow signs in with a token', async () => {
  const client = new ImapFlow({
    host: '127.0.0.1',
    servername: practice.hosts.imap,
    port: practice.ports.imaps,
    secure: true,
    auth: { user: support, accessToken: await applicationToken(practice) },
    tls: { ca: practice.ca.certificate },
    logger: false,
  })
  clients.push(client)
  await client.connect()
  expect((await client.mailboxOpen('INBOX', { readOnly: true })).exists).toBe(practice.mailbox(support).length)
})
