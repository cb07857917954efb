import { isIPv6, type Socket } from 'node:net'
import type { Asked, ConnectAttempt, ConnectFacts, Trouble } from '../../../domain/diagnosis/facts.ts'
import { placeName } from '../../../domain/proxy.ts'
import type { ProxyAccess } from '../../engine/ports/conversation.ts'
import { tlsHost } from '../tls/trust.ts'
import { dial, type Dialling, type Way } from '../way/dial.ts'
import { ProxyFailed } from '../way/proxyFailed.ts'
import { remaining, Stopped, systemTrouble, within, type Budget } from './dialogue.ts'

/** The way to what was asked for, by one address: the server's own, or its proxy's. */
export const wayBy = (address: string, { host, port }: Pick<Asked, 'host' | 'port'>, proxy: ProxyAccess | null): Way =>
  proxy === null
    ? { addresses: [address], port, onwards: null }
    : { addresses: [address], port: proxy.port, onwards: { proxy, host: tlsHost(host), port } }

/** Opens one connection, at most for `ms`. */
export async function openWay(way: Way, budget: Budget, ms: number): Promise<Socket> {
  let dialling: Dialling | undefined
  return within<Socket>(budget, ms, (settle, fail) => {
    dialling = dial(way)
    dialling.opened.then(settle, (error: Error) =>
      fail(error instanceof ProxyFailed ? proxyTrouble(way, error.code, error.seen) : systemTrouble(error)),
    )
    return dialling.hangUp
  }).catch((error: unknown) => {
    // Silence on the way through a proxy is the proxy's: nothing was said to the server yet.
    const means = error instanceof Stopped && error.trouble.kind === 'silent' ? dialling?.silence() : null
    throw means == null ? error : new Stopped(proxyTrouble(way, means, null))
  })
}

const proxyTrouble = (way: Way, code: ProxyFailed['code'], seen: string | null): Trouble => ({
  kind: 'proxy',
  proxy: way.onwards === null ? '' : placeName(way.onwards.proxy),
  code,
  seen,
})

const troubleOf = (error: unknown): Trouble =>
  error instanceof Stopped ? error.trouble : systemTrouble(error as Error)

interface Tried {
  readonly attempts: readonly ConnectAttempt[]
  readonly socket: Socket | null
}

/** The addresses of one family, one after the other, until one answers. */
async function tryFamily(addresses: readonly string[], port: number, budget: Budget): Promise<Tried> {
  const attempts: ConnectAttempt[] = []
  for (const address of addresses) {
    const began = performance.now()
    const family = isIPv6(address) ? 'ipv6' : 'ipv4'
    const done = (trouble: Trouble | null) =>
      attempts.push({ address, family, ms: Math.round(performance.now() - began), trouble })
    try {
      // oxlint-disable-next-line no-await-in-loop -- the next address is for the case that this one is dead
      const socket = await openWay({ addresses: [address], port, onwards: null }, budget, budget.stepMs)
      done(null)
      return { attempts, socket }
    } catch (error) {
      done(troubleOf(error))
      if (budget.signal.aborted || remaining(budget) <= 1) break
    }
  }
  return { attempts, socket: null }
}

// A family that is still silent when the other has long answered is not waited for to its end.
const graceForOther = 2_000

/**
 * Tries both families side by side, and where none answers the protocol's other usual ports, so that a wrong port is told from a
 * closed firewall. Answers the facts and the connection to go on with.
 */
export async function reachServer(
  addresses: readonly string[],
  port: number,
  usual: readonly number[],
  budget: Budget,
): Promise<{ readonly facts: ConnectFacts; readonly socket: Socket | null }> {
  const began = performance.now()
  const families = [
    addresses.filter((address) => isIPv6(address)),
    addresses.filter((address) => !isIPv6(address)),
  ].filter((family) => family.length > 0)
  const ofFirst = (addresses[0] !== undefined && isIPv6(addresses[0])) || families.length === 1 ? 0 : 1
  const ends = new AbortController()
  const hurry = { ...budget, signal: AbortSignal.any([budget.signal, ends.signal]) }
  let timer: NodeJS.Timeout | undefined
  const tried = await Promise.all(
    families.map(async (family) => {
      const result = await tryFamily(family.slice(0, 3), port, hurry)
      if (result.socket) timer ??= setTimeout(() => ends.abort(), graceForOther)
      return result
    }),
  )
  clearTimeout(timer)
  // An address that was given up because the other family had answered was silent, not cancelled.
  const attempts = tried
    .flatMap((family) => family.attempts)
    .map((attempt) =>
      attempt.trouble?.kind === 'cancelled' && !budget.signal.aborted
        ? { ...attempt, trouble: { kind: 'silent' as const, afterMs: attempt.ms } }
        : attempt,
    )
  const preferred = [tried[ofFirst], ...tried].find((family) => family?.socket)
  for (const family of tried) if (family !== preferred) family.socket?.destroy()
  const durationMs = performance.now() - began
  const socket = preferred?.socket ?? null
  if (socket) {
    const address = preferred?.attempts.find((attempt) => !attempt.trouble)?.address ?? null
    return { facts: { durationMs, trouble: null, address, attempts, siblings: [] }, socket }
  }
  const trouble = attempts.find((attempt) => attempt.trouble?.kind !== 'silent')?.trouble ??
    attempts[0]?.trouble ?? { kind: 'closed' as const, reply: null }
  const siblings = await trySiblings(
    attempts.map(({ address }) => address),
    usual.filter((other) => other !== port),
    budget,
  )
  return { facts: { durationMs, trouble, address: null, attempts, siblings }, socket: null }
}

/** Reaches the server through the proxy: by the first of its addresses that answers, and no other port is tried. */
export async function reachThrough(
  addresses: readonly string[],
  asked: Pick<Asked, 'host' | 'port'>,
  proxy: ProxyAccess,
  budget: Budget,
): Promise<{ readonly facts: ConnectFacts; readonly socket: Socket | null }> {
  const began = performance.now()
  const attempts: ConnectAttempt[] = []
  let last: Trouble = { kind: 'proxy', proxy: placeName(proxy), code: 'proxy-unreachable', seen: null }
  const facts = (trouble: Trouble | null, address: string | null): ConnectFacts => ({
    durationMs: performance.now() - began,
    trouble,
    address,
    through: placeName(proxy),
    attempts,
    siblings: [],
  })
  for (const address of addresses.slice(0, 3)) {
    const started = performance.now()
    const done = (trouble: Trouble | null) =>
      attempts.push({
        address,
        family: isIPv6(address) ? 'ipv6' : 'ipv4',
        ms: Math.round(performance.now() - started),
        trouble,
      })
    try {
      // oxlint-disable-next-line no-await-in-loop -- the next address is for the case that this one is dead
      const socket = await openWay(wayBy(address, asked, proxy), budget, budget.stepMs)
      done(null)
      return { facts: facts(null, address), socket }
    } catch (error) {
      last = troubleOf(error)
      done(last)
      // An address of the proxy that answered has said what the others would say.
      if (last.kind !== 'proxy' || last.code !== 'proxy-unreachable' || remaining(budget) <= 1) break
    }
  }
  return { facts: facts(last, null), socket: null }
}

async function trySiblings(
  addresses: readonly string[],
  ports: readonly number[],
  budget: Budget,
): Promise<ConnectFacts['siblings']> {
  const address = addresses[0]
  if (address === undefined || budget.signal.aborted || remaining(budget) < 100) return []
  return Promise.all(
    ports.map(async (port) => {
      try {
        const socket = await openWay(
          { addresses: [address], port, onwards: null },
          budget,
          Math.min(2_000, budget.stepMs),
        )
        socket.destroy()
        return { port, answers: true }
      } catch {
        return { port, answers: false }
      }
    }),
  )
}
