import type { Socket } from 'node:net'
import type { Trouble } from '../../../domain/diagnosis/facts.ts'
import type { Transcript } from './transcript.ts'

/** A stage ended by a trouble. Thrown inside the probes only, and kept as a fact at their border. */
export class Stopped extends Error {
  override readonly name = 'Stopped'
  readonly trouble: Trouble
  constructor(trouble: Trouble) {
    super(trouble.kind)
    this.trouble = trouble
  }
}

/** What a whole attempt may use: its end on the monotonic clock, and how long one answer may take; milliseconds. */
export interface Budget {
  readonly signal: AbortSignal
  readonly endsAt: number
  readonly totalMs: number
  readonly stepMs: number
}

export const remaining = (budget: Budget): number => Math.max(0, budget.endsAt - performance.now())

/** The trouble of a budget that ran out while `waitedMs` were spent on one answer. */
export const outOfTime = (budget: Budget, waitedMs: number): Trouble =>
  remaining(budget) <= 1 ? { kind: 'deadline', afterMs: budget.totalMs } : { kind: 'silent', afterMs: waitedMs }

export const systemTrouble = (error: Error): Trouble => ({
  kind: 'system',
  code: (error as NodeJS.ErrnoException).code ?? error.name,
  message: error.message,
})

/** Runs work under the budget: it ends by itself, or by the signal, or after `ms`. `stop` frees what it holds. */
export function within<T>(
  budget: Budget,
  ms: number,
  work: (settle: (value: T) => void, fail: (trouble: Trouble) => void) => () => void,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const limit = Math.min(ms, remaining(budget))
    let over = false
    let stop = () => {}
    const end = (act: () => void) => {
      if (over) return
      over = true
      clearTimeout(timer)
      budget.signal.removeEventListener('abort', cancelled)
      act()
    }
    const fail = (trouble: Trouble) =>
      end(() => {
        stop()
        reject(new Stopped(trouble))
      })
    const cancelled = () => fail({ kind: 'cancelled' })
    const timer = setTimeout(() => fail(outOfTime(budget, limit)), limit)
    if (budget.signal.aborted) return cancelled()
    budget.signal.addEventListener('abort', cancelled)
    const made = work((value) => end(() => resolve(value)), fail)
    // Work that failed before it could hand over its stop is stopped here.
    if (over) made()
    else stop = made
  })
}

// A greeting, a capability list or a folder list is short; these are the limits of a server that means no harm.
const longestLine = 64 * 1024
const longestLiteral = 1024 * 1024

/** A line-based conversation over one connection. Every answer is waited for under the budget; what is said is kept in the transcript. */
export interface Dialogue {
  /** One line without its end, as UTF-8. */
  line(): Promise<string>
  /** One IMAP response: a line whose literals are put in as quoted strings. */
  response(): Promise<string>
  /** Sends a line. `shown` stands for it in the transcript where it holds credentials. */
  send(line: string, shown?: string): void
  /** Sends octets as they are, under a name for the transcript. */
  sendRaw(octets: string, shown: string): void
  /** Octets that came and were not read; they are dropped. */
  drop(): number
  /** Goes on over another socket: after a TLS handshake. */
  over(socket: Socket): void
  /** The connection that the conversation is on now. */
  socket(): Socket
  /** From here on the attempt's own signal and deadline do not count, only this one: for tidying up. */
  shield(graceMs: number): void
  alive(): boolean
  close(): void
}

interface Taken {
  readonly text: string
  readonly used: number
}

function takeLine(buffer: Buffer, from = 0): Taken | null {
  const end = buffer.indexOf(0x0a, from)
  if (end === -1) {
    if (buffer.length - from > longestLine) throw new Stopped({ kind: 'too-long', limit: longestLine })
    return null
  }
  if (end - from > longestLine) throw new Stopped({ kind: 'too-long', limit: longestLine })
  const cut = end > from && buffer[end - 1] === 0x0d ? end - 1 : end
  return { text: buffer.toString('utf8', from, cut), used: end + 1 }
}

/** RFC 3501 4.3: a line that ends with {n} goes on behind n octets. Nothing is taken until all of it is there. */
function takeResponse(buffer: Buffer): Taken | null {
  let text = ''
  let from = 0
  for (;;) {
    const line = takeLine(buffer, from)
    if (!line) return null
    const literal = /\{(\d{1,10})\+?\}$/.exec(line.text)
    if (!literal) return { text: text + line.text, used: line.used }
    const length = Number(literal[1])
    if (length > longestLiteral || line.used + length > 2 * longestLiteral)
      throw new Stopped({ kind: 'too-long', limit: longestLiteral })
    if (buffer.length < line.used + length) return null
    const octets = buffer.toString('utf8', line.used, line.used + length)
    text += `${line.text.slice(0, literal.index)}"${octets.replace(/["\\]/g, '\\$&')}"`
    from = line.used + length
  }
}

export function openDialogue(first: Socket, attempt: Budget, transcript: Transcript): Dialogue {
  let socket = first
  let budget = attempt
  let chunks: Buffer[] = []
  let ended: Trouble | null = null
  let wake = () => {}

  const onData = (chunk: Buffer) => {
    chunks.push(chunk)
    wake()
  }
  const onError = (error: Error) => {
    ended ??= systemTrouble(error)
    wake()
  }
  const onClose = () => {
    ended ??= { kind: 'closed', reply: null }
    wake()
  }
  const listen = () => {
    socket.on('data', onData)
    socket.on('error', onError)
    socket.once('end', onClose)
    socket.once('close', onClose)
  }
  const leave = () => {
    socket.off('data', onData)
    socket.off('end', onClose)
    socket.off('close', onClose)
  }
  listen()

  const take = (from: (buffer: Buffer) => Taken | null): Promise<string> =>
    within<string>(budget, budget.stepMs, (settle, fail) => {
      const look = () => {
        try {
          const buffer = chunks.length === 1 ? (chunks[0] ?? Buffer.alloc(0)) : Buffer.concat(chunks)
          chunks = [buffer]
          const taken = from(buffer)
          if (taken) {
            chunks = [buffer.subarray(taken.used)]
            transcript.server(taken.text)
            return settle(taken.text)
          }
          if (ended) fail(ended)
        } catch (error) {
          fail(error instanceof Stopped ? error.trouble : systemTrouble(error as Error))
        }
        return undefined
      }
      wake = look
      look()
      return () => {
        wake = () => {}
      }
    })

  return {
    line: () => take((buffer) => takeLine(buffer)),
    response: () => take(takeResponse),
    send(line, shown) {
      transcript.client(shown ?? line)
      if (!socket.destroyed) socket.write(`${line}\r\n`, 'utf8')
    },
    sendRaw(octets, shown) {
      transcript.client(shown)
      if (!socket.destroyed) socket.write(octets, 'utf8')
    },
    drop() {
      const octets = chunks.reduce((sum, chunk) => sum + chunk.length, 0)
      chunks = []
      return octets
    },
    over(secured) {
      leave()
      socket = secured
      chunks = []
      listen()
    },
    socket: () => socket,
    shield(graceMs) {
      budget = {
        signal: new AbortController().signal,
        endsAt: performance.now() + graceMs,
        totalMs: graceMs,
        stepMs: graceMs,
      }
    },
    alive: () => ended === null && !socket.destroyed,
    close() {
      // Whoever still waits for an answer is not left to its time limit.
      ended ??= { kind: 'closed', reply: null }
      wake()
      leave()
      socket.on('error', () => undefined)
      socket.destroy()
    },
  }
}
