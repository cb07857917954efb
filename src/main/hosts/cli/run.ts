import { CommanderError, type Command } from 'commander'
import { say, words } from '../../../words/index.ts'
import type { Refusal } from '../../../contract/define.ts'
import { CallRefused, Cancelled, exitOf, exits, WrongUsage, type Exit } from './exits.ts'
import { createInput, type Input } from './input.ts'
import { createOutput, type Output } from './output.ts'
import type { MailWork, Session } from './session.ts'

/** Options that every command takes (K1). */
export interface GlobalOptions {
  readonly workspace?: string
  readonly practice?: boolean
  readonly json?: boolean
  readonly ndjson?: boolean
  readonly color: boolean
  /** Seconds. */
  readonly timeout?: number
  readonly vaultPassphraseFd?: number
}

/** What a command has to do its work with. */
export interface Run {
  readonly out: Output
  readonly input: Input
  readonly options: GlobalOptions
  /** Aborted by Ctrl-C, SIGTERM or --timeout. */
  readonly signal: AbortSignal
  /** The workspace, opened at the first call and closed when the command ends. */
  session(mail?: MailWork): Promise<Session>
}

/** Whether Ctrl-C is a command's regular end (`serve`) or cancels it. */
type Nature = 'job' | 'service'

/** Makes an action of a command: `body` gets the run and what commander read, and answers the exit code. */
export type Perform = (
  body: (run: Run, ...args: never[]) => Promise<Exit>,
  nature?: Nature,
) => (...args: unknown[]) => Promise<void>

/** How long a cancelled command may tidy up, in milliseconds. */
const grace = 10_000

/** The actions of one program run; `ended` is told the exit code. */
export function performer(program: Command, ended: (exit: Exit) => void): Perform {
  return (body: (run: Run, ...args: never[]) => Promise<Exit>, nature: Nature = 'job') =>
    async (...args: unknown[]) => {
      const options = program.opts<GlobalOptions>()
      const out = outputOf(options)
      const stop = new AbortController()
      const opened: { session?: Promise<Session> } = {}
      const open = async (mail: MailWork) => {
        const { openSession } = await import('./session.ts')
        return openSession(options, out, mail)
      }
      const run: Run = {
        out,
        input: createInput(),
        options,
        signal: stop.signal,
        session: (mail = 'rests') => (opened.session ??= open(mail)),
      }
      const unwatch = watchSignals(stop, options.timeout)
      const exit = await Promise.race([
        settle(run, () => body(run, ...(args as never[]))),
        overdue(stop.signal).then(() => exits.cancelled),
      ])
      unwatch()
      const cancelled = stop.signal.aborted && nature === 'job'
      if (cancelled) out.refuse(cancelledRefusal(stop.signal), [sentenceOf(cancelledRefusal(stop.signal).refusal)])
      await opened.session?.then((one) => one.close()).catch(() => undefined)
      ended(cancelled ? exits.cancelled : stop.signal.aborted && exit === exits.cancelled ? exits.well : exit)
    }
}

export function outputOf(options: GlobalOptions): Output {
  return createOutput({ shape: options.ndjson ? 'ndjson' : options.json ? 'json' : 'human', color: options.color })
}

/** Runs a command to an exit code, whatever it throws. */
async function settle(run: Run, body: () => Promise<Exit>): Promise<Exit> {
  try {
    return await body()
  } catch (error) {
    // The reason is said once, by the one who cancelled.
    if (run.signal.aborted) return exits.cancelled
    return explain(run.out, error)
  }
}

/** Says why a command ended early, and answers its exit code. */
export function explain(out: Output, error: unknown): Exit {
  if (error instanceof Cancelled) return exits.cancelled
  if (error instanceof CommanderError) return error.exitCode === 0 ? exits.well : exits.usage
  const refusal = refusalOf(error)
  const fields = (refusal.fields ?? []).map(({ path, word }) => `  ${path}: ${say(word)}`)
  const reply = refusal.failure?.reply === undefined ? [] : [words['cli.server-said']({ reply: refusal.failure.reply })]
  out.refuse(refused(refusal), [out.paint.failed(sentenceOf(refusal)), ...fields, ...reply])
  if (refusal.code === 'internal' && error instanceof Error && !(error instanceof CallRefused)) {
    out.say(out.paint.dim(error.stack ?? error.message))
  }
  return exitOf(refusal)
}

function refusalOf(error: unknown): Refusal {
  if (error instanceof CallRefused) return error.refusal
  if (error instanceof WrongUsage) {
    return { code: 'invalid-input', word: { key: 'cli.usage', params: { problem: error.message } } }
  }
  const opening = error instanceof Error ? openingRefusals[error.name] : undefined
  if (opening !== undefined && error instanceof Error) {
    return { code: opening, word: { key: 'cli.not-opened', params: { problem: error.message } } }
  }
  return { code: 'internal', word: { key: 'refusal.internal', params: {} } }
}

/** Errors that keep a workspace from being opened carry their sentence. By name, so that their modules need not be loaded. */
const openingRefusals: Readonly<Record<string, Refusal['code']>> = {
  NetworkShareRefused: 'refused',
  PlaceNotSafe: 'refused',
  DatabaseFromTheFuture: 'refused',
  WorkspaceGone: 'refused',
  FolderUnusable: 'not-available',
  OwnerUnreachable: 'not-available',
  StoreFailed: 'not-available',
  PracticePortTaken: 'not-available',
}

const sentenceOf = (refusal: Refusal): string => say(refusal.word)

/** The JSON value of a command that was refused. */
export const refused = (refusal: Refusal) => ({ refusal: { ...refusal, sentence: sentenceOf(refusal) } })

function cancelledRefusal(signal: AbortSignal): { readonly refusal: Refusal & { readonly sentence: string } } {
  const seconds = typeof signal.reason === 'number' ? signal.reason : null
  return refused({
    code: 'failed',
    word: seconds === null ? { key: 'cli.cancelled', params: {} } : { key: 'cli.timed-out', params: { seconds } },
  })
}

/** Aborts on signals and when the time is over; a second Ctrl-C ends the process at once. */
function watchSignals(stop: AbortController, seconds: number | undefined): () => void {
  const interrupted = () => {
    if (stop.signal.aborted) process.exit(exits.cancelled)
    stop.abort('signal')
  }
  const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const name of names) process.on(name, interrupted)
  const timer = seconds === undefined ? undefined : setTimeout(() => stop.abort(seconds), seconds * 1000)
  return () => {
    clearTimeout(timer)
    for (const name of names) process.off(name, interrupted)
  }
}

/** Resolves when a cancelled command has not ended in its time of grace. */
function overdue(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => setTimeout(resolve, grace).unref(), { once: true })
  })
}
