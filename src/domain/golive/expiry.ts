import {
  authentications,
  incomingServices,
  outgoingServices,
  sides,
  usesSide,
  type ConnectorSettings,
} from '../connector.ts'
import { z } from '../schema.ts'

/** A date that a service has announced, with what it ends: data with a stamp, because such dates move. */
export const announcedSchema = z.strictObject({
  id: z.enum(['office365-smtp-password', 'office365-incoming-password']),
  endsOn: z.iso.date(),
  side: z.enum(sides),
  services: z.array(z.enum([...incomingServices, ...outgoingServices])),
  authentication: z.enum(authentications),
  asKnownOn: z.iso.date(),
  source: z.url(),
})
export type Announced = z.infer<typeof announcedSchema>

/** A server's certificate as one test saw it; days as `2026-11-20`. */
export interface CertificateSeen {
  readonly host: string
  readonly from: string
  readonly until: string
  /** Milliseconds since 1970. */
  readonly seenAt: number
}

export interface CertificateForecast {
  readonly host: string
  readonly from: string
  readonly until: string
  readonly seenAt: number
  /** Days before the end at which this host has renewed so far; null while one certificate only was seen. */
  readonly usualLeadDays: number | null
  readonly standing: 'ended' | 'overdue' | 'last-third' | 'fine'
}

const day = 24 * 3600_000
/** A host that renews at night is not late in the evening before. */
const grace = 2 * day

/**
 * G6: a server certificate is warned about when its host misses its usual renewal, or in the last third of its life: 90 days and 47 days want
 * other warnings, so no number of days is fixed. `now` in milliseconds since 1970.
 */
export function certificateForecast(seen: readonly CertificateSeen[], now: number): readonly CertificateForecast[] {
  return [...Map.groupBy(seen, ({ host }) => host.toLowerCase())].map(([host, of]) => {
    // Several servers behind one name may show several certificates; the one that was seen last counts.
    const known = [
      ...new Map(
        of.toSorted((a, b) => a.seenAt - b.seenAt).map((each) => [`${each.from} ${each.until}`, each]),
      ).values(),
    ]
    const byStart = known.toSorted((a, b) => a.from.localeCompare(b.from))
    const last = known.toSorted((a, b) => b.seenAt - a.seenAt)[0]!
    const leads = byStart
      .slice(1)
      .map((next, at) => Math.round((Date.parse(byStart[at]!.until) - Date.parse(next.from)) / day))
      .filter((lead) => lead > 0)
      .toSorted((a, b) => a - b)
    const usualLeadDays = leads.length === 0 ? null : leads[Math.floor((leads.length - 1) / 2)]!
    const ends = Date.parse(last.until)
    const life = ends - Date.parse(last.from)
    const standing =
      ends <= now
        ? 'ended'
        : usualLeadDays !== null && now > ends - usualLeadDays * day + grace
          ? 'overdue'
          : ends - now < life / 3
            ? 'last-third'
            : 'fine'
    return { host, from: last.from, until: last.until, seenAt: last.seenAt, usualLeadDays, standing }
  })
}

/** What a person has to renew, a client certificate or secret, is warned about for 30 days before its end; milliseconds since 1970. */
export const renewalStanding = (endsAt: number, now: number): 'ended' | 'soon' | 'fine' =>
  endsAt <= now ? 'ended' : endsAt - now < 30 * day ? 'soon' : 'fine'

/** Whether an announced date ends something that these settings use. */
export function concerns(announced: Announced, settings: ConnectorSettings): boolean {
  const server = settings[announced.side]
  return (
    usesSide(settings.useFor, announced.side) &&
    server !== null &&
    announced.services.includes(server.service) &&
    server.authentication === announced.authentication
  )
}

/** An announced date is warned about for half a year before; afterwards it has ended. */
export function announcedStanding({ endsOn }: Announced, now: number): 'ended' | 'soon' | 'fine' {
  const ends = Date.parse(endsOn) + day
  return ends <= now ? 'ended' : ends - now < 183 * day ? 'soon' : 'fine'
}
