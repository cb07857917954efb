import { fork, type ChildProcess } from 'node:child_process'
import { EventEmitter, once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Facts, Frame, FromStandin, ToStandin, WindowOptions } from './messages.ts'

const root = join(import.meta.dirname, '..', '..')
const out = join(root, 'out')
const built = join(out, 'main', 'index.js')
export const builtPreload = join(out, 'preload', 'index.cjs')

type WithoutId<T> = T extends { readonly id: number } ? Omit<T, 'id'> : never

/** The built desktop host on a stand-in for Electron, without any page: a test speaks for the page. */
export interface Desktop {
  readonly child: ChildProcess
  /** The first window: its options and number. Rejects with the sentence of an error box. */
  readonly window: Promise<{ readonly id: number; readonly options: WindowOptions; readonly url: string }>
  readonly facts: () => Partial<Facts>
  /** The links that were given to the system's browser. */
  readonly outside: readonly string[]
  /** What `ipcRenderer.invoke` answers; rejects as it does. */
  invoke(channel: string, args: unknown[], frame: Frame, window?: number): Promise<unknown>
  ask(message: WithoutId<ToStandin>): Promise<unknown>
  tell(message: ToStandin): void
  onSend(listener: (channel: string, args: unknown[], window: number) => void): void
  /** Closes the window, and waits for the process. */
  end(): Promise<void>
}

export const pageFrame: Frame = { url: 'app://waypost/', parent: null }

export function startDesktop(options: { readonly args: readonly string[]; readonly env?: NodeJS.ProcessEnv }): Desktop {
  if (!existsSync(built)) throw new Error('The desktop host is not built: out/main/index.js is missing.')
  const child = fork(built, options.args, {
    execArgv: ['--no-warnings', '--import', join(import.meta.dirname, 'register.ts')],
    env: { ...process.env, ...options.env },
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  })
  let complaints = ''
  child.stderr?.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const facts: Partial<Facts> = {}
  const outside: string[] = []
  const waiting = new Map<number, (answer: Extract<FromStandin, { kind: 'answer' }>) => void>()
  const sends = new EventEmitter()
  const window = Promise.withResolvers<{ id: number; options: WindowOptions; url: string }>()
  window.promise.catch(() => {})
  let options1: WindowOptions | undefined
  let asked = 0
  child.on('message', (message: FromStandin) => {
    switch (message.kind) {
      case 'answer':
        return waiting.get(message.id)?.(message)
      case 'window':
        return void (options1 = message.options)
      case 'load':
        return window.resolve({ id: message.window, options: options1!, url: message.url })
      case 'send':
        return void sends.emit('send', message.channel, message.args, message.window)
      case 'outside':
        return void outside.push(message.url)
      case 'error-box':
        return window.reject(new Error(message.text))
      case 'facts':
        return void Object.assign(facts, message.facts)
    }
  })
  const gone = once(child, 'exit').then(() => ({ error: 'The desktop host ended.', value: undefined }))
  child.once('exit', (code) => window.reject(new Error(`The desktop host ended with ${code}. ${complaints}`)))

  async function ask(message: WithoutId<ToStandin>): Promise<unknown> {
    const id = ++asked
    const { promise, resolve } = Promise.withResolvers<Extract<FromStandin, { kind: 'answer' }>>()
    waiting.set(id, resolve)
    // A process that has just ended cannot be written to: that it is gone is the answer then.
    if (child.connected) child.send({ ...message, id }, () => {})
    const answer = await Promise.race([promise, gone])
    waiting.delete(id)
    if (answer.error !== undefined) throw new Error(answer.error)
    return answer.value
  }

  return {
    child,
    window: window.promise,
    facts: () => facts,
    outside,
    ask,
    invoke: (channel, args, frame, window = 1) => ask({ kind: 'invoke', channel, args, frame, window }),
    tell: (message) => void child.send(message),
    onSend: (listener) => void sends.on('send', listener),
    async end() {
      if (child.exitCode !== null || child.signalCode !== null) return
      child.send({ kind: 'quit' } satisfies ToStandin)
      await gone
    },
  }
}
