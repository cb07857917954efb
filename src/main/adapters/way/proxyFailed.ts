import type { ProxyFailureCode } from '../../../domain/failure.ts'

/** A proxy did not open the way. `seen`: its own words, or the system's, for support. */
export class ProxyFailed extends Error {
  override readonly name = 'ProxyFailed'
  readonly code: ProxyFailureCode
  readonly seen: string | null
  constructor(code: ProxyFailureCode, seen: string | null = null) {
    super(seen === null ? code : `${code}: ${seen}`)
    this.code = code
    this.seen = seen
  }
}
