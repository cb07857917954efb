import { execFile, execFileSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { anyPracticePorts, startPractice } from '../../src/main/practice/index.ts'
import type { Practice } from '../../src/main/practice/index.ts'
import { userToken } from './tokens.ts'

const run = promisify(execFile)
const user = 'support@practice.test'
let practice: Practice
let directory: string
let caFile: string

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

beforeAll(async () => {
  practice = await startPractice({ ports: anyPracticePorts })
  directory = await mkdtemp(join(tmpdir(), 'practice-'))
  caFile = join(directory, 'ca.pem')
  await writeFile(caFile, practice.ca.certificate)
})
afterAll(async () => {
  await practice.stop()
  await rm(directory, { recursive: true })
})

async function curl(
  scheme: 'imap' | 'imaps' | 'pop3' | 'pop3s' | 'smtp' | 'smtps',
  path: string,
  ...more: readonly string[]
) {
  const host = practice.hosts[scheme.startsWith('imap') ? 'imap' : scheme.startsWith('pop3') ? 'pop3' : 'smtp']
  const port = practice.ports[scheme]
  const safety = ['--silent', '--show-error', '--ssl-reqd', '--cacert', caFile, '--max-time', '10']
  const target = ['--resolve', `${host}:${port}:127.0.0.1`]
  const identity = more.includes('--oauth2-bearer') ? ['--user', user] : ['--user', `${user}:practice`]
  const { stdout } = await run('curl', [
    ...safety,
    ...target,
    ...identity,
    ...more,
    `${scheme}://${host}:${port}/${path}`,
  ])
  return stdout
}

test.runIf(has('curl'))('curl reads the same mail by IMAP and POP3, with TLS and STARTTLS', async () => {
  const raw = practice.mailbox(user)[0]?.raw.toString()
  for (const scheme of ['imap', 'imaps'] as const) {
    expect(await curl(scheme, 'INBOX;UID=1')).toBe(raw)
    expect(await curl(scheme, '')).toContain('"Entw&APw-rfe/Gr&APYA3w-e"')
    expect(await curl(scheme, 'INBOX?SUBJECT%20printer')).toBe('* SEARCH 1 5\r\n')
  }
  for (const scheme of ['pop3', 'pop3s'] as const) {
    expect(await curl(scheme, '1')).toBe(raw)
    expect(await curl(scheme, '', '--request', 'UIDL')).toMatch(/^1 [0-9a-f]{20}\r\n/)
  }
})

test.runIf(has('curl'))('curl signs in with a token everywhere', async () => {
  const token = await userToken(practice, user)
  const byToken = ['--oauth2-bearer', token, '--login-options', 'AUTH=XOAUTH2'] as const
  const raw = practice.mailbox(user)[0]?.raw.toString()
  for (const scheme of ['imap', 'imaps'] as const) expect(await curl(scheme, 'INBOX;UID=1', ...byToken)).toBe(raw)
  for (const scheme of ['pop3', 'pop3s'] as const) expect(await curl(scheme, '1', ...byToken)).toBe(raw)
  const file = join(directory, 'token.eml')
  await writeFile(file, 'Subject: by token\r\n\r\n')
  const envelope = ['--mail-from', user, '--mail-rcpt', 'team@practice.test', '--upload-file', file]
  for (const scheme of ['smtp', 'smtps'] as const) await curl(scheme, 'client.test', ...byToken, ...envelope)
  expect(practice.accepted().map(({ from, to }) => [from, to])).toEqual([
    [user, ['team@practice.test']],
    [user, ['team@practice.test']],
  ])
  const wrong = ['--oauth2-bearer', 'nothing', '--login-options', 'AUTH=XOAUTH2'] as const
  for (const scheme of ['imaps', 'pop3s', 'smtps'] as const)
    await expect(curl(scheme, '', ...wrong)).rejects.toMatchObject({ code: 67 })
})

test.runIf(has('curl'))('curl hands a mail over and appends one', async () => {
  const file = join(directory, 'mail.eml')
  await writeFile(file, 'Subject: by curl\r\n\r\n.dot\r\n')
  const envelope = ['--mail-from', user, '--mail-rcpt', 'anna@contoso.test', '--upload-file', file]
  for (const scheme of ['smtp', 'smtps'] as const) await curl(scheme, 'client.test', ...envelope)
  expect(practice.mailbox('anna@contoso.test').map(({ raw }) => raw.toString())).toEqual([
    expect.stringMatching(/Subject: by curl\r\n\r\n\.dot\r\n$/),
    expect.stringMatching(/Subject: by curl\r\n\r\n\.dot\r\n$/),
  ])
  await curl('imaps', 'Drafts', '--upload-file', file)
  expect(practice.mailbox(user, 'Drafts').map(({ raw }) => raw.toString())).toEqual([
    'Subject: by curl\r\n\r\n.dot\r\n',
  ])
})

const script = `
import imaplib, poplib, smtplib, ssl, sys, json
ca, imaps, imap, pop3s, pop3, smtp = sys.argv[1], *map(int, sys.argv[2:])
context = ssl.create_default_context(cafile=ca)
context.check_hostname = False
seen = {}
for name, client in (('imaps', imaplib.IMAP4_SSL('127.0.0.1', imaps, ssl_context=context)), ('imap', imaplib.IMAP4('127.0.0.1', imap))):
    if name == 'imap': client.starttls(context)
    client.login('support@practice.test', 'practice')
    client.select('"Entw&APw-rfe/Gr&APYA3w-e"')
    client.append('Archive', '(\\\\Seen)', imaplib.Time2Internaldate(0), b'Subject: by python\\r\\n\\r\\nx\\r\\n')
    typ, count = client.select('INBOX')
    typ, data = client.uid('search', None, 'FROM', '"anna"')
    typ, body = client.uid('fetch', '3', '(RFC822.SIZE BODY.PEEK[])')
    typ, moved = client.uid('copy', '3', 'Junk')
    client.store('3', '+FLAGS', '\\\\Flagged')
    seen[name] = [count[0].decode(), data[0].decode(), len(body[0][1])]
    client.close(); client.logout()
for name, client in (('pop3s', poplib.POP3_SSL('127.0.0.1', pop3s, context=context)), ('pop3', poplib.POP3('127.0.0.1', pop3))):
    if name == 'pop3': client.stls(context)
    client.user('support@practice.test'); client.pass_('practice')
    seen[name] = [client.stat()[0], len(client.uidl()[1]), client.retr(1)[1][1].decode()]
    client.quit()
client = smtplib.SMTP('127.0.0.1', smtp)
client.starttls(context=context); client.login('support@practice.test', 'practice')
seen['smtp'] = client.sendmail('support@practice.test', ['team@practice.test'], b'Subject: by python\\r\\n\\r\\nx')
client.quit()
print(json.dumps(seen))
`

test.runIf(has('python3'))('imaplib, poplib and smtplib of Python do their work', async () => {
  const { ports } = practice
  const numbers = [ports.imaps, ports.imap, ports.pop3s, ports.pop3, ports.smtp].map(String)
  const { stdout } = await run('python3', ['-c', script, caFile, ...numbers])
  const order = practice.mailbox(user)[2]
  const from = 'From: Anna Contoso <anna@contoso.test>'
  expect(JSON.parse(stdout)).toEqual({
    imaps: ['6', '1 3 5', order?.raw.length],
    imap: ['6', '1 3 5', order?.raw.length],
    pop3s: [6, 6, from],
    pop3: [6, 6, from],
    smtp: {},
  })
  expect(order?.flags).toEqual(['\\Flagged'])
  expect(practice.mailbox(user, 'Archive')).toMatchObject([
    { flags: ['\\Seen'], received: new Date(0) },
    { flags: ['\\Seen'] },
  ])
  expect(practice.mailbox(user, 'Junk')).toHaveLength(2)
  expect(practice.mailbox('team@practice.test').at(-1)?.raw.toString()).toContain('Subject: by python')
})
