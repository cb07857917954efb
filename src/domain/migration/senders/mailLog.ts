import { createLines } from './lines.ts'
import { createTally, owned, type SenderReader, type SenderReading } from './tally.ts'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

// RFC 3164 4.1.2, as rsyslog's traditional file format writes it; RFC 3339, as its newer one does.
const traditional = /^([A-Z][a-z]{2}) +(\d{1,2}) (\d{2}):(\d{2}):(\d{2}) (?:\S+ )?(\S+)\[\d+\]: (.*)$/
const iso = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:?\d{2})?) (?:\S+ )?(\S+)\[\d+\]: (.*)$/
const anyHeader = /^([A-Z][a-z]{2} +\d{1,2} \d{2}:\d{2}:\d{2}|\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\S*) /
// Short queue ids are hexadecimal, long ones (enable_long_queue_ids) have 52 letters and digits.
const queued = /^([0-9A-F]{5,}|[0-9A-Za-z]{10,}): (.*)$/
/** More open mails than a queue holds, in each of two generations: what was quiet for longer is counted as it is. */
const mostOpen = 20_000

interface Open {
  readonly line: number
  from: string | null
  host: string | null
  at: number | null
  left: boolean
}

/**
 * Who sends, out of a Postfix `mail.log`: smtpd and pickup say from which host, qmgr says from whom, smtp says that it left; their lines are
 * joined by the queue id. A mail is counted once, however many recipients and attempts it has; one that never left by SMTP did not use the
 * gateway. Hand-overs to a filter on this machine are not counted: the mail comes back under another id.
 */
export function mailLogReader(reading: SenderReading): SenderReader {
  const tally = createTally(reading)
  let open = new Map<string, Open>()
  let quiet = new Map<string, Open>()
  let lastMonth = -1
  let year = new Date(reading.now).getUTCFullYear()
  let anchored = false

  const settle = ({ line, from, host, at, left }: Open) => {
    if (left && from !== null) tally.note(line, from, at, host)
  }
  const mail = (id: string, line: number, at: number): Open => {
    const known = open.get(id)
    if (known !== undefined) return known
    const again = quiet.get(id) ?? { line, from: null, host: null, at, left: false }
    quiet.delete(id)
    if (open.size >= mostOpen) {
      for (const waiting of quiet.values()) settle(waiting)
      quiet = open
      open = new Map()
    }
    open.set(owned(id), again)
    return again
  }

  /**
   * No year stands there: the log is read from its beginning, and no line of it is of tomorrow, also where rotated logs were put together the
   * newest first.
   */
  const withoutYear = (month: number, day: number, clock: string): number => {
    const [hours = 0, minutes = 0, seconds = 0] = clock.split(':').map(Number)
    const of = (which: number) => Date.UTC(which, month, day, hours, minutes, seconds) - reading.utcOffset * 60_000
    if (anchored && month < lastMonth - 6) year += 1
    anchored = true
    if (of(year) > reading.now + 24 * 3600_000) year -= 1
    lastMonth = month
    return of(year)
  }

  const postfix = (line: number, at: number, tag: string, said: string) => {
    // postfix/smtpd, postfix-out/smtp, postfix/submission/smtpd
    const program = /^postfix[^/]*\/(?:.*\/)?(\w+)$/.exec(tag)?.[1]
    const [, id, rest = ''] = queued.exec(said) ?? []
    if (program === undefined || id === undefined) return
    switch (program) {
      case 'smtpd': {
        const client = /\borig_client=([^,\s]+)/.exec(rest)?.[1] ?? /^client=([^,\s]+)/.exec(rest)?.[1]
        if (client !== undefined) mail(id, line, at).host ??= owned(hostOf(client))
        return
      }
      case 'pickup':
        if (/^uid=\d+/.test(rest)) mail(id, line, at).host ??= 'localhost'
        return
      case 'qmgr': {
        const [, from] = /^from=<([^>]*)>/.exec(rest) ?? []
        if (from !== undefined) mail(id, line, at).from ??= owned(from)
        if (rest.startsWith('removed')) {
          const done = open.get(id) ?? quiet.get(id)
          if (done !== undefined) settle(done)
          open.delete(id)
          quiet.delete(id)
        }
        return
      }
      case 'smtp':
      case 'relay': {
        const [, relay] = /\brelay=([^,\s]+)/.exec(rest) ?? []
        if (!/\bstatus=\w+/.test(rest) || relay === undefined || /\[(127\.|::1\])/.test(relay)) return
        const leaving = mail(id, line, at)
        leaving.left = true
        leaving.at = at
      }
    }
  }

  const lines = createLines(
    (text, line) => {
      if (text.trim() === '') return
      const old = traditional.exec(text)
      if (old !== null) {
        const [, month = '', day = '', h, m, s, tag = '', said = ''] = old
        const index = months.indexOf(month)
        if (index < 0) return tally.slips.add(line, 'wrong-time', text)
        return postfix(line, withoutYear(index, Number(day), `${h}:${m}:${s}`), tag, said)
      }
      const [, written = '', tag = '', said = ''] = iso.exec(text) ?? []
      if (written === '') {
        // Other programs write into the same file: a kernel line without a process id is no slip.
        if (!anyHeader.test(text)) tally.slips.add(line, 'not-a-log-line', text)
        return
      }
      const at = instantOf(written, reading.utcOffset)
      if (Number.isNaN(at)) tally.slips.add(line, 'wrong-time', written)
      else postfix(line, at, tag, said)
    },
    (line) => tally.slips.add(line, 'line-too-long'),
  )
  return {
    feed: lines.feed,
    end() {
      const count = lines.end()
      for (const waiting of [...quiet.values(), ...open.values()]) settle(waiting)
      return tally.end(count)
    },
  }
}

/** `app01.northwind.example[10.2.0.14]`: the address; a name that DNS gave may be anybody's. */
const hostOf = (client: string): string => {
  const [, name = '', address = ''] = /^([^[\]]*)\[([^\]]*)\]/.exec(client) ?? []
  const plain = address.replace(/^IPv6:/i, '')
  return plain === 'unavailable' || plain === '' ? name || client : plain
}

/** An RFC 3339 time; one without a zone is the log's own clock. NaN where it is none. */
export const instantOf = (written: string, utcOffset: number): number => {
  const text = written.trim().replace(' ', 'T')
  return /(Z|[+-]\d{2}:?\d{2})$/i.test(text) ? Date.parse(text) : Date.parse(`${text}Z`) - utcOffset * 60_000
}
