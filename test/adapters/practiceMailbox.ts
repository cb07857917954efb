import { startPractice, anyPracticePorts, practiceAddress, type Practice } from '../../src/main/practice/index.ts'
import { systemResolver } from '../../src/main/adapters/dns/resolver.ts'
import { createMailboxes } from '../../src/main/adapters/mailboxes.ts'
import type { MailboxAccess, MailboxUnderTest } from '../conformance/mailboxes.ts'
import { attempt, valueOf } from '../conformance/mailboxes.ts'

/** Practice names lead to this machine. */
export const practiceResolver = systemResolver((host) => {
  const address = practiceAddress(host)
  return address === undefined ? undefined : [address]
})

export const startEmptyPractice = (): Promise<Practice> => startPractice({ ports: anyPracticePorts, sampleMail: false })

/** How support@practice.test reaches its mailbox. */
export const practiceAccess = (
  practice: Practice,
  protocol: 'imap' | 'pop3',
  security: 'tls' | 'starttls',
): MailboxAccess => ({
  protocol,
  host: practice.hosts[protocol],
  port: practice.ports[security === 'tls' ? (`${protocol}s` as const) : protocol],
  security,
  addressFamily: 'any',
  trust: { organisationCas: [practice.ca.certificate] },
  proxy: null,
  credentials: { username: 'support@practice.test', password: 'practice', additionalMailbox: null },
  folder: 'INBOX',
})

/** Takes all mail of support and the team away, by IMAP. */
export async function emptyPractice(practice: Practice): Promise<void> {
  const mailboxes = createMailboxes({ resolver: practiceResolver })
  const access = practiceAccess(practice, 'imap', 'tls')
  const clear = async (folder: string, additionalMailbox: string | null) => {
    const credentials = { ...access.credentials!, additionalMailbox }
    const mailbox = valueOf(await mailboxes.open({ ...access, credentials, folder }, attempt()))
    const { messages } = valueOf(await mailbox.list(null))
    await mailbox.settle(
      messages.map(({ identity }) => identity),
      { kind: 'remove' },
    )
    await mailbox.close()
  }
  await clear('INBOX', null)
  await clear('Archive', null)
  await clear('Entwürfe/Größe', null)
  await clear('INBOX', 'team@practice.test')
}

/** The practice servers as the conformance suite wants them. */
export async function practiceMailbox(
  protocol: 'imap' | 'pop3',
  security: 'tls' | 'starttls',
): Promise<MailboxUnderTest> {
  const practice = await startEmptyPractice()
  const mailboxes = createMailboxes({ resolver: practiceResolver })
  const access = practiceAccess(practice, protocol, security)
  return {
    mailboxes,
    access,
    other: { name: 'team@practice.test', deliver: (raw) => practice.deliver('team@practice.test', raw) },
    forbidden: 'anna@contoso.test',
    target: protocol === 'imap' ? 'Entwürfe/Größe' : null,
    deliver: (raw) => practice.deliver('support@practice.test', raw),
    contents: async (folder) => practice.mailbox('support@practice.test', folder).map(({ raw }) => raw),
    empty: () => emptyPractice(practice),
    stop: () => practice.stop(),
  }
}
