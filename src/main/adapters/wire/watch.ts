import { failed, type Failure, type Outcome, type Stage } from '../../../domain/failure.ts'
import { systemFailure } from '../../../domain/replies/system.ts'
import type { Where } from '../../../domain/replies/where.ts'
import type { Attempt } from '../../engine/ports/conversation.ts'

/** Ends a conversation from within; what it came to is data. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.code)
    this.failure = failure
  }
}

/** The connection ended; `code` is Node's or OpenSSL's, undefined where the other side simply closed. */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'
  readonly code: string | undefined
  constructor(code: string | undefined, message: string) {
    super(message)
    this.code = code
  }
}

/** Keeps the one deadline of an attempt, whichever stage stalls, and knows the stage. */
export interface Watch {
  stage(): Stage
  /** Notes the stage without waiting for anything. */
  at(stage: Stage): void
  /** Waits for what the other side owes; rejects with Stopped once the deadline has passed or the attempt was cancelled. */
  during<T>(stage: Stage, work: () => Promise<T>): Promise<T>
  /** Octets of a message moved: the deadline counts from here again. */
  progress(): void
  /** Stops the attempt for a reason of its own. */
  stop(failure: Failure): void
  /** The attempt is over: its timer and its ear for the signal end. */
  end(): void
}

/**
 * Only time spent waiting for the server counts: while the caller stores a message, no server is late.
 * `onStop` has to break the connection, so that nothing goes on behind a failure that was already given. `received` counts octets where the
 * connection is a library's: while messages are listed and fetched, a deadline is late only if nothing arrived since.
 */
export function startWatch(
  attempt: Attempt,
  where: Where,
  onStop: (failure: Failure) => void,
  received: () => number = () => 0,
): Watch {
  let current: Stage = 'resolve'
  let left = attempt.deadlineMs
  let since = 0
  let waits = 0
  let timer: NodeJS.Timeout | undefined
  let stopped: Failure | undefined
  const rejections = new Set<(reason: Stopped) => void>()

  const stop = (failure: Failure) => {
    if (stopped !== undefined) return
    stopped = failure
    clearTimeout(timer)
    onStop(failure)
    for (const reject of rejections) reject(new Stopped(failure))
  }
  let counted = 0
  const expired = () => {
    const now = received()
    if (now > counted && (current === 'fetch' || current === 'list')) {
      counted = now
      left = attempt.deadlineMs
      since = performance.now()
    }
    const rest = left - (performance.now() - since)
    if (rest > 1) timer = setTimeout(expired, rest)
    else stop({ code: 'timed-out', stage: current, transient: true, ...where, detail: `${attempt.deadlineMs} ms` })
  }
  const cancelled = () => stop({ code: 'cancelled', stage: current, transient: false, ...where })
  attempt.signal.addEventListener('abort', cancelled, { once: true })
  if (attempt.signal.aborted) cancelled()

  return {
    stage: () => current,
    at(stage) {
      current = stage
    },
    async during<T>(stage: Stage, work: () => Promise<T>) {
      current = stage
      if (stopped !== undefined) throw new Stopped(stopped)
      if (waits++ === 0) {
        since = performance.now()
        timer = setTimeout(expired, Math.max(0, left))
      }
      let reject: ((reason: Stopped) => void) | undefined
      try {
        return await new Promise<T>((resolve, refuse) => {
          reject = refuse
          rejections.add(refuse)
          work().then(resolve, refuse)
        })
      } catch (error) {
        // What broke because the attempt was stopped is told as the stop.
        throw stopped === undefined ? error : new Stopped(stopped)
      } finally {
        if (reject !== undefined) rejections.delete(reject)
        if (--waits === 0) {
          clearTimeout(timer)
          left -= performance.now() - since
        }
      }
    },
    progress() {
      left = attempt.deadlineMs
      since = performance.now()
    },
    stop,
    end() {
      clearTimeout(timer)
      attempt.signal.removeEventListener('abort', cancelled)
    },
  }
}

/** The failure that an error of a conversation stands for. */
export function failureOf(error: unknown, stage: Stage, where: Where): Failure {
  if (error instanceof Stopped) return error.failure
  if (error instanceof ConnectionLost) {
    return error.code === undefined
      ? { code: 'connection-closed', stage, transient: true, ...where, detail: error.message }
      : systemFailure(stage, error.code, error.message, where)
  }
  return {
    code: 'internal',
    stage,
    transient: false,
    ...where,
    detail: error instanceof Error ? error.message : String(error),
  }
}

/** Runs a conversation; whatever ends it early comes out as a failure with its stage. */
export async function conversation<T>(
  watch: Watch,
  where: Where,
  talk: () => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  try {
    return await talk()
  } catch (error) {
    return failed(failureOf(error, watch.stage(), where))
  }
}
