import type { Credentials } from '../../engine/ports/conversation.ts'
import { secretHider } from '../secretForms.ts'

/** What was said, by whom, when; without credentials (T9, C17). */
export interface Transcript {
  client(line: string): void
  server(line: string): void
  note(line: string): void
  /** Credentials went out: from here on the server may repeat them. */
  credentialsSent(credentials: Credentials): void
  /** Takes credentials out of the server's words, as they are kept among the facts. */
  clean(text: string): string
  text(): string
}

const mostLines = 2_000
const longestShown = 2_000

/**
 * Keeps the dialogue. `known` are texts that are no secret and may hold the same letters as a short password: the host, the addresses.
 * A server cannot repeat what it was not told, so its words are cleaned only once credentials went out.
 */
export function createTranscript(known: readonly string[], now: () => number = () => performance.now()): Transcript {
  const began = now()
  const lines: string[] = []
  let clean = (text: string): string => text
  let left = 0

  const add = (who: string, line: string) => {
    if (lines.length >= mostLines) {
      left += 1
      return
    }
    // oxlint-disable-next-line no-control-regex -- controls of a hostile server do not reach a terminal
    const visible = line.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, '�')
    lines.push(
      `${((now() - began) / 1000).toFixed(3).padStart(7)} ${who} ${visible.length > longestShown ? `${visible.slice(0, longestShown)}…` : visible}`,
    )
  }
  return {
    client: (line) => add('C:', line),
    server: (line) => add('S:', clean(line)),
    note: (line) => add('--', line),
    credentialsSent: (credentials) => {
      clean = secretHider(credentials, known)
    },
    clean: (text) => clean(text),
    text: () => [...lines, ...(left > 0 ? [`        -- ${left} more lines`] : [])].join('\n'),
  }
}
