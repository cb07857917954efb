/** A version as Semantic Versioning 2.0.0 (section 2, 9, 10) writes it. */
export interface Version {
  readonly core: readonly [major: string, minor: string, patch: string]
  /** Its pre-release identifiers; empty for a release. */
  readonly pre: readonly string[]
}

const number = '(0|[1-9]\\d{0,15})'
const identifier = '(?:0|[1-9]\\d{0,15}|\\d*[A-Za-z-][0-9A-Za-z-]*)'
const shape = new RegExp(
  `^${number}\\.${number}\\.${number}(?:-(${identifier}(?:\\.${identifier})*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?$`,
)

/** Null where it is no version. Build metadata is passed over: it never counts (section 10). */
export function readVersion(text: string): Version | null {
  const parts = text.length > 256 ? null : shape.exec(text)
  return parts ? { core: [parts[1]!, parts[2]!, parts[3]!], pre: parts[4]?.split('.') ?? [] } : null
}

/** Section 11: below zero where `a` comes before `b`. */
export function compareVersions(a: Version, b: Version): number {
  for (const [at, part] of a.core.entries()) {
    const difference = byNumber(part, b.core[at]!)
    if (difference !== 0) return difference
  }
  // A pre-release comes before its release.
  if (a.pre.length === 0 || b.pre.length === 0) return Number(a.pre.length === 0) - Number(b.pre.length === 0)
  for (const [at, part] of a.pre.entries()) {
    const other = b.pre[at]
    if (other === undefined) return 1
    const difference = byIdentifier(part, other)
    if (difference !== 0) return difference
  }
  return a.pre.length - b.pre.length
}

const byNumber = (a: string, b: string): number => Number(a) - Number(b)

const isNumber = (identifier: string): boolean => /^\d+$/.test(identifier)

function byIdentifier(a: string, b: string): number {
  if (isNumber(a) && isNumber(b)) return byNumber(a, b)
  // Numbers come before letters, and letters in the order of ASCII.
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? -1 : 1
  return a === b ? 0 : a < b ? -1 : 1
}
