import { plannedInstant } from '../../../domain/golive/planned.ts'
import { asked } from './asked.ts'
import type { Session } from './session.ts'

// RFC 3339 5.6, with or without its time and its offset.
const form = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/i

/**
 * A day, or a day with its time, as somebody types it, as an instant in UTC: days begin, and times without an offset are meant, in the zone
 * of the workspace (S9). Undefined for everything else: what a browser would make of `1` takes years of mail.
 */
export async function typedInstant({ client }: Session, text: string): Promise<string | undefined> {
  const [whole, day = '', time = '00:00', offset] = form.exec(text.trim()) ?? []
  if (whole === undefined) return undefined
  const zone = offset === undefined ? (await asked(client.settings.get({}))).settings.timeZone : 'UTC'
  // A day that does not exist is none, whatever its offset.
  const local = plannedInstant({ local: `${day}T${time}`, zone })
  const at = local === undefined || offset === undefined ? local : Date.parse(whole.replace(' ', 'T'))
  return at === undefined || Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
