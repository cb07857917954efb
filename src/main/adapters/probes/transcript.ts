import { redact } from '../../../domain/redact.ts'

/** What was said, by whom, when; without credentials (T9, C17). */
export interface Transcript {
  client(line: string): void
  server(line: string): void
  note(line: string): void
  /** Credentials went out: from here on the server may repeat them. */
  credentialsSent(): void
  /** Takes credentials out of the server's words, as they are kept among the facts. */
  clean(text: string): string
  text(): string
}

const mostLines = 2_000
const longestShown = 2_000

/** Every form in which a server could give a password back: as it is, quoted, URL-encoded, in base64 and in a SASL PLAIN answer. */
function formsOf(password: string, identities: readonly string[]): readonly string[] {
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')
  const plain = identities.flatMap((identity) => [base64(`${identity}\0${password}`)])
  // Inside a longer base64 text a password stands at one of three offsets; the characters that are its own stay the same.
  const inside = [0, 1, 2].map((offset) => {
    const text = base64('\0'.repeat(offset) + password)
    const from = Math.ceil((offset * 8) / 6)
    const to = Math.floor(((offset + Buffer.byteLength(password)) * 8) / 6)
    return text.slice(from, to)
  })
  return [
    ...plain,
    ...plain.map((text) => text.replace(/=+$/, '')),
    password,
    password.replace(/["\\]/g, '\\$&'),
    encodeURIComponent(password),
    base64(password),
    Buffer.from(password, 'utf8').toString('hex'),
    ...inside.filter((text) => text.length >= 4),
  ]
    .filter((form, index, all) => form !== '' && all.indexOf(form) === index)
    .toSorted((left, right) => right.length - left.length)
}

/**
 * Keeps the dialogue. `known` are texts that are no secret and may hold the same letters as a short password: the host, the addresses.
 * A server cannot repeat what it was not told, so its words are cleaned only once credentials went out.
 */
export function createTranscript(
  password: string | null,
  identities: readonly string[],
  known: readonly string[],
  now: () => number = () => performance.now(),
): Transcript {
  const began = now()
  const lines: string[] = []
  const secrets = password === null || password === '' ? [] : formsOf(password, identities)
  const keep = known
    .filter((text) => text.length > 3 && !secrets.includes(text))
    .toSorted((left, right) => right.length - left.length)
  let told = false
  let left = 0

  const clean = (text: string): string => {
    if (!told || secrets.length === 0) return text
    let rest = text
    let cleaned = ''
    while (rest !== '') {
      const next = keep
        .map((word) => ({ word, at: rest.toLowerCase().indexOf(word.toLowerCase()) }))
        .filter(({ at }) => at >= 0)
        .toSorted((one, other) => one.at - other.at || other.word.length - one.word.length)[0]
      if (!next) return cleaned + redact(rest, secrets)
      cleaned += redact(rest.slice(0, next.at), secrets) + rest.slice(next.at, next.at + next.word.length)
      rest = rest.slice(next.at + next.word.length)
    }
    return cleaned
  }
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
    credentialsSent: () => {
      told = true
    },
    clean,
    text: () => [...lines, ...(left > 0 ? [`        -- ${left} more lines`] : [])].join('\n'),
  }
}
