import type { TLSSocket } from 'node:tls'
import { ImapFlow } from 'imapflow'
import { failed, type Failure, type Outcome, type Stage } from '../../../domain/failure.ts'
import { imapFailure } from '../../../domain/replies/imap.ts'
import { systemFailure } from '../../../domain/replies/system.ts'
import type { Where } from '../../../domain/replies/where.ts'
import { isToken, type Attempt, type Resolver, type ServerAccess } from '../../engine/ports/conversation.ts'
import { withoutToken } from '../secretForms.ts'
import { tlsOptions } from '../tls/trust.ts'
import { failureOf, startWatch, Stopped, type Watch } from '../wire/watch.ts'
import { connectTcp } from '../wire/wire.ts'
import { untilTls } from './clearText.ts'
import { signInByXoauth2 } from './xoauth2.ts'

/** A signed-in IMAP connection with the watch of its attempt. */
export interface ImapSession {
  readonly client: ImapFlow
  readonly watch: Watch
  readonly where: Where
  /** The failure that an error of the library stands for, at the stage reached. */
  failureOf(error: unknown): Failure
  /** Whether an error was a refusal of one command, after which the session goes on. */
  isRefusal(error: unknown): boolean
  /** What the server said when the last command came back as `false`. */
  lastRefusal(stage: Stage): Failure
  close(): Promise<void>
}

/** The largest literal that is taken at all: a message within any sensible limit, and no more memory than that. */
export const largestLiteral = 100 * 1024 * 1024

/** What imapflow puts on its errors; none of it is promised, so all of it is looked at carefully. */
interface LibraryError {
  readonly code?: string
  readonly message?: string
  readonly responseText?: string
  readonly serverResponseCode?: string
  readonly authenticationFailed?: boolean
  readonly tlsFailed?: boolean
  readonly reason?: unknown
  readonly response?: unknown
}

const asLibraryError = (error: unknown): LibraryError => (typeof error === 'object' && error !== null ? error : {})

/** The response code of a tagged answer: `NO [NONEXISTENT] …`. */
function responseCodeOf(error: LibraryError): string | null {
  if (error.serverResponseCode !== undefined) return error.serverResponseCode
  const response = error.response as
    | { attributes?: readonly { section?: readonly { value?: unknown }[] }[] }
    | undefined
  const value = typeof response === 'object' ? response.attributes?.[0]?.section?.[0]?.value : undefined
  return typeof value === 'string' ? value : null
}

const answerOf = (error: LibraryError): string | undefined =>
  error.responseText ?? (typeof error.response === 'string' && error.response !== '' ? error.response : undefined)

/**
 * Connects and signs in. The stages come from the library's own log, which says every command before it is sent.
 * Where TLS is not there from the first octet, STARTTLS is asked for here and required: the library connects by itself in clear text only, which
 * no proxy is in, and would go on without TLS if it were let.
 */
export async function openImapSession(
  access: ServerAccess,
  resolver: Resolver,
  attempt: Attempt,
): Promise<Outcome<ImapSession>> {
  const where = { host: access.host, port: access.port }
  const { credentials } = access
  const other = credentials === null || isToken(credentials) ? null : credentials.additionalMailbox
  let client: ImapFlow | undefined
  let hangUp = (): void => undefined
  const watch = startWatch(
    attempt,
    where,
    () => {
      client?.close()
      hangUp()
    },
    () => client?.stats().received ?? 0,
  )
  const heard = { capabilities: '', saidPlain: false, refusal: {} as LibraryError, farewell: '' }
  const note = (entry: LogEntry) => {
    if (entry.src === 'connection') watch.at('greeting')
    else if (entry.src === 'tls') watch.at('capabilities')
    else if (entry.src === 'c') {
      heard.saidPlain ||= /^\S+ AUTHENTICATE PLAIN/i.test(entry.msg ?? '')
      watch.at(stageOfCommand(entry.msg ?? '', watch.stage()))
    } else if (entry.src === 's') {
      const offered = /\bCAPABILITY ([^\]\r\n]*)/i.exec(entry.msg ?? '')?.[1]
      if (offered !== undefined) heard.capabilities = offered.toUpperCase()
      if (/^\* BYE/i.test(entry.msg ?? '')) heard.farewell = (entry.msg ?? '').slice(2)
    }
    if (entry.err !== undefined) heard.refusal = asLibraryError(entry.err)
    // The library would sit out minutes of a back-off (Office 365) in silence: it is the poll's to wait.
    if (entry.msg === 'Throttling detected') {
      const stage = watch.stage()
      const reply = replyOf(asLibraryError(entry.err))
      watch.stop(withoutToken({ code: 'throttled', stage, transient: true, ...where, ...reply }, credentials))
    }
  }
  const failure = (error: unknown): Failure => withoutToken(meant(error), credentials)
  const meant = (error: unknown): Failure => {
    if (error instanceof Stopped) return error.failure
    const known = asLibraryError(error)
    const stage = watch.stage()
    const text = answerOf(known)
    const farewell = isLoss(known) ? heard.farewell || (typeof known.reason === 'string' ? known.reason : '') : ''
    if (text !== undefined) return imapFailure(stage, text, responseCodeOf(known), where)
    if (farewell !== '') return imapFailure(stage, farewell, null, where)
    if (known.message === 'Login is disabled' || known.message === 'Unsupported authentication mechanism') {
      return {
        code: 'auth-mechanism-missing',
        stage: 'sign-in',
        transient: false,
        ...where,
        detail: heard.capabilities,
      }
    }
    if (known.code === 'GREETING_TIMEOUT' || known.code === 'CONNECT_TIMEOUT' || known.code === 'UPGRADE_TIMEOUT') {
      return { code: 'timed-out', stage, transient: true, ...where, detail: known.code }
    }
    if (
      typeof known.code === 'string' &&
      /^(ParserError|LiteralTooLarge|LineTooLarge|ResponseTooLarge|InvalidResponse|UnexpectedTag|MAX_IMAP)/.test(
        known.code,
      )
    ) {
      return { code: 'protocol-broken', stage, transient: false, ...where, detail: known.code }
    }
    if (
      typeof known.code === 'string' &&
      /^(E[A-Z]{3,}|ERR_|CERT_|UNABLE_|SELF_|DEPTH_|HOSTNAME_)/.test(known.code) &&
      known.code !== 'EConnectionClosed'
    ) {
      return systemFailure(known.tlsFailed === true ? 'tls' : stage, known.code, known.message ?? '', where)
    }
    if (isLoss(known)) {
      return { code: 'connection-closed', stage, transient: true, ...where }
    }
    return failureOf(error, stage, where)
  }

  try {
    const options = tlsOptions(access.host, access.trust)
    const socket = await connectTcp(access, resolver, watch, attempt.signal)
    hangUp = () => void socket.destroy()
    if (access.security !== 'tls') await untilTls(socket, watch, where)
    watch.at('tls')
    const opening = new ImapFlow({
      host: access.host,
      port: access.port,
      // The library gets a connection on which nothing but TLS may follow: it has no clear-text phase to go on in.
      secure: true,
      tls: { ...options, socket },
      auth:
        credentials !== null && isToken(credentials)
          ? { user: credentials.mailbox, accessToken: credentials.token }
          : {
              user: credentials?.username ?? '',
              pass: credentials?.password ?? '',
              // C7: another mailbox only by PLAIN's authorisation identity; LOGIN would silently open the user's own.
              ...(other === null ? {} : { authzid: other, loginMethod: 'AUTH=PLAIN' }),
            },
      // One attempt has one deadline, which the watch keeps; the library's own limits must not come first.
      connectionTimeout: attempt.deadlineMs + 60_000,
      greetingTimeout: attempt.deadlineMs + 60_000,
      socketTimeout: Math.max(attempt.deadlineMs * 2, 300_000),
      maxLiteralSize: largestLiteral,
      maxResponseSize: largestLiteral + 1024 * 1024,
      maxLineLength: 16 * 1024 * 1024,
      disableAutoIdle: true,
      disableCompression: true,
      disableAutoEnable: true,
      disableIMAP4rev2: true,
      logger: { trace: ignore, debug: note, info: note, warn: note, error: note },
    })
    client = opening
    if (credentials !== null && isToken(credentials)) signInByXoauth2(opening, credentials)
    opening.on('error', ignore)
    const connecting = opening.connect()
    if (access.security !== 'tls') greetOverTls(opening)
    await watch.during(watch.stage(), () => connecting)
    if (other !== null && !heard.saidPlain) throw new Stopped(mechanismMissing(where, heard.capabilities))
    watch.at('mailbox')
    return {
      ok: true,
      value: {
        client: opening,
        watch,
        where,
        failureOf: failure,
        isRefusal: (error) => opening.usable && answerOf(asLibraryError(error)) !== undefined,
        lastRefusal(stage) {
          const text = answerOf(heard.refusal)
          return text === undefined
            ? { code: 'server-unavailable', stage, transient: true, ...where }
            : withoutToken(imapFailure(stage, text, responseCodeOf(heard.refusal), where), credentials)
        },
        async close() {
          watch.end()
          await goodbye(opening)
        },
      },
    }
  } catch (error) {
    const reason = failure(error)
    watch.end()
    client?.close()
    hangUp()
    return failed(
      other !== null &&
        reason.stage === 'sign-in' &&
        reason.reply !== undefined &&
        !/\bAUTH=PLAIN\b/.test(heard.capabilities)
        ? mechanismMissing(where, heard.capabilities)
        : reason,
    )
  }
}

interface LogEntry {
  readonly src?: string
  readonly msg?: string
  readonly err?: unknown
}

const isLoss = ({ code }: LibraryError): boolean =>
  /^(NoConnection|EConnectionClosed|StateLogout|ClosedAfterConnect)/.test(code ?? '')

const ignore = (): void => undefined

const mechanismMissing = (where: Where, offered: string): Failure => ({
  code: 'auth-mechanism-missing',
  stage: 'sign-in',
  transient: false,
  ...where,
  detail: offered,
})

const replyOf = (error: LibraryError): { readonly reply?: string } => {
  const text = answerOf(error)
  return text === undefined ? {} : { reply: text }
}

/**
 * After STARTTLS a server says no second greeting (RFC 3501 6.2.1), and the library waits for one: it is told that the session begins.
 * Its socket is no promised part of it; the version is pinned, and every test of STARTTLS fails where it is not there.
 */
function greetOverTls(client: ImapFlow): void {
  const { socket } = client as unknown as { readonly socket?: TLSSocket }
  socket?.once('secureConnect', () => void socket.unshift(Buffer.from('* OK the session begins\r\n')))
}

function stageOfCommand(line: string, before: Stage): Stage {
  const verb = /^\S+ ([A-Z]+)/i.exec(line)?.[1]?.toUpperCase()
  switch (verb) {
    case 'CAPABILITY':
      return before === 'greeting' || before === 'starttls' ? 'capabilities' : before
    case 'STARTTLS':
      return 'starttls'
    case 'AUTHENTICATE':
    case 'LOGIN':
      return 'sign-in'
    case 'ID':
    case 'NAMESPACE':
    case 'ENABLE':
      return before === 'sign-in' ? 'mailbox' : before
    default:
      return before
  }
}

/** LOGOUT, without insisting. */
async function goodbye(client: ImapFlow): Promise<void> {
  if (!client.usable) return client.close()
  const late = setTimeout(() => client.close(), 1_000)
  try {
    await client.logout()
  } catch {
    // Gone already, which is what was wanted.
  } finally {
    clearTimeout(late)
    client.close()
  }
}
