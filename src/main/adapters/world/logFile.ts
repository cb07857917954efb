import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { redact } from '../../../domain/redact.ts'
import type { Trace } from '../../engine/ports/world.ts'

/** Octets of one log file before it is turned over, and how many old ones are kept. */
const turnOver = 5_000_000
const keptFiles = 4

/**
 * The log file: what the engine reached and what failed, one JSON line each, redacted (C17). Mail contents are never written.
 * A log that cannot be written never stops the mail.
 */
export function logFile(path: string, now: () => number): Trace {
  let size = existsSync(path) ? statSync(path).size : 0
  const write = (line: object) => {
    try {
      const text = `${redact(JSON.stringify({ at: new Date(now()).toISOString(), ...line }))}\n`
      if (size === 0) mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      if (size + text.length > turnOver) {
        for (let old = keptFiles - 1; old >= 1; old--)
          if (existsSync(`${path}.${old}`)) renameSync(`${path}.${old}`, `${path}.${old + 1}`)
        renameSync(path, `${path}.1`)
        size = 0
      }
      appendFileSync(path, text, { mode: 0o600 })
      size += Buffer.byteLength(text)
    } catch {
      size = 0
    }
  }
  // One line a message would make the log the slowest part of a poll.
  const quiet = new Set(['poll.fetched', 'send.claimed', 'send.answered'])
  return {
    reached: (step, about) => {
      if (!quiet.has(step)) write({ step, ...about })
    },
    failed: (where, error) =>
      write({
        failed: where,
        error:
          error instanceof Error ? { name: error.name, message: error.message, stack: error.stack } : String(error),
      }),
  }
}
