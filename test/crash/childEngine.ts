import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { createInterface } from 'node:readline'
import type { Stand, Work } from './work.ts'

/** How an engine process ended. */
export interface Ended {
  readonly signal: string | null
  readonly code: number | null
  readonly steps: readonly string[]
  readonly failures: readonly string[]
  readonly stand: Stand | undefined
}

/** Milliseconds after which a process that goes on is taken for hung. */
const patience = 90_000

/**
 * Runs the work in a process of its own. `killAfter` sends SIGKILL from outside once so many steps were told: the engine has gone on
 * meanwhile, so the moment is anywhere between two steps.
 */
export async function runEngine(work: Work, cache: string, killAfter = Infinity): Promise<Ended> {
  const child = spawn(
    process.execPath,
    [
      '--disable-warning=ExperimentalWarning',
      fileURLToPath(new URL('engineProcess.ts', import.meta.url)),
      JSON.stringify(work),
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, NODE_COMPILE_CACHE: cache, NODE_OPTIONS: '' } },
  )
  const late = setTimeout(() => child.kill('SIGKILL'), patience)
  const steps: string[] = []
  const failures: string[] = []
  let stand: Stand | undefined
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const lines = createInterface({ input: child.stdout })
  lines.on('line', (text) => {
    const line = JSON.parse(text) as {
      readonly step?: string
      readonly failed?: string
      readonly error?: string
      readonly stand?: Stand
    }
    if (line.step !== undefined) steps.push(line.step)
    if (line.failed !== undefined) failures.push(`${line.failed}: ${line.error}`)
    stand ??= line.stand
    if (steps.length >= killAfter) child.kill('SIGKILL')
  })
  const [[code, signal]] = await Promise.all([
    new Promise<readonly [number | null, string | null]>((resolve) => child.once('close', (...end) => resolve(end))),
    new Promise((resolve) => lines.once('close', resolve)),
  ])
  clearTimeout(late)
  if (code !== 0 && signal === null) failures.push(complaints)
  return { signal, code, steps, failures, stand }
}
