import { offsetAt } from '../../domain/zone.ts'

/** The instant at which today began in a zone (S9): "today" is the workspace's. `now` in milliseconds since 1970. */
export function startOfToday(now: number, timeZone: string): string {
  return startOfDay(dayOf(now, timeZone), timeZone)
}

/** The calendar day of an instant in a zone, as `2026-11-21`. */
export function dayOf(instant: number, timeZone: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
    instant,
  )
}

/** The first instant of a calendar day in a zone. */
export function startOfDay(day: string, timeZone: string): string {
  const utc = Date.parse(`${day}T00:00:00Z`)
  const offset = (at: number): number => offsetAt(at, timeZone) * 60_000
  // Twice: the offset that holds at midnight may not be the one that holds at midnight UTC (a change of clocks in between).
  const guess = utc - offset(utc)
  const midnight = utc - offset(guess)
  // Where the clocks go forward at midnight there is none: the day begins with the change (Havana, Santiago).
  return new Date(dayOf(midnight, timeZone) === day ? midnight : guess).toISOString()
}
