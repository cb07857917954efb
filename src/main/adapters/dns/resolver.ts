import { lookup } from 'node:dns/promises'
import { isIP, isIPv4 } from 'node:net'
import { domainToAscii } from '../../../domain/address.ts'
import { done, failed, type Failure, type Outcome } from '../../../domain/failure.ts'
import type { Resolver } from '../../engine/ports/conversation.ts'

type Family = 'any' | 'ipv4' | 'ipv6'

const ofFamily = (family: Family) => (address: string) => family === 'any' || (family === 'ipv4') === isIPv4(address)

/**
 * Names by the operating system's own resolver, so that hosts files, search domains and split DNS count as they do for every other
 * program of the machine. `overrides` answers first (practice and test names). IP literals, with or without brackets, pass.
 * Fails with `name-not-found` (nobody knows the name, or it has no address of the wanted family) or `name-lookup-failed` (no answer).
 */
export function systemResolver(overrides?: (host: string) => readonly string[] | undefined): Resolver {
  return {
    allows: () => done(null),
    async resolve(written, family, signal) {
      const host = written.trim().replace(/^\[(.*)\]$/, '$1')
      if (signal.aborted) return failed(failure(host, 'cancelled', false))
      if (isIP(host) !== 0) return wanted(host, [host], family)
      const own = overrides?.(host)
      if (own !== undefined) return wanted(host, own, family)
      if (host === '') return failed(failure(host, 'name-not-found', false, 'no host name'))
      return untilAborted(bySystem(host, family), host, signal)
    },
  }
}

function wanted(host: string, addresses: readonly string[], family: Family): Outcome<readonly string[]> {
  const usable = addresses.filter(ofFamily(family))
  if (usable.length > 0) return done(usable)
  const detail = addresses.length > 0 ? `no ${family === 'ipv4' ? 'IPv4' : 'IPv6'} address` : 'no address'
  return failed(failure(host, 'name-not-found', false, detail))
}

async function bySystem(host: string, family: Family): Promise<Outcome<readonly string[]>> {
  try {
    const found = await lookup(domainToAscii(host), { all: true, order: 'verbatim' })
    return wanted(host, [...new Set(found.map((each) => each.address))], family)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown'
    // EAI_NONAME and EAI_NODATA reach Node as ENOTFOUND: a definite answer. EAI_AGAIN and the rest are the lack of one.
    return code === 'ENOTFOUND' || code === 'ENODATA'
      ? failed(failure(host, 'name-not-found', false, code))
      : failed(failure(host, 'name-lookup-failed', true, code))
  }
}

/** getaddrinfo cannot be taken back: its late answer is dropped. */
function untilAborted(
  answer: Promise<Outcome<readonly string[]>>,
  host: string,
  signal: AbortSignal,
): Promise<Outcome<readonly string[]>> {
  return new Promise((resolve) => {
    const cancelled = () => resolve(failed(failure(host, 'cancelled', false)))
    signal.addEventListener('abort', cancelled, { once: true })
    void answer.then((outcome) => {
      signal.removeEventListener('abort', cancelled)
      resolve(outcome)
    })
  })
}

const failure = (
  host: string,
  code: 'name-not-found' | 'name-lookup-failed' | 'cancelled',
  transient: boolean,
  detail?: string,
): Failure => ({ code, stage: 'resolve', transient, host, ...(detail === undefined ? {} : { detail }) })
