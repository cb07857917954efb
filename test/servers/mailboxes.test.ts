import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemResolver } from '../../src/main/adapters/dns/resolver.ts'
import { createMailboxes } from '../../src/main/adapters/mailboxes.ts'
import {
  attempt,
  fetched,
  mail,
  mailboxesConformance,
  valueOf,
  type MailboxUnderTest,
} from '../conformance/mailboxes.ts'
import { startFaultProxy, type FaultProxy } from '../lab/faultProxy.ts'
import { labUsers, missingServers, startLab, umlautFolder, type Lab } from '../lab/index.ts'

const missing = missingServers()
const { support, team, anna } = labUsers

async function dovecotMailbox(protocol: 'imap' | 'pop3', security: 'tls' | 'starttls'): Promise<MailboxUnderTest> {
  const lab = await startLab()
  return {
    mailboxes: createMailboxes({
      resolver: systemResolver((host) => (lab.resolve(host).length > 0 ? lab.resolve(host) : undefined)),
    }),
    access: {
      protocol,
      host: lab.host,
      port: lab.ports[security === 'tls' ? (protocol === 'imap' ? 'imaps' : 'pop3s') : protocol],
      security,
      addressFamily: 'any',
      trust: { organisationCas: [lab.ca] },
      proxy: null,
      credentials: { username: support.address, password: support.password, additionalMailbox: null },
      folder: 'INBOX',
    },
    other: { name: team.address, deliver: (raw) => lab.deliver(team.address, raw) },
    forbidden: anna.address,
    target: protocol === 'imap' ? umlautFolder : null,
    deliver: (raw) => lab.deliver(support.address, raw),
    contents: async (folder) => (await lab.mailbox(support.address, folder)).map(({ raw }) => raw),
    empty: async () => {
      await lab.empty(support.address)
      await lab.empty(team.address)
    },
    stop: () => lab.stop(),
  }
}

describe.skipIf(missing)(`Dovecot${missing === undefined ? '' : ` (${missing})`}`, () => {
  mailboxesConformance('IMAP with TLS, Dovecot', () => dovecotMailbox('imap', 'tls'))
  mailboxesConformance('IMAP with STARTTLS, Dovecot', () => dovecotMailbox('imap', 'starttls'))
  mailboxesConformance('POP3 with TLS, Dovecot', () => dovecotMailbox('pop3', 'tls'))
  mailboxesConformance('POP3 with STLS, Dovecot', () => dovecotMailbox('pop3', 'starttls'))
})

describe.skipIf(missing).each(['imap', 'pop3'] as const)('a network that breaks, %s from Dovecot', (protocol) => {
  let lab: Lab
  let proxy: FaultProxy
  const raws = Array.from({ length: 40 }, (_, at) => mail(`mail ${at}`, `${at}${'z'.repeat(70)}\r\n`.repeat(60)))
  const through = () =>
    createMailboxes({ resolver: systemResolver(() => [proxy.host]) }).open(
      {
        protocol,
        host: lab.host,
        port: proxy.port,
        security: 'starttls',
        addressFamily: 'any',
        trust: { organisationCas: [lab.ca] },
        proxy: null,
        credentials: { username: support.address, password: support.password, additionalMailbox: null },
        folder: 'INBOX',
      },
      attempt(1_500),
    )

  beforeAll(async () => {
    lab = await startLab()
    proxy = await startFaultProxy({ target: { host: lab.address, port: lab.ports[protocol] } })
    await lab.fill(support.address, raws)
  })
  afterAll(async () => {
    await proxy?.close()
    await lab?.stop()
  })

  test('wherever the connection is reset, what came is exact, and the rest is a failure that waiting mends', async () => {
    for (let after = 0; after < 220_000; after = after * 2 + 700) {
      void proxy.behave({ kind: 'reset', from: 'server', after }, 1)
      const opened = await through()
      const listing = opened.ok ? await opened.value.list(null) : opened
      const identities =
        listing.ok && 'messages' in listing.value ? listing.value.messages.map(({ identity }) => identity) : []
      const found = opened.ok ? await fetched(opened.value, identities) : []
      const whole = found.flatMap(({ raw }) => (raw.ok ? [raw.value] : []))
      expect(
        whole.every((raw, at) => Buffer.from(raw).equals(raws[at]!)),
        `after ${after}`,
      ).toBe(true)
      const broken = found.find(({ raw }) => !raw.ok)?.raw ?? listing
      expect(broken, `after ${after}`).toMatchObject({ ok: false, failure: { transient: true } })
      if (opened.ok) await opened.value.close()
    }
  })

  test('a connection that takes everything and answers nothing ends with the deadline', async () => {
    void proxy.behave({ kind: 'half-open' }, 1)
    expect(await through()).toMatchObject({
      ok: false,
      failure: { code: 'timed-out', stage: 'greeting', transient: true },
    })
  })

  test('a network of small segments changes nothing', async () => {
    void proxy.behave({ kind: 'trickle', bytes: 500 }, 1)
    const mailbox = valueOf(await through())
    const { messages } = valueOf(await mailbox.list(null))
    const found = await fetched(
      mailbox,
      messages.map(({ identity }) => identity),
    )
    expect(found.map(({ raw }) => Buffer.from(valueOf(raw)))).toEqual(raws)
    await mailbox.close()
  })
})
