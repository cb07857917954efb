import { decode, decodeUnlabelled } from './charset.ts'
import { decodeWords } from './encodedWords.ts'
import { decodeQuotedPrintable } from './transferEncoding.ts'

export interface HeaderField {
  readonly name: string
  /** Unfolded, not decoded otherwise. */
  readonly value: string
}

/** Where a header ends and its body begins. */
export interface HeaderBlock {
  readonly fields: readonly HeaderField[]
  /** Index of the body's first octet. */
  readonly body: number
}

/** The header is larger than anything that is read. */
export class HeaderTooLarge extends Error {
  override readonly name = 'HeaderTooLarge'
}

/**
 * Reads the header fields at the start of a message or part, in order. RFC 5322 2.2; raw UTF-8 is read as such (RFC 6532), field by field:
 * one in another charset, such as a filter adds, spoils none of the others.
 */
export function readHeader(source: Buffer, limit: number): HeaderBlock {
  const end = endOfHeader(source)
  if (end.header > limit) throw new HeaderTooLarge(`${end.header} octets`)
  const lines = source.toString('latin1', 0, end.header).split(/\r?\n/)
  const folded: string[][] = []
  for (const line of lines) {
    const last = folded.at(-1)
    if (/^[ \t]/.test(line) && last !== undefined) last.push(line)
    else if (line !== '') folded.push([line])
  }
  const fields = folded.flatMap((pieces): HeaderField[] => {
    const octets = pieces.join('')
    const line = /[\u0080-\u00ff]/.test(octets) ? decodeUnlabelled(Buffer.from(octets, 'latin1')) : octets
    const found = /^([!-9;-~]+)[ \t]*:/.exec(line)
    // An mbox "From " line and other lines that are no field are passed over.
    return found
      ? [
          {
            name: found[1]!,
            value: line
              .slice(found[0].length)
              .replace(/[\r\n]+/g, ' ')
              .replaceAll('\0', '')
              .trim(),
          },
        ]
      : []
  })
  return { fields, body: end.body }
}

function endOfHeader(source: Buffer): { readonly header: number; readonly body: number } {
  if (source[0] === 0x0a) return { header: 0, body: 1 }
  if (source[0] === 0x0d && source[1] === 0x0a) return { header: 0, body: 2 }
  for (let at = source.indexOf(0x0a); at >= 0; at = source.indexOf(0x0a, at + 1)) {
    if (source[at + 1] === 0x0a) return { header: at + 1, body: at + 2 }
    if (source[at + 1] === 0x0d && source[at + 2] === 0x0a) return { header: at + 1, body: at + 3 }
  }
  return { header: source.length, body: source.length }
}

export const fieldValues = (fields: readonly HeaderField[], name: string): readonly string[] =>
  fields.filter((field) => field.name.toLowerCase() === name).map((field) => field.value)

/** The first one counts where a field is doubled: two readers have to see the same mail. */
export const firstValue = (fields: readonly HeaderField[], name: string): string | undefined =>
  fieldValues(fields, name)[0]

/** A value with parameters (RFC 2045 5.1), as of Content-Type and Content-Disposition. */
export interface Structured {
  /** Lower case. */
  readonly value: string
  /** Names in lower case; RFC 2231 continuations joined and decoded, and before the plain form of the same name. */
  readonly parameters: ReadonlyMap<string, string>
}

export function readStructured(text: string | undefined): Structured {
  const pieces = splitParameters(text ?? '')
  const plain = new Map<string, string>()
  const sections = new Map<string, { readonly number: number; readonly encoded: boolean; readonly text: string }[]>()
  for (const piece of pieces.slice(1)) {
    const at = piece.indexOf('=')
    if (at < 0) continue
    const name = piece.slice(0, at).trim().toLowerCase()
    const value = unquote(piece.slice(at + 1).trim())
    const extended = /^([^*]+)\*(?:(\d{1,3})(\*)?)?$/.exec(name)
    if (extended === null) {
      if (!plain.has(name)) plain.set(name, value)
      continue
    }
    const base = extended[1]!
    const section = {
      number: Number(extended[2] ?? 0),
      encoded: extended[2] === undefined || extended[3] === '*',
      text: value,
    }
    sections.set(base, [...(sections.get(base) ?? []), section].slice(0, 100))
  }
  const parameters = new Map(plain)
  for (const [name, parts] of sections)
    parameters.set(name, joinSections(parts.toSorted((left, right) => left.number - right.number)))
  return { value: (pieces[0] ?? '').trim().toLowerCase(), parameters }
}

/** RFC 2231 3 and 4: `charset'language'text`, percent-encoded octets, in numbered sections. */
function joinSections(parts: readonly { readonly encoded: boolean; readonly text: string }[]): string {
  const named = /^([^']*)'[^']*'/.exec(parts[0]?.encoded === true ? parts[0].text : '')
  const octets = parts.map(({ encoded, text }, at) => {
    const plain = at === 0 && named !== null ? text.slice(named[0].length) : text
    return encoded
      ? decodeQuotedPrintable(Buffer.from(plain.replaceAll('=', '%3D').replaceAll('%', '='), 'utf8'))
      : Buffer.from(plain, 'utf8')
  })
  return decode(Buffer.concat(octets), named?.[1])
}

/** Cuts at semicolons outside of quotes; comments go. */
function splitParameters(text: string): readonly string[] {
  const pieces: string[] = []
  let piece = ''
  let quoted = false
  let depth = 0
  // A comment that is never closed is no comment; looked up once, or every bracket would cost a walk through the rest.
  const lastClosing = text.lastIndexOf(')')
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!
    if (depth > 0) {
      if (character === '\\') at += 1
      else if (character === '(') depth += 1
      else if (character === ')') depth -= 1
    } else if (quoted) {
      piece += character
      if (character === '\\') piece += text[++at] ?? ''
      else if (character === '"') quoted = false
    } else if (character === '"') {
      quoted = true
      piece += character
    } else if (character === '(' && at < lastClosing) depth = 1
    else if (character === ';') {
      pieces.push(piece)
      piece = ''
    } else piece += character
  }
  pieces.push(piece)
  return pieces
}

/** A quoted string's content; a bare value as it is. What follows the closing quote is dropped. */
function unquote(text: string): string {
  if (!text.startsWith('"')) return text
  const found = /^"((?:[^"\\]|\\.)*)/s.exec(text)
  return (found?.[1] ?? '').replace(/\\(.)/gs, '$1')
}

/** N11: `filename` before `name`, RFC 2231 before plain, encoded words decoded. */
export function fileNameOf(disposition: Structured, type: Structured): string | null {
  const name = disposition.parameters.get('filename') || type.parameters.get('name')
  return name ? decodeWords(name) : null
}
