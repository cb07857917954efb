/** `<uidvalidity>:<uid>` (I3): what names a message of a folder for good. */
export interface ImapIdentity {
  readonly uidValidity: string
  readonly uid: number
}

export const writeIdentity = (uidValidity: string, uid: number): string => `${uidValidity}:${uid}`

export function readIdentity(identity: string): ImapIdentity | undefined {
  const found = /^(\d+):(\d{1,10})$/.exec(identity)
  return found ? { uidValidity: found[1]!, uid: Number(found[2]) } : undefined
}

/** UIDs as an IMAP sequence set, runs as ranges (RFC 3501 9, sequence-set). */
export function uidSet(uids: readonly number[]): string {
  const sorted = uids.toSorted((left, right) => left - right)
  const ranges: string[] = []
  for (let at = 0; at < sorted.length;) {
    let end = at
    while (end + 1 < sorted.length && sorted[end + 1]! - sorted[end]! <= 1) end += 1
    ranges.push(sorted[at] === sorted[end] ? `${sorted[at]}` : `${sorted[at]}:${sorted[end]}`)
    at = end + 1
  }
  return ranges.join(',')
}
