const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/** RFC 5322 4.3; a zone that is not among them counts as -0000. */
const zones: Readonly<Record<string, number>> = {
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
}

/** The Date header as UTC (ISO 8601), or null where it says nothing usable. Without a zone it is read as UTC, never as this computer's time. */
export function readDate(value: string | undefined): string | null {
  const found =
    /(\d{1,2})\s+([A-Za-z]{3})[a-z]*\s+(\d{2,4})\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:[.,]\d+)?\s*(?:([+-])(\d{2}):?(\d{2})|([A-Za-z]+))?/.exec(
      (value ?? '').slice(0, 200),
    )
  if (found === null) return null
  const month = months.indexOf(found[2]!.toLowerCase())
  const written = Number(found[3])
  // RFC 5322 4.3: two digits to 49 are 20xx, other short years count from 1900.
  const year = found[3]!.length === 2 && written < 50 ? written + 2000 : found[3]!.length < 4 ? written + 1900 : written
  const [day, hour, minute, second] = [found[1], found[4], found[5], found[6] ?? '0'].map(Number) as [
    number,
    number,
    number,
    number,
  ]
  if (month < 0 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 60) return null
  const away =
    found[7] === undefined
      ? (zones[found[10]?.toLowerCase() ?? ''] ?? 0)
      : Number(`${found[7]}1`) * (Number(found[8]) * 60 + Number(found[9]))
  const time = new Date(0)
  time.setUTCFullYear(year, month, day)
  time.setUTCHours(hour, minute - away, second)
  return Number.isNaN(time.getTime()) ? null : time.toISOString()
}
