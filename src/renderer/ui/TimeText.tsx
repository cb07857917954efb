import { useSyncExternalStore } from 'react'

export type TimeShape = 'time' | 'time-seconds' | 'date' | 'date-time' | 'ago'

export interface TimeTextProps {
  /** ISO 8601 with zone. */
  readonly iso: string
  readonly shape?: TimeShape
  /** The moment `ago` is counted from, ms since 1970; the running clock unless set. Pass it for times to come. */
  readonly now?: number
  /** Language of the page unless set. */
  readonly locale?: string
}

const options: Record<Exclude<TimeShape, 'ago'> | 'exact', Intl.DateTimeFormatOptions> = {
  time: { hour: '2-digit', minute: '2-digit' },
  'time-seconds': { hour: '2-digit', minute: '2-digit', second: '2-digit' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  'date-time': { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  exact: { dateStyle: 'full', timeStyle: 'long' },
}
const formats = new Map<string, Intl.DateTimeFormat>()

function format(shape: keyof typeof options, locale: string): Intl.DateTimeFormat {
  const key = `${locale} ${shape}`
  const known = formats.get(key)
  if (known !== undefined) return known
  const made = new Intl.DateTimeFormat(locale, options[shape])
  formats.set(key, made)
  return made
}

const spans: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
  ['second', 1000],
]

/** "38 seconds ago", "in 3 days": the largest unit that holds at least one. Times in ms since 1970. */
export function ago(then: number, now: number, locale: string): string {
  const distance = then - now
  const span = spans.find(([, ms]) => Math.abs(distance) >= ms) ?? (['second', 1000] as const)
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(distance / span[1]), span[0])
}

let clock = Date.now()
const watchers = new Set<() => void>()
let ticking: ReturnType<typeof setInterval> | undefined

// One slow tick for all: a page full of "ago" neither freezes nor flickers.
function watchClock(onTick: () => void): () => void {
  watchers.add(onTick)
  // Nobody moved it while nobody watched.
  if (ticking === undefined) clock = Date.now()
  ticking ??= setInterval(() => {
    clock = Date.now()
    for (const watcher of watchers) watcher()
  }, 10_000)
  return () => {
    watchers.delete(onTick)
    if (watchers.size > 0) return
    clearInterval(ticking)
    ticking = undefined
  }
}

function Ago({
  then,
  now,
  locale,
}: {
  readonly then: number
  readonly now: number | undefined
  readonly locale: string
}) {
  const ticked = useSyncExternalStore(watchClock, () => clock)
  return ago(then, now ?? Math.max(ticked, then), locale)
}

/** A local time; the exact one, with its zone, on hover. `ago` counts on by itself unless it is given a `now`. */
export function TimeText({
  iso,
  shape = 'date-time',
  now,
  locale = document.documentElement.lang || 'en-GB',
}: TimeTextProps) {
  const then = Date.parse(iso)
  if (Number.isNaN(then)) return <time>{iso}</time>
  return (
    <time dateTime={iso} title={format('exact', locale).format(then)}>
      {shape === 'ago' ? <Ago then={then} now={now} locale={locale} /> : format(shape, locale).format(then)}
    </time>
  )
}
