/** A JSON value with the line that it begins on, so that what is wrong with it can be found in the file. */
export interface JsonNode {
  readonly line: number
  readonly value: null | boolean | number | string | readonly JsonNode[] | ReadonlyMap<string, JsonNode>
}

/** The text is no JSON; `line` counts from 1. */
export class NotJson extends Error {
  readonly line: number
  constructor(line: number, what: string) {
    super(what)
    this.name = 'NotJson'
    this.line = line
  }
}

/** Nobody writes a list of addresses so deep; a file that does is no such list. */
const deepest = 32

const literals = { true: true, false: false, null: null } as const

/** Reads JSON (RFC 8259) and keeps the lines. Throws NotJson. */
export function readJsonLines(text: string): JsonNode {
  let at = text.startsWith('\uFEFF') ? 1 : 0
  let line = 1
  const fail = (what: string): never => {
    throw new NotJson(line, what)
  }
  const blank = () => {
    for (; at < text.length && /\s/.test(text[at]!); at += 1) if (text[at] === '\n') line += 1
  }
  const string = (): string => {
    const found = /"(?:[^"\\\r\n]|\\.)*"/y
    found.lastIndex = at
    const [quoted] = found.exec(text) ?? []
    if (quoted === undefined) return fail('a text that is not closed')
    at += quoted.length
    try {
      return JSON.parse(quoted) as string
    } catch {
      // What stands there may be a password (C17): a slip is kept and shown.
      return fail('a text with an escape that JSON does not have')
    }
  }
  const list = (depth: number): readonly JsonNode[] => {
    const items: JsonNode[] = []
    at += 1
    for (blank(); text[at] !== ']'; blank()) {
      if (items.length > 0) {
        if (text[at] !== ',') fail('a comma is missing')
        at += 1
      }
      items.push(node(depth + 1))
    }
    at += 1
    return items
  }
  const object = (depth: number): ReadonlyMap<string, JsonNode> => {
    const members = new Map<string, JsonNode>()
    at += 1
    for (blank(); text[at] !== '}'; blank()) {
      if (members.size > 0) {
        if (text[at] !== ',') fail('a comma is missing')
        at += 1
        blank()
      }
      if (text[at] !== '"') fail('a name in quotes is missing')
      const name = string()
      blank()
      if (text[at] !== ':') fail('a colon is missing')
      at += 1
      members.set(name, node(depth + 1))
    }
    at += 1
    return members
  }
  const node = (depth: number): JsonNode => {
    if (depth > deepest) fail('nested too deep')
    blank()
    const begun = line
    const next = text[at]
    if (next === '"') return { line: begun, value: string() }
    if (next === '[') return { line: begun, value: list(depth) }
    if (next === '{') return { line: begun, value: object(depth) }
    const [plain] = /^[-+\w.]+/.exec(text.slice(at, at + 40)) ?? []
    if (plain === undefined) return fail(next === undefined ? 'the file ends too early' : next)
    at += plain.length
    if (Object.hasOwn(literals, plain)) return { line: begun, value: literals[plain as keyof typeof literals] }
    return /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/.test(plain)
      ? { line: begun, value: Number(plain) }
      : fail('a value without quotes')
  }
  const root = node(0)
  blank()
  if (at < text.length) fail('something stands behind its end')
  return root
}
