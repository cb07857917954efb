import { createHash } from 'node:crypto'
import { failed, type Outcome } from '../../../domain/failure.ts'
import type { RecipientReply, Resolver, Sender } from '../../engine/ports/conversation.ts'
import { refusalByAlert } from '../../../domain/clientCertificate.ts'
import { withoutToken } from '../secretForms.ts'
import { ConnectionLost, conversation, startWatch, Stopped, type Watch } from '../wire/watch.ts'
import { openWire, type Wire } from '../wire/wire.ts'
import { greet, signIn, signInByCertificate } from './dialogue.ts'
import { transact, type Session } from './transaction.ts'

/** Milliseconds a connection waits for the next message before it is ended; servers count them (O6). */
const idleMs = 10_000

/** Connections kept for one access. */
const keptForOne = 8

interface Kept {
  readonly session: Session
  readonly timer: NodeJS.Timeout
}

type Access = Parameters<Sender['send']>[0]

/** Two messages share a connection only where everything that opened it is the same. The key keeps no password. */
const keyOf = (access: Access): string => createHash('sha256').update(JSON.stringify(access)).digest('base64')

/** Sends by SMTP; one message at a time on a connection, which is kept for the next one for ten seconds. */
export function createSmtpSender({ resolver }: { readonly resolver: Resolver }): Sender {
  const kept = new Map<string, Kept[]>()
  const leaving = new Set<Promise<void>>()
  let closed = false

  const take = (key: string): Session | undefined => {
    for (let next = kept.get(key)?.pop(); next !== undefined; next = kept.get(key)?.pop()) {
      clearTimeout(next.timer)
      // Octets nobody asked for are the server's farewell (421).
      if (next.session.wire.isOpen() && !next.session.wire.readable()) return next.session
      next.session.wire.destroy()
    }
    return undefined
  }
  const leave = (session: Session) => {
    const left = goodbye(session.wire).finally(() => leaving.delete(left))
    leaving.add(left)
  }
  const keep = (key: string, session: Session) => {
    if (!session.wire.isOpen()) return
    const others = kept.get(key) ?? []
    if (closed || others.length >= keptForOne) return leave(session)
    const entry: Kept = {
      session,
      timer: setTimeout(() => {
        kept.set(
          key,
          (kept.get(key) ?? []).filter((each) => each !== entry),
        )
        leave(session)
      }, idleMs),
    }
    entry.timer.unref()
    kept.set(key, [...others, entry])
  }

  return {
    async send(access, envelope, raw, attempt) {
      const where = { host: access.host, port: access.port }
      // C14: known before anything is said, so nothing is.
      if (access.security === 'none' && (access.credentials !== null || access.clientIdentity)) {
        return failed({ code: 'starttls-missing', stage: 'sign-in', transient: false, ...where })
      }
      const key = keyOf(access)
      let wire: Wire | undefined
      const watch = startWatch(attempt, where, () => wire?.destroy())
      let handed = false
      const handingOver = async (accepted: readonly string[]) => {
        handed = true
        await attempt.handingOver(accepted)
      }
      const on = async (session: Session): Promise<Outcome<readonly RecipientReply[]>> => {
        wire = session.wire
        let isBetweenTransactions = false
        const outcome = await conversation(watch, where, async () => {
          const answers = await transact(session, watch, envelope, raw, handingOver)
          isBetweenTransactions = true
          return answers
        })
        if (isBetweenTransactions) keep(key, session)
        else session.wire.destroy()
        return outcome
      }
      try {
        const waiting = take(key)
        if (waiting !== undefined) {
          const outcome = await on(waiting)
          // A kept connection may have been ended by the server meanwhile: then nothing was said on it, and a fresh one is opened.
          const stale = !outcome.ok && !handed && outcome.failure.stage === 'sender' && isLoss(outcome.failure)
          if (!stale) return outcome
        }
        const opened = await conversation(watch, where, async () => ({
          ok: true,
          value: await openSession(access, resolver, watch, attempt.signal, (opening) => {
            wire = opening
          }),
        }))
        if (!opened.ok) {
          wire?.destroy()
          return failed(withoutToken(opened.failure, access.credentials))
        }
        return await on(opened.value)
      } finally {
        watch.end()
      }
    },
    async close() {
      closed = true
      for (const { session, timer } of [...kept.values()].flat()) {
        clearTimeout(timer)
        leave(session)
      }
      kept.clear()
      await Promise.all(leaving)
    },
  }
}

const isLoss = ({ code, reply }: { readonly code: string; readonly reply?: string | undefined }): boolean =>
  code === 'connection-closed' || code === 'connection-reset' || (reply?.startsWith('421') ?? false)

async function openSession(
  access: Access,
  resolver: Resolver,
  watch: Watch,
  signal: AbortSignal,
  opening: (wire: Wire) => void,
): Promise<Session> {
  const where = { host: access.host, port: access.port }
  try {
    const wire = await openWire(access, resolver, watch, signal, opening)
    const offers = await greet(wire, watch, where, access)
    if (access.clientIdentity) await signInByCertificate(wire, watch, where, offers)
    if (access.credentials !== null) await signIn(wire, watch, where, offers, access.credentials)
    return { wire, where, offers }
  } catch (error) {
    throw access.clientIdentity ? asRefusedCertificate(error, where) : error
  }
}

/** RFC 8446 4.4.2.4: under TLS 1.3 a certificate is refused behind the handshake, where the next answer is waited for. No retry mends it. */
function asRefusedCertificate(error: unknown, where: { readonly host: string; readonly port: number }): unknown {
  return error instanceof ConnectionLost && error.code !== undefined && refusalByAlert(error.code) !== null
    ? new Stopped({ code: 'auth-rejected', stage: 'sign-in', transient: false, ...where, detail: error.code })
    : error
}

/** QUIT, without insisting: the reply is awaited for a second at most. */
async function goodbye(wire: Wire): Promise<void> {
  const late = setTimeout(() => wire.destroy(), 1_000)
  try {
    await wire.write('QUIT\r\n')
    await wire.line(8 * 1024)
  } catch {
    // Gone already, which is what was wanted.
  } finally {
    clearTimeout(late)
    wire.destroy()
  }
}
