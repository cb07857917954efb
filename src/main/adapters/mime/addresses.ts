import type { Mailbox } from '../../../domain/message.ts'
import { decodeWords, encodedWordAt } from './encodedWords.ts'

interface Entry {
  /** Display name or bare address, comments left out, quotes kept. */
  text: string
  /** Between angle brackets; undefined where there are none. */
  angle: string | undefined
  comment: string
  /** Whether an "@" stands in the text, outside of quotes; the text's last character that is no blank. Kept, so that nothing is read twice. */
  hasAt: boolean
  last: string
}

const fresh = (): Entry => ({ text: '', angle: undefined, comment: '', hasAt: false, last: '' })

/**
 * Reads an address list (RFC 5322 3.4, obsolete forms included): members of groups in place, names decoded, quotes of a local part kept. An
 * entry that is no address is kept as it was written: whether it counts is decided elsewhere. One pass, whatever is thrown at it.
 */
export function readAddresses(value: string): readonly Mailbox[] {
  const mailboxes: Mailbox[] = []
  let entry = fresh()
  let quotesClose = true
  let commentsClose = true
  const finish = () => {
    const mailbox = mailboxOf(entry)
    if (mailbox !== undefined) mailboxes.push(mailbox)
    entry = fresh()
  }
  for (let at = 0; at < value.length;) {
    const character = value[at]!
    if (character === '"' && quotesClose) {
      const end = endOfQuotes(value, at)
      if (end < 0) quotesClose = false
      else {
        entry.text += value.slice(at, end)
        entry.last = '"'
        at = end
        continue
      }
    }
    if (character === '(' && commentsClose) {
      const end = endOfComment(value, at)
      if (end < 0) commentsClose = false
      else {
        entry.comment ||= value.slice(at + 1, end - 1)
        entry.text += ' '
        at = end
        continue
      }
    }
    // What an encoded word says is a name, whatever signs a careless writer left as they are in it (RFC 2047 5 (3)).
    const word = character === '=' ? encodedWordAt(value, at) : ''
    if (word !== '') {
      entry.text += word
      entry.last = '='
      at += word.length
      continue
    }
    if (character === '<' && entry.angle === undefined) {
      const end = endOfAngle(value, at)
      entry.angle = value.slice(at + 1, end)
      at = value[end] === '>' ? end + 1 : end
      continue
    }
    if (character === '[' && entry.last === '@') {
      const stop = at + Math.max(value.slice(at, at + 256).indexOf(']'), 0) + 1
      entry.text += value.slice(at, stop)
      entry.last = ']'
      at = stop
      continue
    }
    if (character === ',' || character === ';') finish()
    else if (character === ':' && entry.angle === undefined && !entry.hasAt) entry = fresh()
    else {
      entry.text += character
      if (character === '@') entry.hasAt = true
      if (character !== ' ' && character !== '\t') entry.last = character
    }
    at += 1
  }
  finish()
  return mailboxes
}

/** Index behind the closing quote, -1 where none follows. */
function endOfQuotes(value: string, from: number, within = value.length): number {
  for (let at = from + 1; at < Math.min(value.length, from + within); at++) {
    if (value[at] === '\\') at += 1
    else if (value[at] === '"') return at + 1
  }
  return -1
}

/** Index behind the closing bracket, -1 where none follows; comments nest. */
function endOfComment(value: string, from: number): number {
  let depth = 0
  for (let at = from; at < value.length; at++) {
    if (value[at] === '\\') at += 1
    else if (value[at] === '(') depth += 1
    else if (value[at] === ')' && --depth === 0) return at + 1
  }
  return -1
}

/** More than a quoted local part can have (RFC 5321 4.5.3.1.1: 64 octets, each perhaps escaped). */
const longestQuotes = 150
/** A comment inside of angle brackets; a longer one is taken for a bracket that was never closed. */
const longestComment = 150

/** Index of the closing bracket, or of the comma where it was forgotten. A route (obsolete) and a comment have commas of their own. */
function endOfAngle(value: string, from: number): number {
  const isRoute = /^<\s*@/.test(value.slice(from, from + 20))
  let commentsClose = true
  for (let at = from + 1; at < value.length; at++) {
    const character = value[at]
    if (character === '>') return at
    if (character === ',' && !isRoute) return at
    if (character === '"') {
      const end = endOfQuotes(value, at, longestQuotes)
      if (end >= 0) at = end - 1
    }
    if (character === '(' && commentsClose) {
      const near = value.slice(at, at + longestComment)
      const end = near.includes(')') ? endOfComment(near, 0) : -1
      if (end >= 0) at += end - 1
      else commentsClose = false
    }
  }
  return value.length
}

/** Longer than any address: not looked at any closer. */
const longestEntry = 2_000

/** RFC 5322 4.4: blanks and comments around "@" and dots are allowed in old mail, and mean nothing. Quotes stay as they are. */
function tight(address: string): string {
  const plain = address.trim()
  if (plain.length > longestEntry || !/[\s(]/.test(plain)) return plain
  const pieces: string[] = []
  let loose = ''
  const tighten = () => {
    pieces.push(loose.replace(/\s+/g, ' ').replace(/ ?([@.]) ?/g, '$1'))
    loose = ''
  }
  // Where one is not closed, none behind it is looked for.
  const opens = new Set(['"', '('])
  for (let at = 0; at < plain.length;) {
    const character = plain[at]!
    const end = !opens.has(character) ? -1 : (character === '"' ? endOfQuotes : endOfComment)(plain, at)
    if (end < 0) {
      opens.delete(character)
      loose += character
      at += 1
      continue
    }
    if (character === '"') {
      tighten()
      pieces.push(plain.slice(at, end))
    } else loose += ' '
    at = end
  }
  tighten()
  return pieces.join('').trim()
}

const nameOf = (text: string): string =>
  decodeWords(text.replace(/"((?:[^"\\]|\\.)*)"/gs, (_, inner: string) => inner.replace(/\\(.)/gs, '$1')))
    .replace(/\s+/g, ' ')
    .trim()

function mailboxOf({ text, angle, comment }: Entry): Mailbox | undefined {
  if (angle !== undefined) {
    const address = tight(angle.replace(/^\s*@[^:]*:/, ''))
    const name = nameOf(text)
    return address === '' && name === '' ? undefined : { name, address }
  }
  const address = tight(text)
  return address === '' ? undefined : { name: nameOf(comment), address }
}
