/** One result of an Authentication-Results header, in the words of the server that wrote it. */
export interface AuthenticationResult {
  /** Such as `spf`, `dkim`, `dmarc`; lower case. */
  readonly method: string
  /** Such as `pass`, `fail`, `none`; lower case. */
  readonly result: string
  /** Reason, properties and comments, as written. */
  readonly detail: string
}

export interface AuthenticationResults {
  /** Who vouches for it (RFC 8601 2.5). */
  readonly authservId: string
  readonly results: readonly AuthenticationResult[]
}

/** More than any server writes; what stands behind is hostile (RFC 8601 names no limit). */
const mostResults = 100

interface Piece {
  readonly kind: 'text' | 'comment'
  readonly text: string
}

/** Cuts a value at its semicolons; quoted strings and nested comments hold theirs (RFC 5322 3.2.2, 3.2.4). */
function statements(value: string): readonly (readonly Piece[])[] {
  const all: Piece[][] = [[]]
  let text = ''
  let depth = 0
  let quoted = false
  const end = (kind: Piece['kind']) => {
    if (text.trim() !== '') all.at(-1)!.push({ kind, text: text.trim() })
    text = ''
  }
  for (let at = 0; at < value.length; at++) {
    const character = value[at]!
    if (character === '\\' && (quoted || depth > 0)) {
      text += character + (value[at + 1] ?? '')
      at += 1
    } else if (quoted) {
      text += character
      if (character === '"') quoted = false
    } else if (character === '(') {
      if (depth === 0) end('text')
      depth += 1
      text += character
    } else if (character === ')' && depth > 0) {
      depth -= 1
      text += character
      if (depth === 0) end('comment')
    } else if (depth > 0) text += character
    else if (character === ';') {
      end('text')
      all.push([])
    } else {
      if (character === '"') quoted = true
      text += character
    }
  }
  end(depth > 0 ? 'comment' : 'text')
  return all
}

const textOf = (pieces: readonly Piece[]): string =>
  pieces
    .filter(({ kind }) => kind === 'text')
    .map(({ text }) => text)
    .join(' ')

/**
 * Reads the value of one Authentication-Results header (RFC 8601 2.2). Undefined where it names no authserv-id. A statement that is
 * none is passed over; `none` alone means that nothing was checked.
 */
export function readAuthenticationResults(value: string): AuthenticationResults | undefined {
  const [head = [], ...rest] = statements(value.replace(/\r?\n/g, ' '))
  const authservId =
    textOf(head)
      .split(/\s+/)[0]
      ?.replace(/^"(.*)"$/, '$1') ?? ''
  if (authservId === '') return undefined
  const results: AuthenticationResult[] = []
  for (const pieces of rest.slice(0, mostResults)) {
    const match = /^([A-Za-z0-9-]+)\s*(?:\/\s*\d+\s*)?=\s*([A-Za-z0-9]+)/.exec(textOf(pieces))
    if (!match) continue
    // Method and result stand first; a comment between them is part of what is told beside them.
    let taken = match[0].length
    const detail = pieces
      .map(({ kind, text }) => {
        if (kind === 'comment') return text
        const rest = text.slice(Math.max(0, taken))
        taken -= text.length + 1
        return rest
      })
      .join(' ')
      .replace(/\s+/g, ' ')
      .trim()
    results.push({ method: match[1]!.toLowerCase(), result: match[2]!.toLowerCase(), detail })
  }
  return { authservId, results }
}
