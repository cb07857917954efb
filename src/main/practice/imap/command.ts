import type { LineReader } from '../lineReader.ts'

/** A command as it came: text as Latin-1, with a NUL in place of every literal. */
export interface CommandText {
  readonly text: string
  readonly literals: readonly Buffer[]
}

export type ReadCommand =
  | { readonly kind: 'command'; readonly command: CommandText }
  | { readonly kind: 'literal-too-big'; readonly tag: string }
  | { readonly kind: 'line-too-long' }
  | { readonly kind: 'gone' }

const lineLimit = 1024 * 1024
const literalLimit = 100 * 1024 * 1024

/** Reads one command with its literals, synchronising or not (RFC 7888). */
export async function readCommand(reader: LineReader, goOn: () => void): Promise<ReadCommand> {
  let text = ''
  const literals: Buffer[] = []
  for (;;) {
    const line = await reader.line(lineLimit)
    if (line === undefined) return { kind: 'gone' }
    if (line === 'too-long') return { kind: 'line-too-long' }
    // NUL cannot appear in a line (RFC 3501 9), so it can stand for a literal.
    const written = line.toString('latin1').replaceAll('\0', '?')
    const literal = /\{(\d+)(\+?)\}$/.exec(written)
    if (literal === null) return { kind: 'command', command: { text: text + written, literals } }
    const size = Number(literal[1])
    if (size > literalLimit) return { kind: 'literal-too-big', tag: text.split(' ')[0] || written.split(' ')[0] || '*' }
    if (literal[2] === '') goOn()
    const bytes = await reader.bytes(size)
    if (bytes === undefined) return { kind: 'gone' }
    text += `${written.slice(0, literal.index)}\0`
    literals.push(bytes)
  }
}

/** The client said something that the grammar does not allow: answered with BAD. */
export class SyntaxBad extends Error {
  override readonly name = 'SyntaxBad'
}

/** Walks through a command's arguments; every method throws SyntaxBad where the grammar is left. */
export interface Arguments {
  atEnd(): boolean
  /** Whether the next character is this one; takes it if so. */
  takes(character: string): boolean
  peek(): string
  /** Takes this word and the space after it, whatever its letter case, if it comes next. */
  takesWord(word: string): boolean
  space(): void
  end(): void
  atom(): string
  /** Atom, quoted string or literal, as Latin-1 text. */
  astring(): string
  /** Literal or quoted string, as bytes. */
  bytes(): Buffer
  /** An astring decoded as UTF-8. */
  text(): string
  number(): number
  /** Everything up to the first of these characters (or the end). */
  until(stops: string): string
  /** `(item item …)`, each read by the function. */
  list<T>(item: () => T): T[]
}

export function readArguments(command: CommandText): Arguments {
  const { text } = command
  let at = 0
  let literal = 0
  const bad = (what: string): never => {
    throw new SyntaxBad(`${what} expected`)
  }
  const run = (pattern: RegExp, what: string): string => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0]
    if (found === undefined || found === '') return bad(what)
    at += found.length
    return found
  }
  const takes = (character: string) => {
    if (text[at] !== character) return false
    at++
    return true
  }
  const string = (): Buffer | undefined => {
    if (takes('\0')) return command.literals[literal++]
    if (text[at] !== '"') return undefined
    const quoted = run(/"(?:[^"\\]|\\.)*"/y, 'Closing quote')
    return Buffer.from(quoted.slice(1, -1).replace(/\\(.)/g, '$1'), 'latin1')
  }
  const args: Arguments = {
    atEnd: () => at >= text.length,
    takes,
    peek: () => text[at] ?? '',
    takesWord(word) {
      if (text.slice(at, at + word.length + 1).toUpperCase() !== `${word} `) return false
      at += word.length + 1
      return true
    },
    space: () => void (takes(' ') || bad('Space')),
    end: () => void (text.slice(at).trim() === '' || bad('End of command')),
    atom: () => run(/[^\s(){%*"\\\]\0]+/y, 'Atom'),
    // RFC 3501 9: an astring may hold "]"; list patterns hold "%" and "*", flags a backslash.
    astring: () => string()?.toString('latin1') ?? run(/[^\s(){"\0]+/y, 'String'),
    bytes: () => string() ?? bad('String'),
    text: () => (string() ?? Buffer.from(run(/[^\s(){"\0]+/y, 'String'), 'latin1')).toString('utf8'),
    number: () => Number(run(/\d+/y, 'Number')),
    until(stops) {
      const start = at
      while (at < text.length && !stops.includes(text[at] ?? '')) at++
      return text.slice(start, at)
    },
    list(item) {
      if (!takes('(')) return bad('Opening bracket')
      const items = []
      while (!takes(')')) {
        if (items.length > 0) args.space()
        items.push(item())
      }
      return items
    },
  }
  return args
}
