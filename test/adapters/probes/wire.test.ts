import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { TLSSocket, createSecureContext } from 'node:tls'
import { afterEach, beforeAll, expect, test } from 'vitest'
import { createAuthority, type Authority, type IssuedCertificate } from '../../../src/main/practice/certificates.ts'
import { climb, notPassed, sentence, step, testMark, type AConnector } from './aConnector.ts'

const host = 'mail.northwind.example'
let authority: Authority
let pair: IssuedCertificate
beforeAll(async () => {
  authority = await createAuthority('Northwind Root')
  pair = await authority.issue({ names: [host] })
})

const servers: Server[] = []
const sockets: Socket[] = []
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy()
  for (const server of servers.splice(0)) server.close()
})

interface Conversation {
  readonly socket: Socket
  say(text: string): void
  /** The next line that the client sends. */
  hear(): Promise<string>
  secure(): Promise<Conversation>
}

/** A server that says what the test tells it to; `told` holds every octet it got. */
async function rawServer(
  serve: (client: Conversation) => Promise<void>,
): Promise<{ readonly port: number; readonly told: () => string }> {
  let told = ''
  const conversation = (socket: Socket): Conversation => {
    let buffer = ''
    let wake = () => {}
    const onData = (data: Buffer) => {
      told += data.toString('latin1')
      buffer += data.toString('latin1')
      wake()
    }
    socket.on('data', onData)
    socket.on('error', () => undefined)
    return {
      socket,
      say: (text) => void socket.write(text),
      async hear() {
        for (;;) {
          const end = buffer.indexOf('\n')
          if (end >= 0) {
            const line = buffer.slice(0, end).trimEnd()
            buffer = buffer.slice(end + 1)
            return line
          }
          await new Promise<void>((resolve) => (wake = resolve))
        }
      },
      secure() {
        socket.off('data', onData)
        const secured = new TLSSocket(socket, {
          isServer: true,
          secureContext: createSecureContext({ key: pair.key, cert: pair.certificate }),
        })
        return Promise.resolve(conversation(secured))
      },
    }
  }
  const server = createServer((socket) => {
    sockets.push(socket)
    void serve(conversation(socket)).catch(() => undefined)
  })
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { port: (server.address() as AddressInfo).port, told: () => told }
}

const to = (port: number, more: Partial<AConnector> & Pick<AConnector, 'protocol' | 'security'>) =>
  climb({
    host,
    port,
    cas: [authority.certificate],
    password: 'blue-Harbour-41',
    waits: { step: 500, suspicion: 80, refusal: 60, tidying: 500 },
    ...more,
  })

test('a server without STARTTLS is told neither name nor password', async () => {
  const { port, told } = await rawServer(async (client) => {
    client.say('* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n')
    client.say(`* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n${(await client.hear()).split(' ')[0]} OK\r\n`)
  })
  const result = await to(port, { protocol: 'imap', security: 'starttls' })
  expect(notPassed(result)[0]).toBe('starttls failed')
  expect(told()).not.toMatch(/LOGIN|AUTHENTICATE|support/i)
})

test('octets that were put in before the upgrade are refused, and nothing is sent', async () => {
  const { port, told } = await rawServer(async (client) => {
    client.say('220 ready\r\n')
    await client.hear()
    client.say('250-northwind\r\n250 STARTTLS\r\n')
    await client.hear()
    client.say('220 go ahead\r\n250-AUTH PLAIN\r\n250 injected\r\n')
  })
  const result = await to(port, { protocol: 'smtp', security: 'starttls' })
  expect(sentence(step(result, 'starttls').finding)).toMatch(
    /\d+ octets came in clear text behind the server’s go-ahead/,
  )
  expect(told()).not.toMatch(/AUTH|MAIL FROM/)
})

test('TLS spoken to a port that greets in clear text shows the greeting and the mend', async () => {
  const { port } = await rawServer(async (client) => client.say('* OK Dovecot ready.\r\n'))
  const result = await to(port, { protocol: 'imap', security: 'tls' })
  expect(step(result, 'tls')).toMatchObject({
    verdict: 'failed',
    reply: '* OK Dovecot ready.',
    failure: { code: 'not-tls' },
  })
  expect(sentence(step(result, 'tls').finding)).toBe(`Port ${port} greets in clear text, without TLS.`)
  expect(sentence(step(result, 'tls').causes[0]!.remedies[0]!)).toBe(`Set Security to STARTTLS for port ${port}.`)
})

test('clear text spoken to a TLS port is recognised by its silence', async () => {
  const { port } = await rawServer(async (client) => void (await client.secure()))
  const result = await to(port, { protocol: 'smtp', security: 'starttls' })
  expect(step(result, 'greeting').failure).toMatchObject({ code: 'tls-first' })
  expect(sentence(step(result, 'greeting').finding)).toBe(`Port ${port} waits for TLS and says nothing in clear text.`)
})

test('a web server on the port is named as no mail server', async () => {
  const { port } = await rawServer(async (client) => client.say('HTTP/1.1 400 Bad Request\r\n\r\n'))
  const result = await to(port, { protocol: 'imap', security: 'starttls' })
  expect(step(result, 'greeting').failure).toMatchObject({ code: 'protocol-broken' })
})

test('a line without end is given up before it fills the memory', async () => {
  const { port } = await rawServer(async (client) => client.say(`* OK ${'x'.repeat(200_000)}`))
  const result = await to(port, { protocol: 'imap', security: 'starttls' })
  expect(sentence(step(result, 'greeting').finding)).toMatch(/more than 64 kB/)
})

test('a refusal in the greeting is shown in the server’s words', async () => {
  const { port } = await rawServer(async (client) =>
    client.say('554-5.7.1 no thanks\r\n554 5.7.1 listed by zen.spamhaus.org\r\n'),
  )
  const result = await to(port, { protocol: 'smtp', security: 'starttls' })
  expect(step(result, 'greeting')).toMatchObject({
    verdict: 'failed',
    reply: '554-5.7.1 no thanks\n554 5.7.1 listed by zen.spamhaus.org',
    failure: { code: 'greeting-refused' },
  })
})

test('a port where nobody listens is refused, for one address or several', async () => {
  const { port } = await rawServer(async () => undefined)
  servers.pop()!.close()
  const result = await to(port, { protocol: 'imap', security: 'tls' })
  expect(step(result, 'connect').failure).toMatchObject({ code: 'connection-refused', stage: 'connect' })
  expect(sentence(step(result, 'certificate').finding)).toBe('Not run, because there is no connection.')
})

test('a second address that does not answer is a warning only where a family is dead as a whole', async () => {
  const { port } = await rawServer(async (client) => client.say('* BYE later\r\n'))
  const result = await to(port, { protocol: 'imap', security: 'starttls', addresses: ['127.0.0.9', '127.0.0.1'] })
  expect(step(result, 'connect').verdict).toBe('passed')
})

/** An IMAP server behind TLS that answers by a table; the first match counts. */
const imap = (
  answers: readonly (readonly [
    RegExp,
    (line: string, tag: string, client: Conversation) => string | Promise<string>,
  ])[],
  capabilities: string,
) =>
  rawServer(async (plain) => {
    const client = await plain.secure()
    client.say('* OK ready\r\n')
    for (;;) {
      const line = await client.hear()
      const tag = line.split(' ')[0]!
      const found = answers.find(([pattern]) => pattern.test(line))
      if (found) client.say(await found[1](line, tag, client))
      else if (/CAPABILITY/.test(line)) client.say(`* CAPABILITY IMAP4rev1 AUTH=PLAIN ${capabilities}\r\n${tag} OK\r\n`)
      else if (line.endsWith('AUTHENTICATE PLAIN')) {
        client.say('+ \r\n')
        await client.hear()
        client.say(`${tag} OK\r\n`)
      } else if (/EXAMINE/.test(line)) client.say(`* 3 EXISTS\r\n* OK [UIDVALIDITY 7]\r\n${tag} OK\r\n`)
      else if (/APPEND .*\{(\d+)\}$/.test(line)) {
        client.say('+ go on\r\n')
        while ((await client.hear()) !== 'This message belongs to a connection test and is removed by it.') continue
        await client.hear()
        client.say(`${tag} OK\r\n`)
      } else if (/UID SEARCH/.test(line)) client.say(`* SEARCH 42\r\n${tag} OK\r\n`)
      else client.say(`${tag} OK\r\n`)
    }
  })

test('without ACL removal is proved on a message of its own in a temporary folder, which goes away', async () => {
  const { port } = await imap([], 'UIDPLUS MOVE')
  const result = await to(port, { protocol: 'imap', security: 'tls' })
  expect(notPassed(result)).toEqual([])
  expect(sentence(step(result, 'remove').finding)).toBe(
    'Proved on a test message in a temporary folder: CREATE, APPEND, MOVE, EXPUNGE, DELETE',
  )
  const said = result.transcript
  const made = [...said.matchAll(/CREATE "(Waypost test [^"]+)"/g)].map(([, name]) => name)
  const gone = [...said.matchAll(/DELETE "(Waypost test [^"]+)"/g)].map(([, name]) => name)
  expect(made).toHaveLength(2)
  expect(gone.toSorted()).toEqual(made.toSorted())
  // The real folder was opened for reading only.
  expect(said).not.toMatch(/SELECT "INBOX"/)
})

test('without MOVE and UIDPLUS it copies and expunges, in its own folder only', async () => {
  const { port } = await imap([], '')
  const result = await to(port, { protocol: 'imap', security: 'tls', proveRemovalInFolder: true })
  expect(step(result, 'remove').verdict).toBe('warning')
  expect(result.transcript).toMatch(/UID COPY 42/)
  expect(result.transcript).not.toMatch(/SELECT "INBOX"|APPEND "INBOX"/)
})

test('in the real folder only by the tick, and only the one message', async () => {
  const { port } = await imap([], 'UIDPLUS MOVE ACL')
  const result = await to(port, { protocol: 'imap', security: 'tls', proveRemovalInFolder: true })
  expect(sentence(step(result, 'remove').finding)).toContain('Proved on a test message in INBOX')
  expect(result.transcript).toMatch(new RegExp(`UID SEARCH HEADER X-Waypost-Test "${testMark}"`))
  expect(result.transcript).toContain('UID EXPUNGE 42')
  expect(result.transcript).not.toContain('CREATE')
})

test('a refused expunge fails the step, and the temporary folders go away all the same', async () => {
  const { port } = await imap([[/UID EXPUNGE/, (_, tag) => `${tag} NO [NOPERM] not allowed\r\n`]], 'UIDPLUS MOVE')
  const result = await to(port, { protocol: 'imap', security: 'tls' })
  expect(step(result, 'remove')).toMatchObject({ verdict: 'failed', reply: 'NO [NOPERM] not allowed' })
  expect(result.transcript.match(/DELETE "Waypost test/g)).toHaveLength(2)
})

test('a cancel in the middle of removal takes the temporary folders away first', async () => {
  const cancel = new AbortController()
  const { port } = await imap(
    [
      [
        /UID MOVE/,
        (_, tag) => {
          cancel.abort()
          return `${tag} OK\r\n`
        },
      ],
    ],
    'UIDPLUS MOVE',
  )
  const result = await to(port, { protocol: 'imap', security: 'tls', signal: cancel.signal })
  expect(step(result, 'remove')).toMatchObject({ verdict: 'not-run', failure: { code: 'cancelled' } })
  expect(result.transcript.match(/DELETE "Waypost test/g)).toHaveLength(2)
})

test('a connection that is cut in the middle of removal is taken up again to tidy', async () => {
  const { port } = await imap(
    [
      [
        /UID MOVE/,
        (_, __, client) => {
          client.socket.destroy()
          return ''
        },
      ],
    ],
    'UIDPLUS MOVE',
  )
  const result = await to(port, { protocol: 'imap', security: 'tls' })
  expect(step(result, 'remove').verdict).toBe('failed')
  expect(result.transcript).toContain('connecting again')
  expect(result.transcript.match(/DELETE "Waypost test/g)).toHaveLength(2)
})

test('LOGIN is used where PLAIN is not offered, with literals for what is not ASCII, and never shown', async () => {
  const heard: string[] = []
  const { port } = await imap(
    [
      [/CAPABILITY/, (_, tag) => `* CAPABILITY IMAP4rev1 ACL\r\n${tag} OK\r\n`],
      [
        /LOGIN \{/,
        async (line, tag, client) => {
          heard.push(line)
          client.say('+ go on\r\n')
          heard.push(await client.hear())
          client.say('+ go on\r\n')
          heard.push(Buffer.from(await client.hear(), 'latin1').toString())
          return `${tag} OK\r\n`
        },
      ],
      [/MYRIGHTS/, (_, tag) => `* MYRIGHTS INBOX lr\r\n${tag} OK\r\n`],
    ],
    '',
  )
  const result = await to(port, { protocol: 'imap', security: 'tls', password: 'Grüne Wiese 7' })
  expect(heard.at(-1)).toBe('Grüne Wiese 7')
  expect(JSON.stringify(result)).not.toContain('Wiese')
  expect(sentence(step(result, 'remove').finding)).toContain('may read INBOX, and may not remove messages')
})

test('an additional mailbox without PLAIN is refused without trying', async () => {
  const { port } = await imap([[/CAPABILITY/, (_, tag) => `* CAPABILITY IMAP4rev1\r\n${tag} OK\r\n`]], '')
  const result = await to(port, { protocol: 'imap', security: 'tls', additionalMailbox: 'team@northwind.example' })
  expect(sentence(step(result, 'sign-in').finding)).toContain('does not offer PLAIN')
  expect(result.transcript).not.toContain('LOGIN')
})

test('a server that gives the password back in its answer is not quoted with it', async () => {
  const { port } = await imap(
    [[/AUTHENTICATE/, (_, tag) => `${tag} NO wrong: blue-Harbour-41 Ymx1ZS1IYXJib3VyLTQx\r\n`]],
    '',
  )
  const result = await to(port, { protocol: 'imap', security: 'tls' })
  expect(JSON.stringify(result)).not.toMatch(/Harbour|Ymx1ZS1IYXJib3VyLTQx/)
  expect(step(result, 'sign-in').reply).toContain('NO wrong: ••••')
})

test('a password is not sent over a connection without TLS, whatever the settings and the server say', async () => {
  const { port, told } = await rawServer(async (client) => {
    client.say('220 ready\r\n')
    await client.hear()
    client.say('250-northwind\r\n250 AUTH PLAIN LOGIN\r\n')
    await client.hear()
  })
  const result = await to(port, { protocol: 'smtp', security: 'none' })
  expect(sentence(step(result, 'sign-in').finding)).toMatch(
    /not secured well enough. No user name and no password was sent/,
  )
  expect(told()).toBe('EHLO waypost.example.net\r\n')
})

test('whatever a hostile server says, the test ends, and nothing of it is our failure', async () => {
  // A fixed sequence (Lehmer, 48271): the same octets at every run.
  let seed = 4711
  const next = (below: number) => (seed = (seed * 48_271) % 2_147_483_647) % below
  const words = [
    '* OK ',
    '+OK ',
    '220 ',
    '220-',
    '250 STARTTLS\r\n',
    '{999999999}',
    '\r\n',
    '\0',
    '* CAPABILITY STARTTLS\r\n',
    'w1 OK\r\n',
    'w2 OK\r\n',
    '\u00ff',
    '. \r\n',
    '-ERR [',
    '* BYE',
    '(((("',
  ]
  const { port } = await rawServer(async (client) => {
    client.say(Array.from({ length: 1 + next(12) }, () => words[next(words.length)]).join(''))
    await client.hear()
    client.say(Array.from({ length: 1 + next(12) }, () => words[next(words.length)]).join(''))
    client.socket.end()
  })
  for (let round = 0; round < 30; round++) {
    const protocol = (['imap', 'pop3', 'smtp'] as const)[round % 3]!
    const result = await to(port, {
      protocol,
      security: round % 2 === 0 ? 'tls' : 'starttls',
      waits: { step: 60, suspicion: 20, refusal: 5 },
    })
    expect(result.steps.filter(({ failure }) => failure?.code === 'internal')).toEqual([])
    expect(result.steps.some(({ verdict }) => verdict === 'failed')).toBe(true)
  }
})
