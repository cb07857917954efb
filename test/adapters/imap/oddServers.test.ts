import { afterEach, describe, expect, test } from 'vitest'
import { systemResolver } from '../../../src/main/adapters/dns/resolver.ts'
import { readIdentity, uidSet } from '../../../src/main/adapters/imap/identity.ts'
import { createMailboxes } from '../../../src/main/adapters/mailboxes.ts'
import { attempt, fetched, valueOf } from '../../conformance/mailboxes.ts'
import { scriptedServer, type Script, type ScriptedServer } from '../scriptedServer.ts'

describe('IMAP servers of other kinds', () => {
  let server: ScriptedServer
  afterEach(() => server.stop())
  const open = async (
    capabilities: string,
    answers: (command: string, tag: string) => string | undefined,
    other: string | null = null,
  ) => {
    const script: Script = (line) => {
      const [tag = '', ...rest] = line.split(' ')
      const command = rest.join(' ')
      const own = answers(command, tag)
      if (own !== undefined) return own
      switch (rest[0]?.toUpperCase()) {
        case 'CAPABILITY':
          return `* CAPABILITY ${capabilities}\r\n${tag} OK\r\n`
        case 'SELECT':
          return `* 3 EXISTS\r\n* OK [UIDVALIDITY 7] \r\n* OK [UIDNEXT 4] \r\n${tag} OK [READ-WRITE] \r\n`
        case 'LOGOUT':
          return `* BYE\r\n${tag} OK\r\n`
        default:
          return rest.length === 0 ? tag : `${tag} OK\r\n`
      }
    }
    server = await scriptedServer(`* OK [CAPABILITY ${capabilities}] hello\r\n`, script)
    return createMailboxes({ resolver: systemResolver(() => ['127.0.0.1']) }).open(
      {
        protocol: 'imap',
        host: server.host,
        port: server.port,
        security: 'tls',
        addressFamily: 'any',
        trust: { organisationCas: [server.ca] },
        proxy: null,
        credentials: { username: 'me', password: 'secret', additionalMailbox: other },
        folder: 'INBOX',
      },
      attempt(3_000),
    )
  }

  test.each(['IMAP4rev1', 'IMAP4rev1 AUTH=LOGIN', 'IMAP4rev1 LOGINDISABLED'])(
    'another mailbox is refused by a server with %s, and the own one is never opened instead',
    async (capabilities) => {
      const outcome = await open(
        capabilities,
        (command, tag) => (command.startsWith('AUTHENTICATE') ? `${tag} NO unknown mechanism\r\n` : undefined),
        'team@x.example',
      )
      expect(outcome).toMatchObject({
        ok: false,
        failure: { code: 'auth-mechanism-missing', stage: 'sign-in', transient: false },
      })
      expect(server.said.some((line) => /SELECT|FETCH/.test(line))).toBe(false)
    },
  )

  test('a message that the server cannot read answers for itself, and the others come', async () => {
    const mailbox = valueOf(
      await open('IMAP4rev1', (command, tag) => {
        if (/^UID FETCH 1:3 .*SIZE/.test(command))
          return `${[1, 2, 3].map((uid) => `* ${uid} FETCH (UID ${uid} RFC822.SIZE 3)\r\n`).join('')}${tag} OK\r\n`
        const single = /^UID FETCH ([123]) /.exec(command)?.[1]
        if (single === '2' || command.startsWith('UID FETCH 1:3 ')) return `${tag} NO [SERVERBUG] internal error\r\n`
        return single === undefined
          ? undefined
          : `* ${single} FETCH (UID ${single} BODY[] {3}\r\na\r\n)\r\n${tag} OK\r\n`
      }),
    )
    const found = await fetched(mailbox, ['7:1', '7:2', '7:3'])
    expect(found.map(({ raw }) => (raw.ok ? 'here' : raw.failure.code))).toEqual(['here', 'server-unavailable', 'here'])
    await mailbox.close()
  })

  test('a move that the server refuses moves nothing, and says why', async () => {
    const mailbox = valueOf(
      await open('IMAP4rev1 MOVE UIDPLUS', (command, tag) => {
        if (command.startsWith('UID MOVE')) return `${tag} NO [OVERQUOTA] full\r\n`
        return command.startsWith('UID SEARCH') ? `* SEARCH 1\r\n${tag} OK\r\n` : undefined
      }),
    )
    expect(await mailbox.settle(['7:1'], { kind: 'move', folder: 'Archive' })).toMatchObject({
      ok: false,
      failure: { code: 'over-quota', stage: 'remove' },
    })
    await mailbox.close()
  })

  test('a server that says OK and keeps the message has not removed it', async () => {
    const mailbox = valueOf(
      await open('IMAP4rev1 UIDPLUS', (command, tag) =>
        command.startsWith('UID SEARCH') ? `* SEARCH 1\r\n${tag} OK\r\n` : undefined,
      ),
    )
    expect(valueOf(await mailbox.settle(['7:1', '7:2'], { kind: 'remove' }))).toEqual(['7:2'])
    expect(server.said.some((line) => line.endsWith(' UID EXPUNGE 1:2'))).toBe(true)
    expect(server.said.some((line) => /^\S+ EXPUNGE$/.test(line))).toBe(false)
    await mailbox.close()
  })
})

test('UIDs are written as ranges, and identities are read strictly', () => {
  expect(uidSet([3, 1, 2, 7, 9, 10, 7])).toBe('1:3,7,9:10')
  expect(readIdentity('7:12')).toEqual({ uidValidity: '7', uid: 12 })
  expect(readIdentity('7:')).toBeUndefined()
  expect(readIdentity('uidl')).toBeUndefined()
})
