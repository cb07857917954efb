/**
 * Text of an answer: one character per byte (Latin-1), so that 8-bit headers pass through unchanged. Message bodies are
 * Buffers of their own.
 */
export type Wire = string

/** A string as IMAP sends it: quoted where it may be, else a literal. */
export function string(text: Wire): Wire {
  return /^[\x20-\x7e]*$/.test(text) && text.length < 1000
    ? `"${text.replace(/["\\]/g, '\\$&')}"`
    : `{${text.length}}\r\n${text}`
}

export function nstring(text: Wire | undefined): Wire {
  return text === undefined ? 'NIL' : string(text)
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const

/** `"17-Jul-1996 02:44:25 +0000"` (RFC 3501 9, date-time). */
export function dateTime(date: Date): Wire {
  const two = (value: number) => String(value).padStart(2, '0')
  const day = String(date.getUTCDate()).padStart(2, ' ')
  const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':')
  return `"${day}-${months[date.getUTCMonth()]}-${date.getUTCFullYear()} ${time} +0000"`
}

/** Reads `17-Jul-1996`, with time and zone where they are given; undefined when it is no date. */
export function readDate(text: string): Date | undefined {
  const parts = /^\s?(\d{1,2})-([A-Za-z]{3})-(\d{4})(?: (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d))?$/.exec(text)
  if (parts === null) return undefined
  const [
    ,
    day,
    name = '',
    year,
    hour = '0',
    minute = '0',
    second = '0',
    sign = '+',
    zoneHours = '0',
    zoneMinutes = '0',
  ] = parts
  const month = months.findIndex((one) => one.toLowerCase() === name.toLowerCase())
  if (month < 0) return undefined
  const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000 * (sign === '-' ? -1 : 1)
  const local = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second))
  return new Date(local - offset)
}
