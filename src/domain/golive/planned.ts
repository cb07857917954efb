import { folderOf, sameFolderName, type ConnectorSettings } from '../connector.ts'
import { z } from '../schema.ts'
import { isZone, offsetAt } from '../zone.ts'

/** Which of the mail that waits becomes work when receiving starts (I15). Dates are instants in UTC. */
export const plannedStartSchema = z.discriminatedUnion('from', [
  z.strictObject({ from: z.literal('now') }),
  z.strictObject({ from: z.literal('date'), date: z.iso.datetime() }),
  z.strictObject({ from: z.literal('all') }),
])
export type PlannedStart = z.infer<typeof plannedStartSchema>

/** G5: when a connector is meant to go live, as it hangs on a person's wall (S9), and with which mail. */
export const plannedSchema = z.strictObject({
  /** `2026-12-01T08:00` */
  local: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d$/)
    .nullable(),
  /** IANA zone, such as `Europe/Berlin`. */
  zone: z.string().max(64),
  start: plannedStartSchema.nullable(),
})
export type Planned = z.infer<typeof plannedSchema>

/** G2: the two folders of a holding-folder go-live. */
export const holdingSchema = z.strictObject({
  /** An existing folder that receives no production mail. */
  folder: z.string().min(1).max(1000),
  /** The folder that is read from the go-live on. */
  realFolder: z.string().min(1).max(1000),
})
export type Holding = z.infer<typeof holdingSchema>

/** The two folders, as a history writes them. */
export const holdingText = (holding: Holding | null): string | null =>
  holding === null ? null : `${holding.folder} → ${holding.realFolder}`

/** Of `2026-12-01T07:00:00.000Z`. */
const isoLength = 24

/**
 * The instant of a local time in a zone, milliseconds since 1970. A time that the change to summer time leaves out is meant as the one an
 * hour later; of one that comes twice the first is meant. Undefined for a date that does not exist,
 * or that lies beyond the years 0 to 9999 in UTC.
 */
export function plannedInstant({ local, zone }: Pick<Planned, 'local' | 'zone'>): number | undefined {
  if (local === null || !isZone(zone)) return undefined
  const asUtc = Date.parse(`${local}:00Z`)
  // `2026-02-30` is read as a day of March by some: it has to come back as it was written.
  if (Number.isNaN(asUtc) || new Date(asUtc).toISOString().slice(0, 16) !== local) return undefined
  const day = 24 * 3600_000
  const before = offsetAt(asUtc - day, zone)
  const after = offsetAt(asUtc + day, zone)
  const fits = [...new Set([before, after])]
    .map((offset) => asUtc - offset * 60_000)
    .filter((instant) => offsetAt(instant, zone) * 60_000 === asUtc - instant)
    .toSorted((a, b) => a - b)
  const instant = fits[0] ?? asUtc - before * 60_000
  // Beyond year 0 and year 9999 an instant is written with a sign, which nobody who reads it expects.
  return new Date(instant).toISOString().length === isoLength ? instant : undefined
}

/** Whether these settings read the holding folder: then nothing is taken from it, whatever the receiving switch says. */
export const isHolding = (holding: Holding | null, { incoming }: ConnectorSettings): boolean =>
  holding !== null && incoming !== null && folderOf(incoming) === sameFolderName(holding.folder)
