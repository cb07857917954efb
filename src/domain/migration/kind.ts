/** What a file is that the wizard reads (M2). */
export const fileKinds = ['json', 'addresses-csv', 'dotnet', 'main-cf', 'mail-log', 'tracking'] as const
export type FileKind = (typeof fileKinds)[number]

/** Logs: they say who really sends, and are of any size. The others are small, and name the gateway or addresses. */
export const isLog = (kind: FileKind): kind is 'mail-log' | 'tracking' => kind === 'mail-log' || kind === 'tracking'

const trackingHead =
  /(^|\n)"?(#Software: Microsoft Exchange|#Fields:|#TYPE )|^[^\n]*(\bsender[_-]?address\b|origin_timestamp)|^(?=[^\n]*\bsender\b)[^\n]*\btimestamp\b/i
/** A cell that holds an address and nothing else, in any row: heads are called anything. */
const addressCell = /(^|[;,\t])"?[^\s,;"<>@]+@[^\s,;"<>@]+\.[^\s,;"<>@]+"?\s*($|[;,\t])/m
const addressHead = /^[^\n]*\b(e-?mail ?address|address|route name)\b/i

/** What a file is, by its beginning; null where nothing tells it, and a person has to. */
export function fileKindOf(beginning: string): FileKind | null {
  const text = beginning.replace(/^\uFEFF/, '').trimStart()
  if (/^[[{]\s*("|\{|\]|\}|$)/.test(text)) return 'json'
  if (text.startsWith('<')) return 'dotnet'
  if (trackingHead.test(text.slice(0, 4000))) return 'tracking'
  if (/^([A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2} |\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\S* )/m.test(text))
    return 'mail-log'
  if (/^\s*(relayhost|myhostname|smtp_\w+|queue_directory|compatibility_level|inet_interfaces)\s*=/m.test(text))
    return 'main-cf'
  if (addressHead.test(text) || /^[^\n]*[^\s,;]@[^\s,;]/.test(text) || addressCell.test(text)) return 'addresses-csv'
  return null
}

/** How the bytes of a file are letters: by its byte order mark, or by the zeros between letters where UTF-16 has none. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' {
  const [first, second, third, fourth] = bytes
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  if (first === 0xfe && second === 0xff) return 'utf-16be'
  if (second === 0 && fourth === 0 && first !== 0 && third !== 0) return 'utf-16le'
  return first === 0 && third === 0 && second !== 0 && fourth !== 0 ? 'utf-16be' : 'utf-8'
}
