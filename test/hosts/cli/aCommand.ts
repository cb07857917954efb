import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

/** What is tested is the build; WAYPOST_OUT names another one than that of the checkout. */
export const outputs = process.env['WAYPOST_OUT'] ?? join(import.meta.dirname, '..', '..', '..', 'out', 'main')
const built = join(outputs, 'cli.js')

export interface Ended {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export interface Given {
  /** All of its standard input; it has none unless given. */
  readonly input?: string
  /** What can be read from file descriptor 3. */
  readonly fd3?: string
  readonly env?: Readonly<Record<string, string>>
}

export interface Running {
  readonly ended: Promise<Ended>
  /** Settles when standard error has said this. */
  said(text: string): Promise<void>
  signal(name: NodeJS.Signals): void
}

/** Starts the built `waypost` command in a process of its own. */
export function starting(args: readonly string[], given: Given = {}): Running {
  if (!existsSync(built)) throw new Error('The command line is not built: out/main/cli.js is missing.')
  const child = spawn(process.execPath, [built, ...args], {
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
    env: { ...process.env, NO_COLOR: '', ...given.env },
  })
  const [stdin, , , third] = child.stdio as unknown as [Writable, Readable, Readable, Writable]
  for (const stream of [stdin, third]) stream.on('error', () => undefined)
  stdin.end(given.input ?? '')
  third.end(given.fd3 ?? '')
  let stdout = ''
  let stderr = ''
  const waiting = new Set<() => void>()
  const heard = () => {
    for (const look of waiting) look()
  }
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString()
    heard()
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code) => {
      resolve({ code: code ?? -1, stdout, stderr })
      heard()
    })
  })
  return {
    ended,
    signal: (name) => void child.kill(name),
    said: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (stderr.includes(text)) resolve()
          else if (child.exitCode !== null) reject(new Error(`It ended before it said “${text}”: ${stdout}${stderr}`))
        }
        waiting.add(look)
        look()
      }),
  }
}

/** Runs one command line to its end. */
export const waypost = (args: readonly string[], given?: Given): Promise<Ended> => starting(args, given).ended
