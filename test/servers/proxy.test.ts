import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { systemResolver } from '../../src/main/adapters/dns/resolver.ts'
import { createMailboxes } from '../../src/main/adapters/mailboxes.ts'
import { createSmtpSender } from '../../src/main/adapters/smtp/sender.ts'
import { attempt, fetched, mail, valueOf } from '../conformance/mailboxes.ts'
import { letter } from '../conformance/sender.ts'
import { labUsers, missingServers, startLab, type Lab } from '../lab/index.ts'
import { startLabProxy, type LabProxy } from '../lab/proxies.ts'

const missing = missingServers()
const { support, anna } = labUsers
const signIn = { username: 'maria', password: 'right' }

describe.skipIf(missing).each(['socks5', 'http'] as const)('Dovecot and Postfix behind a %s proxy', (kind) => {
  let lab: Lab
  let proxy: LabProxy
  const raws = Array.from({ length: 40 }, (_, at) => mail(`mail ${at}`, `${at}${'z'.repeat(70)}\r\n`.repeat(60)))
  // Only the proxy's own address is known here.
  const resolver = systemResolver((host) => (host === 'proxy.example.com' ? ['127.0.0.1'] : []))
  const access = () => ({
    host: lab.host,
    addressFamily: 'any' as const,
    trust: { organisationCas: [lab.ca] },
    proxy: { kind, host: 'proxy.example.com', port: proxy.port, credentials: signIn },
    credentials: { username: support.address, password: support.password, additionalMailbox: null },
  })
  const ways = [
    ['imap', 'starttls', 'imap'],
    ['imap', 'tls', 'imaps'],
    ['pop3', 'starttls', 'pop3'],
    ['pop3', 'tls', 'pop3s'],
  ] as const
  const open = (protocol: 'imap' | 'pop3', security: 'starttls' | 'tls', port: number) =>
    createMailboxes({ resolver }).open({ ...access(), protocol, security, port, folder: 'INBOX' }, attempt())

  beforeAll(async () => {
    lab = await startLab()
    proxy = await startLabProxy({ kind, signIn, resolve: (host) => lab.resolve(host)[0] })
    await lab.fill(support.address, raws)
  })
  afterAll(async () => {
    await proxy?.stop()
    await lab?.stop()
  })

  test.each(ways)('%s with %s gives every mail byte for byte', async (protocol, security, port) => {
    const before = proxy.asked.length
    const mailbox = valueOf(await open(protocol, security, lab.ports[port]))
    const { messages } = valueOf(await mailbox.list(null))
    const found = await fetched(
      mailbox,
      messages.map(({ identity }) => identity),
    )
    await mailbox.close()
    expect(found.map(({ raw }) => Buffer.from(valueOf(raw)).toString()).toSorted()).toEqual(raws.map(String).toSorted())
    expect(proxy.asked.slice(before)).toEqual([`${lab.host}:${lab.ports[port]}`])
  })

  test('a proxy that closes in the middle is a failure that waiting mends', async () => {
    const mailbox = valueOf(await open('imap', 'starttls', lab.ports.imap))
    const { messages } = valueOf(await mailbox.list(null))
    proxy.cut()
    const found = await fetched(
      mailbox,
      messages.map(({ identity }) => identity),
    )
    expect(found.at(-1)?.raw).toMatchObject({ ok: false, failure: { transient: true } })
    await mailbox.close()
  })

  test('mail leaves by submission with STARTTLS, and arrives', async () => {
    const sender = createSmtpSender({ resolver })
    const sent = await sender.send(
      { ...access(), port: lab.ports.submission, security: 'starttls', ehloName: 'test.example' },
      { from: support.address, to: [anna.address] },
      letter(support.address, 'through the proxy'),
      { ...attempt(), handingOver: async () => undefined },
    )
    expect(valueOf(sent)).toMatchObject([{ address: anna.address, result: 'sent' }])
    expect(proxy.asked.at(-1)).toBe(`${lab.host}:${lab.ports.submission}`)
    await sender.close()
    await lab.flushed()
    expect((await lab.mailbox(anna.address)).map(({ raw }) => raw.toString()).join('')).toContain('through the proxy')
  })
})
