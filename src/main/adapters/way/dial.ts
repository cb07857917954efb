import { connect, isIPv6, type LookupFunction, type Socket } from 'node:net'
import { placeName } from '../../../domain/proxy.ts'
import type { ProxyFailureCode } from '../../../domain/failure.ts'
import { failed, type Outcome } from '../../../domain/failure.ts'
import type { ProxyAccess, Resolver } from '../../engine/ports/conversation.ts'
import { tlsHost } from '../tls/trust.ts'
import { EndedEarly, exactReader } from './exactReader.ts'
import { httpConnect } from './httpConnect.ts'
import { ProxyFailed } from './proxyFailed.ts'
import { socks5Connect } from './socks5.ts'

/** The way to a server: addresses of its own, or of a proxy that is asked for the rest. */
export interface Way {
  readonly addresses: readonly string[]
  readonly port: number
  /** What the proxy is asked for; null where the addresses are the server's own. */
  readonly onwards: { readonly proxy: ProxyAccess; readonly host: string; readonly port: number } | null
}

/** A connection that is being opened. */
export interface Dialling {
  /** Rejects with the system's error, with ProxyFailed where a proxy is in between. */
  readonly opened: Promise<Socket>
  /** What it would mean if nothing more came: the proxy is not reached, or it does not answer. Null without a proxy. */
  silence(): ProxyFailureCode | null
  hangUp(): void
}

/** How long one address may take before the next one is tried beside it (RFC 8305 5 says 250 ms; slow links deserve more). */
const nextAddressAfterMs = 1_000

/** A lookup that knows the answer already: names are resolved through the port, never by the socket. */
const fixedLookup = (addresses: readonly string[]): LookupFunction => {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
  return (_host, options, callback) => {
    if (options.all === true) callback(null, all)
    else callback(null, all[0]?.address ?? '', all[0]?.family)
  }
}

/**
 * Finds the way to a server: by its name, or to the proxy, which resolves the name itself. Fails with the resolver's failure, and with
 * `proxy-unreachable` where the proxy's own name is not known or the policy does not allow it.
 */
export async function findWay(
  resolver: Resolver,
  to: {
    readonly host: string
    readonly port: number
    readonly addressFamily: 'any' | 'ipv4' | 'ipv6'
    readonly proxy: ProxyAccess | null
  },
  signal: AbortSignal,
): Promise<Outcome<Way>> {
  const { host, port, proxy } = to
  if (proxy === null) {
    const found = await resolver.resolve(host, to.addressFamily, signal)
    return found.ok ? { ok: true, value: { addresses: found.value, port, onwards: null } } : found
  }
  const name = tlsHost(host)
  // A name that is none would end the line of a CONNECT and begin another.
  if (!/^[\x21-\x7e]{1,255}$/.test(name))
    return failed({ code: 'name-not-found', stage: 'resolve', transient: false, host, detail: 'no host name' })
  const allowed = resolver.allows(host)
  if (!allowed.ok) return allowed
  const found = await resolver.resolve(proxy.host, 'any', signal)
  if (found.ok)
    return { ok: true, value: { addresses: found.value, port: proxy.port, onwards: { proxy, host: name, port } } }
  const { code, detail } = found.failure
  if (code === 'cancelled') return found
  return failed({
    code: 'proxy-unreachable',
    stage: 'connect',
    transient: true,
    host,
    port,
    proxy: placeName(proxy),
    detail: detail === undefined ? code : `${code}: ${detail}`,
  })
}

/** Opens a connection: the one place where Waypost connects to a server on the network. `onConnected`: TCP stands, also if only to the proxy. */
export function dial(way: Way, onConnected = (): void => undefined): Dialling {
  const { onwards } = way
  let phase: ProxyFailureCode = 'proxy-unreachable'
  const socket = connect({
    host: way.addresses.length === 1 ? way.addresses[0]! : 'resolved.invalid',
    port: way.port,
    lookup: fixedLookup(way.addresses),
    autoSelectFamily: way.addresses.length > 1,
    autoSelectFamilyAttemptTimeout: nextAddressAfterMs,
    noDelay: true,
  })
  // Until its owner listens, an error shows as the end that follows it.
  socket.on('error', () => undefined)
  const connected = new Promise<Socket>((resolve, reject) => {
    // Hung up by ourselves: no error comes.
    const closed = () => reject(new EndedEarly('closed'))
    socket.once('error', reject)
    socket.once('close', closed)
    socket.once('connect', () => {
      socket.off('error', reject)
      socket.off('close', closed)
      onConnected()
      resolve(socket)
    })
  })
  const through = async ({ proxy, ...target }: NonNullable<Way['onwards']>): Promise<Socket> => {
    try {
      await connected
    } catch (error) {
      throw new ProxyFailed('proxy-unreachable', (error as NodeJS.ErrnoException).code ?? String(error))
    }
    phase = 'proxy-timed-out'
    const reader = exactReader(socket)
    try {
      await (proxy.kind === 'socks5' ? socks5Connect : httpConnect)(socket, reader, proxy, target)
      return socket
    } catch (error) {
      if (error instanceof ProxyFailed) throw error
      throw new ProxyFailed(
        'proxy-broken',
        error instanceof EndedEarly ? 'closed' : ((error as NodeJS.ErrnoException).code ?? null),
      )
    } finally {
      reader.release()
    }
  }
  return {
    opened: onwards === null ? connected : through(onwards),
    silence: () => (onwards === null ? null : phase),
    hangUp: () => void socket.destroy(),
  }
}
