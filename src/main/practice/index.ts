import { destinationOf, practiceSharedMailboxes, practiceUsers } from './accounts.ts'
import type { PracticeSharedMailbox, PracticeUser } from './accounts.ts'
import { createFaults } from './faults.ts'
import type { FaultName, Faults } from './faults.ts'
import { practiceHosts, practicePorts } from './hosts.ts'
import type { PracticePort } from './hosts.ts'
import { createIdentity } from './identity.ts'
import { serveImap } from './imap/server.ts'
import { createMailboxes, NoSuchMailbox } from './mailboxes.ts'
import type { MailboxChange, StoredMessage } from './mailboxes.ts'
import { practiceApplication } from './oauth/application.ts'
import { tokenGrants } from './oauth/grants.ts'
import type { TokenGrant } from './oauth/grants.ts'
import { newSigningKey } from './oauth/jwt.ts'
import { createLoginServer } from './oauth/server.ts'
import { createTokenStore } from './oauth/tokens.ts'
import { servePop3 } from './pop3.ts'
import { addSampleMail } from './sampleMail.ts'
import { createSmtpServer } from './smtp.ts'
import type { AcceptedMessage } from './smtp.ts'
import { openSpool } from './spool.ts'
import { listen } from './transport.ts'
import type { Accepted, Listener } from './transport.ts'
import { createTokenSignIn } from './xoauth2.ts'

export { anyPracticePorts, practiceAddress, practiceHosts } from './hosts.ts'
export type { PracticePort } from './hosts.ts'
export type { PracticeSharedMailbox, PracticeUser } from './accounts.ts'
export type { FaultName, FaultParameters, FaultProtocol, Faults, PracticeFault } from './faults.ts'
export { NoSuchMailbox } from './mailboxes.ts'
export type { StoredMessage } from './mailboxes.ts'
export type { TokenGrant } from './oauth/grants.ts'
export type { AcceptedMessage } from './smtp.ts'
export { PracticePortTaken } from './transport.ts'

export interface PracticeOptions {
  /** Where mailboxes and the authority are kept between two starts; in memory when absent. */
  readonly directory?: string
  /** 0 means any free port. The defaults are fixed, so that a practice workspace keeps working after a restart. */
  readonly ports?: Partial<Readonly<Record<PracticePort, number>>>
  /** Some mails in the support mailbox at the first start; true unless set. */
  readonly sampleMail?: boolean
}

export type PracticeChange =
  | ({ readonly kind: 'mailbox' } & MailboxChange)
  | { readonly kind: 'fault'; readonly name: FaultName; readonly state: 'on' | 'off' }

/** The practice application at the practice token server, which stands in for Microsoft Entra. */
export interface PracticeOauth {
  /** The id of the directory; `practice.test` names it as well. */
  readonly tenant: string
  readonly clientId: string
  readonly clientSecret: string
  /** What access tokens are signed with (RS256), as PEM: for servers that check them by themselves. Another one at each start. */
  readonly publicKey: string
  /** How many token requests came since the start, refused ones included: a client that keeps its tokens asks rarely. */
  requests(): Readonly<Record<TokenGrant | 'other', number>>
  /** From now on every access token given so far is refused; with `all` (unless set) codes and refresh tokens as well. */
  voidTokens(which?: 'access' | 'all'): void
}

export interface Practice {
  readonly hosts: typeof practiceHosts
  readonly ports: Readonly<Record<PracticePort, number>>
  /** The practice authority: trusted in the practice workspace only. */
  readonly ca: { readonly certificate: string }
  readonly users: readonly PracticeUser[]
  readonly sharedMailboxes: readonly PracticeSharedMailbox[]
  /** Puts a mail into the inbox behind an address, byte for byte. Throws NoSuchMailbox. */
  deliver(to: string, raw: Uint8Array | string): Promise<void>
  /** The messages of a folder (INBOX), oldest first; none when there is no such folder. */
  mailbox(address: string, folder?: string): readonly StoredMessage[]
  /** Everything that the SMTP servers took since the start, also for addresses elsewhere. */
  accepted(): readonly AcceptedMessage[]
  /** How many passwords and tokens reached the servers over an unencrypted connection: always none with an honest client. */
  clearTextSignIns(): number
  readonly oauth: PracticeOauth
  readonly faults: Faults
  onChange(listener: (change: PracticeChange) => void): () => void
  stop(): Promise<void>
}

/** Starts mail servers for IMAP, POP3 and SMTP, and a token server for them, on 127.0.0.1. Throws PracticePortTaken. */
export async function startPractice(options: PracticeOptions = {}): Promise<Practice> {
  const listeners = new Set<(change: PracticeChange) => void>()
  const announce = (change: PracticeChange) => {
    for (const listener of listeners) listener(change)
  }
  const spool = options.directory === undefined ? undefined : openSpool(options.directory)
  const addresses = [...practiceUsers, ...practiceSharedMailboxes].map(({ address }) => address)
  const mailboxes = createMailboxes(addresses, spool?.stored)
  if (options.sampleMail !== false && spool?.isNew !== false) addSampleMail(mailboxes, new Date())
  spool?.follow(mailboxes)
  mailboxes.onChange((change) => announce({ kind: 'mailbox', ...change }))

  const accepted: AcceptedMessage[] = []
  let clearTextSignIns = 0
  const signInTried = (inClear: boolean) => {
    if (inClear) clearTextSignIns++
  }
  const faults = createFaults((name, state) => {
    if (name === 'uidvalidity-changed' && state === 'on') mailboxes.renumber()
    for (const server of [submission, submissions]) server.refresh()
    announce({ kind: 'fault', name, state })
  })
  const [identity, signingKey] = await Promise.all([createIdentity(options.directory, faults), newSigningKey()])
  const tokens = createTokenStore(signingKey)
  const requests = { client_credentials: 0, authorization_code: 0, refresh_token: 0, other: 0 }
  const services = {
    mailboxes,
    faults,
    identity,
    context: identity.current,
    signInTried,
    signInByToken: createTokenSignIn(tokens, faults),
    accepted: (message: AcceptedMessage) => void accepted.push(message),
  }
  const submission = createSmtpServer(services, 'starttls')
  const submissions = createSmtpServer(services, 'tls')
  const login = createLoginServer({
    tokens,
    faults,
    asked: (grantType) => void requests[tokenGrants.find((one) => one === grantType) ?? 'other']++,
  })
  const lock = new Set<string>()
  const imap = (connection: Accepted) => {
    serveImap(services, connection).catch(() => connection.socket.destroy())
  }
  const pop3 = (connection: Accepted) => {
    servePop3({ ...services, lock }, connection).catch(() => connection.socket.destroy())
  }

  const serve: Readonly<Record<PracticePort, (connection: Accepted) => void>> = {
    imap,
    imaps: imap,
    pop3,
    pop3s: pop3,
    smtp: submission.serve,
    smtps: submissions.serve,
    login: login.serve,
  }
  const wanted = { ...practicePorts, ...options.ports }
  const open = await openAll(
    (Object.keys(serve) as PracticePort[]).map((name) => async () => {
      const security = name.endsWith('s') || name === 'login' ? 'tls' : 'starttls'
      return listen({ port: wanted[name], security, context: identity.current, faults, serve: serve[name] })
    }),
  )
  const [imapPort, imapsPort, pop3Port, pop3sPort, smtpPort, smtpsPort, loginPort] = open.map(({ port }) => port)

  return {
    hosts: practiceHosts,
    ports: {
      imap: imapPort ?? 0,
      imaps: imapsPort ?? 0,
      pop3: pop3Port ?? 0,
      pop3s: pop3sPort ?? 0,
      smtp: smtpPort ?? 0,
      smtps: smtpsPort ?? 0,
      login: loginPort ?? 0,
    },
    ca: { certificate: identity.authority.certificate },
    users: practiceUsers,
    sharedMailboxes: practiceSharedMailboxes,
    async deliver(to, raw) {
      const destination = destinationOf(to)
      if (destination.kind !== 'mailbox') throw new NoSuchMailbox(to)
      mailboxes.append(destination.address, 'INBOX', [{ raw: Buffer.from(raw) }])
    },
    mailbox: (address, folder = 'INBOX') => mailboxes.folder(address, folder)?.messages ?? [],
    accepted: () => accepted,
    clearTextSignIns: () => clearTextSignIns,
    oauth: {
      tenant: practiceApplication.tenant,
      clientId: practiceApplication.clientId,
      clientSecret: practiceApplication.clientSecret,
      publicKey: signingKey.publicKey,
      requests: () => ({ ...requests }),
      voidTokens: (which = 'all') => tokens.voidTokens(which),
    },
    faults,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      await Promise.all(open.map((listener) => listener.close()))
      spool?.close()
    },
  }
}

/** Opens one listener after the other; when one cannot be had, those before it are closed again. */
async function openAll(openers: readonly (() => Promise<Listener>)[]): Promise<readonly Listener[]> {
  const open: Listener[] = []
  for (const opener of openers) {
    try {
      open.push(await opener())
    } catch (error) {
      await Promise.all(open.map((listener) => listener.close()))
      throw error
    }
  }
  return open
}
