import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anyPracticePorts, practiceAddress, startPractice, type Practice } from '../../src/main/practice/index.ts'
import { labUsers, missingServers, startLab, type Lab } from '../lab/index.ts'
import { lineClient, saslPlain, saslXoauth2, type LineClient } from '../lab/lineClient.ts'
import { office365, signInAt } from '../engine/aDirectory.ts'
import { aProcess, aWorkspace, ended, fallbackTo, until, value } from '../engine/aWorkspace.ts'
import { applicationToken, userToken } from '../practice/tokens.ts'

const missing = missingServers()

describe.skipIf(missing)(`tokens at real servers${missing === undefined ? '' : ` (${missing})`}`, () => {
  let lab: Lab
  let practice: Practice
  const { support, anna, team } = labUsers
  const practised = 'support@practice.test'
  const mail = 'From: anna@contoso.test\r\nTo: support@lab.test\r\nSubject: by token\r\n\r\n.\r\n'

  beforeAll(async () => {
    practice = await startPractice({ ports: anyPracticePorts, sampleMail: false })
    lab = await startLab({
      users: [{ address: practised }],
      tokenKeys: { [practice.oauth.clientId]: practice.oauth.publicKey },
    })
    await lab.deliver(team.address, mail)
  })
  afterAll(() => Promise.all([lab?.stop(), practice?.stop()]))

  async function imap(): Promise<LineClient> {
    const client = await lineClient({ port: lab.ports.imaps, ca: lab.ca, tls: 'at once' })
    expect(await client.read(/^\* OK.*\r\n/)).toContain('AUTH=XOAUTH2')
    return client
  }

  async function pop3(): Promise<LineClient> {
    const client = await lineClient({ port: lab.ports.pop3s, ca: lab.ca, tls: 'at once' })
    await client.read(/^\+OK.*\r\n/)
    expect(await client.ask('CAPA', /\r\n\.\r\n/)).toMatch(/^SASL .*\bXOAUTH2\b/m)
    return client
  }

  async function smtp(port: 'submission' | 'smtps' = 'smtps'): Promise<LineClient> {
    const client = await lineClient({ port: lab.ports[port], ca: lab.ca, tls: port === 'smtps' ? 'at once' : 'none' })
    await client.read(/^220 .*\r\n/)
    const hello = () => client.ask('EHLO test.example', /^250 .*\r\n/m)
    if (port === 'submission') {
      expect(await hello()).not.toContain('AUTH')
      await client.ask('STARTTLS', /^220 .*\r\n/m)
      await client.upgrade()
    }
    expect(await hello()).toMatch(/^250-AUTH .*\bXOAUTH2\b/m)
    return client
  }

  const commands = { imap: 'a AUTHENTICATE XOAUTH2', pop3: 'AUTH XOAUTH2', smtp: 'AUTH XOAUTH2' } as const
  const open = { imap, pop3, smtp } as const
  const anAnswer = /^(?:a .*|\+.*|-ERR.*|\d{3} .*)\r\n/m

  /** What the server says to a token: at once, and after the empty line where it says why first. */
  async function said(protocol: keyof typeof open, mailbox: string, token: string): Promise<readonly string[]> {
    const client = await open[protocol]()
    const first = await client.ask(`${commands[protocol]} ${saslXoauth2(mailbox, token)}`, anAnswer)
    const challenge = /^(?:\+|334) (ey\S+)\r\n$/.exec(first)?.[1]
    const answer = challenge === undefined ? [first] : [atob(challenge), await client.ask('', anAnswer)]
    client.close()
    return answer
  }

  const problem = '{"status":"401","schemes":"bearer","scope":"mail"}'
  const taken = { imap: /^a OK .* Logged in\r\n$/m, pop3: /^\+OK Logged in\.\r\n$/, smtp: /^235 2\.7\.0 / } as const
  const refusal = {
    imap: 'a NO [AUTHENTICATIONFAILED] Authentication failed.\r\n',
    pop3: '-ERR [AUTH] Authentication failed.\r\n',
    smtp: '535 5.7.8 Error: authentication failed: (reason unavailable)\r\n',
  } as const

  describe.each(['imap', 'pop3', 'smtp'] as const)('%s', (protocol) => {
    test('takes a token, also for a mailbox that nobody has a password for', async () => {
      for (const { address } of [support, team])
        expect(await said(protocol, address, lab.token(address))).toEqual([expect.stringMatching(taken[protocol])])
    })

    test('refuses one that has ended, one of another mailbox, one of another signature, and what is none', async () => {
      const { address } = support
      const tokens = [lab.token(address, 'expired'), lab.token(anna.address), `${lab.token(address)}x`, 'nothing']
      const answers = await Promise.all(tokens.map((token) => said(protocol, address, token)))
      expect(answers).toEqual(tokens.map(() => [problem, refusal[protocol]]))
    })

    test('checks tokens of the practice token server by its key', async () => {
      const own = await userToken(practice, practised)
      for (const token of [own, await applicationToken(practice)])
        expect(await said(protocol, practised, token)).toEqual([expect.stringMatching(taken[protocol])])
      expect(await said(protocol, support.address, own)).toEqual([problem, refusal[protocol]])
    })

    test('takes no password as a token, and no token as a password', async () => {
      expect(await said(protocol, support.address, support.password)).toEqual([problem, refusal[protocol]])
      const client = await open[protocol]()
      const plain = saslPlain(support.address, lab.token(support.address))
      const command = commands[protocol].replace('XOAUTH2', 'PLAIN')
      expect(await client.ask(`${command} ${plain}`, anAnswer)).toBe(refusal[protocol])
      client.close()
    })
  })

  test('the mailbox that a token names is the one that opens', async () => {
    const client = await imap()
    await client.ask(`a AUTHENTICATE XOAUTH2 ${saslXoauth2(team.address, lab.token(team.address))}`, /^a OK.*\r\n/m)
    expect(await client.ask('b SELECT INBOX', /^b .*\r\n/m)).toContain('* 1 EXISTS')
    client.close()
  })

  test('with STARTTLS a token is taken as well, and sends what its mailbox may send', async () => {
    const client = await smtp('submission')
    await client.ask('AUTH XOAUTH2', /^334 \r\n/m)
    await client.ask(saslXoauth2(support.address, lab.token(support.address)), /^235 .*\r\n/m)
    for (const [from, answer] of [
      ['help@lab.test', /^250 /m],
      [
        anna.address,
        /^553 5\.7\.1 <anna@contoso\.test>: Sender address rejected: not owned by user support@lab\.test/m,
      ],
    ] as const) {
      await client.ask(`MAIL FROM:<${from}>`, /^250 .*\r\n/m)
      expect(await client.ask(`RCPT TO:<${support.address}>`, /^\d{3} .*\r\n/m)).toMatch(answer)
      await client.ask('RSET', /^250 .*\r\n/m)
    }
    client.close()
  })

  describe.each(['imaps', 'pop3s'] as const)('a connector, by %s and submission', (way) => {
    test.each(['application', 'delegated'] as const)(
      'is proved, reads and sends with tokens of the %s grant',
      async (grant) => {
        const workspace = await aWorkspace({
          organisationCa: `${lab.ca}\n${practice.ca.certificate}`,
          names: (host) => {
            const address = practiceAddress(host)
            return address === undefined ? lab.resolve(host) : [address]
          },
          running: false,
        })
        try {
          const { settings, ...rest } = office365({ practice }, {}, grant)
          const process = await aProcess(workspace, practised)
          const saved = value(
            await workspace.client.connectors.save({
              ...rest,
              settings: {
                ...settings,
                incoming: {
                  ...settings.incoming!,
                  service: way === 'imaps' ? 'office365-imap' : 'office365-pop3',
                  host: lab.host,
                  port: lab.ports[way],
                },
                outgoing: { ...settings.outgoing!, host: lab.host, port: lab.ports.submission },
              },
              fallback: fallbackTo(process.id),
            }),
          )
          if (grant === 'delegated') {
            const job = value(await workspace.client.connectors.signIn({ id: saved.id, revision: saved.revision }))
            const { username, password } = practice.users[0]!
            await signInAt({ practice }, String(job.note?.params['url']), { username, password })
            expect(await ended(workspace, { ok: true, value: job })).toMatchObject({ state: 'done' })
          }
          const { steps } = await ended(workspace, await workspace.client.diagnosis.start({ connectorId: saved.id }))
          for (const side of ['incoming', 'outgoing'] as const)
            expect(steps[side].filter(({ verdict }) => verdict === 'failed' || verdict === 'not-run')).toEqual([])
          const { revision } = value(await workspace.client.connectors.get({ id: saved.id }))
          value(
            await workspace.client.connectors.enable({
              id: saved.id,
              revision,
              start: { from: 'now' },
              setProcessLive: true,
            }),
          )
          const subject = `By ${way} for the ${grant}`
          await lab.deliver(
            practised,
            `From: ${anna.address}\r\nTo: ${practised}\r\nSubject: ${subject}\r\nMessage-ID: <${way}.${grant}@lab.test>\r\n\r\n.\r\n`,
          )
          expect(
            await ended(workspace, await workspace.client.receiving.poll({ connectorId: saved.id })),
          ).toMatchObject({ state: 'done', failure: null })
          expect(value(await workspace.client.items.list({})).rows.map((row) => row.subject)).toEqual([subject])
          workspace.engine().start()
          const { id } = value(
            await workspace.client.outbox.compose({ from: practised, to: [support.address], subject, text: 'Out.' }),
          )
          await until(
            workspace,
            async () => value(await workspace.client.outbox.get({ id })),
            ({ state }) => state === 'sent',
          )
        } finally {
          await workspace.stop()
        }
      },
    )
  })
})
