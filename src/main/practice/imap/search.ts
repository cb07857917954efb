import type { StoredMessage } from '../mailboxes.ts'
import type { Arguments } from './command.ts'
import { SyntaxBad } from './command.ts'
import { readDate } from './format.ts'
import { fieldOf, headerFields, structureOf } from './mime.ts'
import type { NumberSet } from './sequence.ts'
import { inSet, parseSet, readSet } from './sequence.ts'

/** A message as a search sees it. */
export interface Candidate {
  readonly message: StoredMessage
  readonly sequence: number
  readonly highestUid: number
  readonly highestSequence: number
}

export type Criterion = (candidate: Candidate) => boolean

/** Search keys up to the end of the command, all of which must hold (RFC 3501 6.4.4). */
export function readCriteria(args: Arguments): Criterion {
  const keys: Criterion[] = []
  while (!args.atEnd() && args.peek() !== ')') {
    if (keys.length > 0) args.space()
    keys.push(readKey(args))
  }
  if (keys.length === 0) throw new SyntaxBad('Search key expected')
  return (candidate) => keys.every((key) => key(candidate))
}

function readKey(args: Arguments): Criterion {
  if (args.takes('(')) {
    const inner = readCriteria(args)
    if (!args.takes(')')) throw new SyntaxBad('Closing bracket expected')
    return inner
  }
  if (/[\d*]/.test(args.peek())) return bySequence(readSet(args))
  const name = args.atom().toUpperCase()
  const flag = flagKeys.get(name)
  if (flag !== undefined) return flag
  const field = fieldKeys.get(name)
  const next = <T>(read: () => T): T => {
    args.space()
    return read()
  }
  if (field !== undefined) return byField(field, next(args.text))
  switch (name) {
    case 'HEADER':
      return byField(next(args.astring).toLowerCase(), next(args.text))
    case 'NOT': {
      const key = next(() => readKey(args))
      return (candidate) => !key(candidate)
    }
    case 'OR': {
      const [left, right] = [next(() => readKey(args)), next(() => readKey(args))]
      return (candidate) => left(candidate) || right(candidate)
    }
    case 'UID': {
      const set = parseSet(next(args.astring))
      return ({ message, highestUid }) => inSet(set, message.uid, highestUid)
    }
    case 'KEYWORD':
    case 'UNKEYWORD': {
      const keyword = next(args.astring).toLowerCase()
      const wanted = name === 'KEYWORD'
      return ({ message }) => message.flags.some((one) => one.toLowerCase() === keyword) === wanted
    }
    case 'LARGER':
    case 'SMALLER': {
      const size = next(args.number)
      return ({ message }) => (name === 'LARGER' ? message.raw.length > size : message.raw.length < size)
    }
    case 'BODY':
    case 'TEXT': {
      const wanted = next(args.text).toLowerCase()
      return ({ message }) => {
        const part = structureOf(message.raw)
        const from = name === 'BODY' ? part.body[0] : 0
        return message.raw.toString('utf8', from).toLowerCase().includes(wanted)
      }
    }
    default:
      return readDateKey(name, next(args.astring))
  }
}

function readDateKey(name: string, written: string): Criterion {
  const [, sent = '', relation = ''] = /^(SENT)?(BEFORE|ON|SINCE)$/.exec(name) ?? []
  const wanted = readDate(written)
  if (relation === '' || wanted === undefined) throw new SyntaxBad(`Search key ${name} unknown`)
  const wantedDay = dayOf(wanted)
  return ({ message }) => {
    const date = sent === '' ? message.received : new Date(fieldOf(structureOf(message.raw), 'date') ?? NaN)
    if (Number.isNaN(date.getTime())) return false
    const day = dayOf(date)
    return relation === 'BEFORE' ? day < wantedDay : relation === 'ON' ? day === wantedDay : day >= wantedDay
  }
}

const dayOf = (date: Date) => Math.floor(date.getTime() / 86_400_000)

const has =
  (flag: string, wanted = true): Criterion =>
  ({ message }) =>
    message.flags.some((one) => one.toLowerCase() === flag) === wanted

const flagKeys = new Map<string, Criterion>([
  ['ALL', () => true],
  ['ANSWERED', has('\\answered')],
  ['DELETED', has('\\deleted')],
  ['DRAFT', has('\\draft')],
  ['FLAGGED', has('\\flagged')],
  ['SEEN', has('\\seen')],
  ['UNANSWERED', has('\\answered', false)],
  ['UNDELETED', has('\\deleted', false)],
  ['UNDRAFT', has('\\draft', false)],
  ['UNFLAGGED', has('\\flagged', false)],
  ['UNSEEN', has('\\seen', false)],
  // No message is ever \Recent here.
  ['NEW', () => false],
  ['OLD', () => true],
  ['RECENT', () => false],
])

const fieldKeys = new Map(['FROM', 'TO', 'CC', 'BCC', 'SUBJECT'].map((name) => [name, name.toLowerCase()]))

function bySequence(set: NumberSet): Criterion {
  return ({ sequence, highestSequence }) => inSet(set, sequence, highestSequence)
}

function byField(name: string, text: string): Criterion {
  const wanted = text.toLowerCase()
  return ({ message }) =>
    headerFields(structureOf(message.raw)).some(
      (field) =>
        field.name === name &&
        readable(field.text.slice(field.text.indexOf(':') + 1))
          .toLowerCase()
          .includes(wanted),
    )
}

/** A header value as people read it: unfolded, encoded words (RFC 2047) decoded. */
function readable(value: string): string {
  const joined = value.replace(/\r?\n(?=[ \t])/g, '').replace(/\?=\s+=\?/g, '?==?')
  const decoded = joined.replace(
    /=\?([^?*]+)(?:\*[^?]*)?\?([bq])\?([^?]*)\?=/gi,
    (word, charset: string, way: string, text: string) => {
      const bytes = way.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quotedBytes(text)
      try {
        return Buffer.from(new TextDecoder(charset).decode(bytes), 'utf8').toString('latin1')
      } catch {
        return word
      }
    },
  )
  return Buffer.from(decoded, 'latin1').toString('utf8')
}

function quotedBytes(text: string): Buffer {
  const plain = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)))
  return Buffer.from(plain, 'latin1')
}
