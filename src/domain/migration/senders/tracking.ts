import { longestLine } from './lines.ts'
import { instantOf } from './mailLog.ts'
import { createRecords } from './records.ts'
import { createTally, forgetfulSet, type SenderReader, type SenderReading } from './tally.ts'

const called = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** What the columns are called: in the log itself, in exports of the cmdlets, in downloads of the portal. */
const columns = {
  time: ['datetime', 'datetimeutc', 'timestamp', 'origintimestamputc', 'received', 'date', 'origintimestamp'],
  sender: ['senderaddress', 'sender', 'from'],
  host: ['clientip', 'originalclientip', 'fromip', 'clienthostname'],
  message: ['messageid', 'networkmessageid', 'messagetraceid'],
  event: ['eventid'],
  source: ['source'],
} as const
type Column = keyof typeof columns

type Places = Readonly<Partial<Record<Column, number>>>

const placesOf = (cells: readonly string[]): Places => {
  const names = cells.map(called)
  return Object.fromEntries(
    (Object.keys(columns) as Column[]).flatMap((column) => {
      const at = columns[column].map((name) => names.indexOf(name)).find((place) => place >= 0)
      return at === undefined ? [] : [[column, at]]
    }),
  )
}

const isHead = (places: Places): boolean => places.time !== undefined && places.sender !== undefined
/** Mails whose other rows may still come: a mail has a row for each recipient and hop, one near the other. */
const remembered = 100_000

/**
 * Who sends, out of CSV of Exchange. A message tracking log names its columns in `#Fields:`; exports of Get-MessageTrackingLog, message
 * traces and Get-MessageTrace in their first row. Of a tracking log only RECEIVE by SMTP counts: that is a client handing mail in; the other
 * events are its way through the servers. A mail counts once, however many recipients and hops it has.
 * Source: Microsoft Learn, "Message tracking" (Exchange Server) and "Message trace" (Exchange Online).
 */
export function trackingReader(reading: SenderReading): SenderReader {
  const tally = createTally(reading)
  const met = forgetfulSet(remembered)
  let places: Places | null = null
  let complained = false
  let begin = ''
  let lines: ReturnType<typeof createRecords> | null = null

  const record = (cells: readonly string[], line: number) => {
    const [first = ''] = cells
    if (first.startsWith('#')) {
      if (/^#Fields:/i.test(first)) {
        const named = placesOf([first.replace(/^#Fields:\s*/i, ''), ...cells.slice(1)])
        if (isHead(named)) places = named
        else tally.slips.add(line, 'column-missing', 'date-time, sender-address')
      }
      return
    }
    if (places === null) {
      const named = placesOf(cells)
      if (isHead(named)) places = named
      else if (!complained) {
        complained = true
        tally.slips.add(line, 'no-fields', cells.join(','))
      }
      return
    }
    const cell = (column: Column) => (places?.[column] === undefined ? null : (cells[places[column]] ?? '').trim())
    // A head that comes again, as in files that were put together.
    if (isHead(placesOf(cells))) return
    const event = cell('event')
    const source = cell('source')
    if (
      event !== null &&
      event !== '' &&
      (event.toUpperCase() !== 'RECEIVE' || (source ?? 'SMTP').toUpperCase() !== 'SMTP')
    )
      return
    const sender = cell('sender') ?? ''
    if (cells.length <= Math.max(places.time ?? 0, places.sender ?? 0))
      return tally.slips.add(line, 'row-broken', cells.join(','))
    const message = cell('message')
    if (message !== null && message !== '' && !met.add(message)) return
    const written = cell('time') ?? ''
    const at = traceTime(written)
    if (at === null) tally.slips.add(line, 'wrong-time', written)
    tally.note(line, sender, at, hostOf(cell('host')))
  }
  const start = (text: string) => {
    const head = headOf(text) ?? text
    const delimiter = [',', ';', '\t'].reduce((most, each) =>
      head.split(each).length > head.split(most).length ? each : most,
    )
    lines = createRecords(delimiter, record, (line) => tally.slips.add(line, 'row-broken'))
    lines.feed(text.replace(/^\uFEFF/, ''))
  }
  return {
    feed(text) {
      if (lines !== null) return lines.feed(text)
      begin += text
      if (headOf(begin) !== undefined || begin.length > longestLine) start(begin)
    },
    end() {
      if (lines === null) start(begin)
      return tally.end(lines?.end() ?? 0)
    },
  }
}

/** The first whole line that names columns or holds a row: remarks before it, such as `#TYPE`, are separated by nothing. */
const headOf = (text: string): string | undefined =>
  text
    .split('\n')
    .slice(0, -1)
    .find((line) => !/^\uFEFF?"?#(?!Fields:)/i.test(line) && line.trim() !== '')

/** `10.2.0.14`, or the first of several; nothing where there is none. */
const hostOf = (cell: string | null): string | null => cell?.split(/[;,\s]/)[0]?.replace(/^\[|\]$/g, '') || null

/** Both logs are in UTC. Exports of the cmdlets write the time as a person in the United States does. Milliseconds since 1970. */
function traceTime(written: string): number | null {
  if (/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/.test(written)) {
    const at = instantOf(written, 0)
    return Number.isNaN(at) ? null : at
  }
  const found = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d{2})(?::(\d{2}))? ?([AP]M)?$/i.exec(written)
  if (found === null) return null
  const [, month, day, year, hours, minutes, seconds = '0', half] = found
  const hour = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0)
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), hour, Number(minutes), Number(seconds))
  return Number(month) > 12 || Number.isNaN(at) ? null : at
}
