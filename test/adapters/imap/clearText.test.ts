import { createServer, type AddressInfo, type Server } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { systemResolver } from '../../../src/main/adapters/dns/resolver.ts'
import { createMailboxes } from '../../../src/main/adapters/mailboxes.ts'
import { attempt } from '../../conformance/mailboxes.ts'

let server: Server
let said: string[]
afterEach(() => new Promise<void>((stopped) => void server.close(() => stopped())))

/** What a server says in clear text, to a client that asks for STARTTLS. */
async function open(greeting: string, answers: Readonly<Record<string, string>>) {
  said = []
  server = createServer((socket) => {
    socket.on('error', () => undefined)
    socket.write(greeting)
    socket.on('data', (chunk: Buffer) => {
      // A ClientHello is no line: what follows the go-ahead is of no interest here.
      const [tag = '', command = ''] = chunk.toString('latin1').trim().split(' ')
      said.push(command)
      const answer = answers[command]
      if (answer !== undefined) socket.write(answer.replaceAll('TAG', tag))
    })
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const outcome = await createMailboxes({ resolver: systemResolver(() => ['127.0.0.1']) }).open(
    {
      protocol: 'imap',
      host: 'imap.example.com',
      port: (server.address() as AddressInfo).port,
      security: 'starttls',
      addressFamily: 'any',
      trust: { organisationCas: [] },
      proxy: null,
      credentials: { username: 'me', password: 'secret', additionalMailbox: null },
      folder: 'INBOX',
    },
    attempt(1_000),
  )
  expect(said.join(' ')).not.toMatch(/LOGIN|AUTHENTICATE|secret/)
  return outcome
}

const offers = '* CAPABILITY IMAP4rev1 STARTTLS\r\nTAG OK done\r\n'

test.each([
  [
    'puts words behind the go-ahead',
    '* OK hello\r\n',
    { CAPABILITY: offers, STARTTLS: 'TAG OK begin\r\n* OK [ALERT] injected\r\n' },
    { code: 'protocol-broken', stage: 'starttls' },
  ],
  ['lets everyone in', '* PREAUTH hello\r\n', {}, { code: 'starttls-missing', stage: 'starttls' }],
  ['says goodbye', '* BYE too many connections\r\n', {}, { stage: 'greeting', transient: true }],
  ['is no IMAP server', '220 smtp.example.com ESMTP\r\n', {}, { code: 'protocol-broken', stage: 'greeting' }],
  ['never ends its line', `* OK ${'x'.repeat(70_000)}`, {}, { code: 'protocol-broken', stage: 'greeting' }],
  [
    'does not offer STARTTLS',
    '* OK [CAPABILITY IMAP4rev1 STARTTLS] hello\r\n',
    { CAPABILITY: '* CAPABILITY IMAP4rev1 XSTARTTLS\r\nTAG OK done\r\n' },
    { code: 'starttls-missing', stage: 'starttls' },
  ],
  [
    'refuses STARTTLS',
    '* OK hello\r\n',
    { CAPABILITY: offers, STARTTLS: 'TAG NO not now\r\n' },
    { code: 'starttls-missing', stage: 'starttls', reply: 'NO not now' },
  ],
  [
    'answers without end',
    '* OK hello\r\n',
    { CAPABILITY: '* x\r\n'.repeat(100) },
    { code: 'protocol-broken', stage: 'capabilities' },
  ],
  [
    'goes silent instead of TLS',
    '* OK hello\r\n',
    { CAPABILITY: offers, STARTTLS: 'TAG OK begin\r\n' },
    { code: 'timed-out', stage: 'tls' },
  ],
])('an IMAP server that %s gets no password', async (_, greeting, answers, failure) => {
  expect(await open(greeting, answers)).toMatchObject({ ok: false, failure })
})
