import type { Arguments } from './command.ts'
import { SyntaxBad } from './command.ts'
import { string } from './format.ts'
import type { Part } from './mime.ts'
import { headerFields, structureOf } from './mime.ts'

/** What stands between the brackets of `BODY[…]`. */
export interface Section {
  /** Part numbers from the outside in; empty for the whole message. */
  readonly path: readonly number[]
  readonly of: 'all' | 'header' | 'text' | 'mime' | 'fields' | 'fields-not'
  readonly fields: readonly string[]
  /** The section as it is repeated in the answer. */
  readonly written: string
}

/** Reads a section up to its closing bracket. */
export function readSection(args: Arguments): Section {
  const words = args.until(' ]')
  const [, numbers = '', name = ''] = /^((?:\d+\.)*\d+|)\.?(.*)$/.exec(words) ?? []
  const path = numbers === '' ? [] : numbers.split('.').map(Number)
  const of = partNames.get(name.toUpperCase())
  if (of === undefined) throw new SyntaxBad('Section expected')
  let fields: readonly string[] = []
  if (of === 'fields' || of === 'fields-not') {
    args.space()
    fields = args.list(() => args.astring())
  }
  if (!args.takes(']')) throw new SyntaxBad('Closing bracket expected')
  const list =
    fields.length > 0 ? ` (${fields.map((field) => (/^[\w-]+$/.test(field) ? field : string(field))).join(' ')})` : ''
  return { path, of, fields, written: words.toUpperCase() + list }
}

const partNames = new Map<string, Section['of']>([
  ['', 'all'],
  ['HEADER', 'header'],
  ['TEXT', 'text'],
  ['MIME', 'mime'],
  ['HEADER.FIELDS', 'fields'],
  ['HEADER.FIELDS.NOT', 'fields-not'],
])

/** The bytes of a section (RFC 3501 6.4.5); undefined where the message has no such part. */
export function sectionOf(raw: Buffer, section: Section): Buffer | undefined {
  if (section.path.length === 0 && section.of === 'all') return raw
  const whole = structureOf(raw)
  const part = partAt(whole, section.path)
  if (part === undefined) return undefined
  if (section.of === 'mime') return raw.subarray(...part.header)
  if (section.of === 'all') return raw.subarray(...part.body)
  // HEADER and TEXT of a numbered part mean those of the mail inside of it.
  const message = section.path.length === 0 ? whole : part.message
  if (message === undefined) return undefined
  if (section.of === 'header') return raw.subarray(...message.header)
  if (section.of === 'text') return raw.subarray(...message.body)
  const wanted = new Set(section.fields.map((field) => field.toLowerCase()))
  const picked = headerFields(message).filter(({ name }) => wanted.has(name) === (section.of === 'fields'))
  return Buffer.from(`${picked.map(({ text }) => text).join('')}\r\n`, 'latin1')
}

function partAt(whole: Part, path: readonly number[]): Part | undefined {
  let part: Part | undefined = whole
  for (const number of path) {
    const holder: Part | undefined = part?.message ?? part
    // A message that is no multipart is its own part 1.
    part =
      holder === undefined || holder.parts.length > 0 ? holder?.parts[number - 1] : number === 1 ? holder : undefined
  }
  return part
}
