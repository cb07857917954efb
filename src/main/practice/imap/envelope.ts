import type { Wire } from './format.ts'
import { nstring } from './format.ts'
import type { Part } from './mime.ts'
import { headerFields } from './mime.ts'

/** One entry of an address list as ENVELOPE gives it; group marks have no host (RFC 3501 7.4.2). */
export interface EnvelopeAddress {
  readonly name: Wire | undefined
  readonly mailbox: Wire | undefined
  readonly host: Wire | undefined
}

/** Reads an address list (RFC 5322 3.4) as servers do: leniently, and in one pass. */
export function readAddresses(text: Wire): readonly EnvelopeAddress[] {
  const addresses: EnvelopeAddress[] = []
  let words: string[] = []
  let angle: string | undefined
  let inGroup = false
  const finish = () => {
    const phrase = words
      .join(' ')
      .replace(/ ?([.@]) ?/g, '$1')
      .trim()
    const address = angle ?? phrase
    if (address !== '') {
      const at = address.lastIndexOf('@')
      addresses.push({
        name: angle === undefined || phrase === '' ? undefined : words.join(' ').trim(),
        mailbox: at < 0 ? address : address.slice(0, at),
        host: at < 0 ? '' : address.slice(at + 1),
      })
    }
    words = []
    angle = undefined
  }
  const tokens = text.matchAll(/"((?:[^"\\]|\\.)*)"|<([^>]*)>?|\(((?:[^()\\]|\\.)*)\)?|([,;:])|([^\s"<(,;:]+)/g)
  for (const [, quoted, inAngle, comment, mark, word] of tokens) {
    if (quoted !== undefined) words.push(quoted.replace(/\\(.)/g, '$1'))
    else if (inAngle !== undefined) angle = inAngle.replace(/^@[^:]*:/, '').trim()
    else if (word !== undefined) words.push(word)
    else if (mark === ',') finish()
    else if (mark === ':') {
      addresses.push({ name: undefined, mailbox: words.join(' '), host: undefined })
      words = []
      inGroup = true
    } else if (mark === ';') {
      finish()
      if (inGroup) addresses.push({ name: undefined, mailbox: undefined, host: undefined })
      inGroup = false
    } else if (comment !== undefined) continue
  }
  finish()
  return addresses
}

function addressList(text: Wire | undefined): Wire {
  const addresses = text === undefined ? [] : readAddresses(text)
  if (addresses.length === 0) return 'NIL'
  const written = addresses.map(
    ({ name, mailbox, host }) => `(${nstring(name)} NIL ${nstring(mailbox)} ${nstring(host)})`,
  )
  return `(${written.join('')})`
}

/** The ENVELOPE of a message (RFC 3501 7.4.2). */
export function envelope(part: Pick<Part, 'raw' | 'header'>): Wire {
  const values = new Map<string, string>()
  for (const { name, text } of headerFields(part)) {
    if (values.has(name)) continue
    values.set(
      name,
      text
        .slice(text.indexOf(':') + 1)
        .replace(/\r?\n(?=[ \t])/g, '')
        .trim(),
    )
  }
  const value = (name: string) => values.get(name)
  const from = value('from')
  const fields = [
    nstring(value('date')),
    nstring(value('subject')),
    addressList(from),
    addressList(value('sender') ?? from),
    addressList(value('reply-to') ?? from),
    addressList(value('to')),
    addressList(value('cc')),
    addressList(value('bcc')),
    nstring(value('in-reply-to')),
    nstring(value('message-id')),
  ]
  return `(${fields.join(' ')})`
}
