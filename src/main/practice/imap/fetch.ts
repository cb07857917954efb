import type { StoredMessage } from '../mailboxes.ts'
import type { Chunk } from '../output.ts'
import type { Arguments } from './command.ts'
import { SyntaxBad } from './command.ts'
import { envelope } from './envelope.ts'
import { dateTime } from './format.ts'
import { structureOf } from './mime.ts'
import type { Section } from './sections.ts'
import { readSection, sectionOf } from './sections.ts'
import { bodyStructure } from './structure.ts'

export type FetchItem =
  | { readonly kind: 'simple'; readonly name: 'UID' | 'FLAGS' | 'INTERNALDATE' | 'RFC822.SIZE' | 'ENVELOPE' }
  | { readonly kind: 'structure'; readonly extended: boolean }
  | {
      readonly kind: 'section'
      readonly section: Section
      readonly name: string
      readonly peek: boolean
      readonly partial: { readonly offset: number; readonly length: number } | undefined
    }

const simple = ['UID', 'FLAGS', 'INTERNALDATE', 'RFC822.SIZE', 'ENVELOPE'] as const

const fast: readonly FetchItem[] = (['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'] as const).map((name) => ({
  kind: 'simple',
  name,
}))
const allItems: readonly FetchItem[] = [...fast, { kind: 'simple', name: 'ENVELOPE' }]
const macros = new Map<string, readonly FetchItem[]>([
  ['FAST', fast],
  ['ALL', allItems],
  ['FULL', [...allItems, { kind: 'structure', extended: false }]],
])

const whole: Section = { path: [], of: 'all', fields: [], written: '' }
const older = new Map<string, FetchItem>([
  ['RFC822', { kind: 'section', section: whole, name: 'RFC822', peek: false, partial: undefined }],
  [
    'RFC822.HEADER',
    { kind: 'section', section: { ...whole, of: 'header' }, name: 'RFC822.HEADER', peek: true, partial: undefined },
  ],
  [
    'RFC822.TEXT',
    { kind: 'section', section: { ...whole, of: 'text' }, name: 'RFC822.TEXT', peek: false, partial: undefined },
  ],
])

/** What FETCH shall give: a macro, one item or a list (RFC 3501 6.4.5). */
export function readFetchItems(args: Arguments): readonly FetchItem[] {
  if (args.peek() === '(') return args.list(() => readItem(args)).flat()
  return [readItem(args)].flat()
}

function readItem(args: Arguments): FetchItem | readonly FetchItem[] {
  const name = args.until(' ()[').toUpperCase()
  if ((name === 'BODY' || name === 'BODY.PEEK') && args.takes('[')) {
    const section = readSection(args)
    const partial = readPartial(args)
    const offset = partial === undefined ? '' : `<${partial.offset}>`
    return { kind: 'section', section, name: `BODY[${section.written}]${offset}`, peek: name === 'BODY.PEEK', partial }
  }
  if (name === 'BODY' || name === 'BODYSTRUCTURE') return { kind: 'structure', extended: name === 'BODYSTRUCTURE' }
  const known = simple.find((one) => one === name)
  if (known !== undefined) return { kind: 'simple', name: known }
  const items = older.get(name) ?? macros.get(name)
  if (items === undefined) throw new SyntaxBad(`Item ${name} unknown`)
  return items
}

function readPartial(args: Arguments): { readonly offset: number; readonly length: number } | undefined {
  if (!args.takes('<')) return undefined
  const offset = args.number()
  if (!args.takes('.')) throw new SyntaxBad('Length expected')
  const length = args.number()
  if (!args.takes('>')) throw new SyntaxBad('Closing bracket expected')
  return { offset, length }
}

/** Whether answering the item marks the message as seen. */
export function marksSeen(item: FetchItem): boolean {
  return item.kind === 'section' && !item.peek
}

/** One `* n FETCH (…)` answer; `body` says at which chunk a message body stands, for faults that strike there. */
export function fetchAnswer(
  sequence: number,
  message: StoredMessage,
  items: readonly FetchItem[],
): { readonly chunks: readonly Chunk[]; readonly body: number | undefined } {
  const chunks: Chunk[] = [`* ${sequence} FETCH (`]
  let body: number | undefined
  items.forEach((item, index) => {
    if (index > 0) chunks.push(' ')
    if (item.kind !== 'section') {
      chunks.push(itemText(message, item))
      return
    }
    const bytes = sectionOf(message.raw, item.section)
    if (bytes === undefined) {
      chunks.push(`${item.name} NIL`)
      return
    }
    const { partial } = item
    const part = partial === undefined ? bytes : bytes.subarray(partial.offset, partial.offset + partial.length)
    chunks.push(`${item.name} {${part.length}}\r\n`)
    if (part.length > 1 && (item.section.of === 'all' || item.section.of === 'text')) body ??= chunks.length
    chunks.push(part)
  })
  chunks.push(')\r\n')
  return { chunks, body }
}

function itemText(message: StoredMessage, item: Exclude<FetchItem, { kind: 'section' }>): string {
  if (item.kind === 'structure') {
    const structure = bodyStructure(structureOf(message.raw), item.extended)
    return `${item.extended ? 'BODYSTRUCTURE' : 'BODY'} ${structure}`
  }
  switch (item.name) {
    case 'UID':
      return `UID ${message.uid}`
    case 'FLAGS':
      return `FLAGS (${message.flags.join(' ')})`
    case 'INTERNALDATE':
      return `INTERNALDATE ${dateTime(message.received)}`
    case 'RFC822.SIZE':
      return `RFC822.SIZE ${message.raw.length}`
    case 'ENVELOPE':
      return `ENVELOPE ${envelope(structureOf(message.raw))}`
  }
}
