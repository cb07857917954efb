import { createConnection, createServer, type AddressInfo, type Socket } from 'node:net'

export type Side = 'client' | 'server'

/** What the network does to a connection. `from` names the side whose bytes are counted or searched. */
export type Fault =
  | { readonly kind: 'pass' }
  /** Both directions in segments of `bytes` (1 unless set), each sent by itself. */
  | { readonly kind: 'trickle'; readonly bytes?: number }
  /** Lets `after` bytes through, then nothing more comes from that side until the fault changes. */
  | { readonly kind: 'stall'; readonly from: Side; readonly after: number }
  /** Ends the connection behind `after` bytes, or behind the first bytes that match `on`; what came before is passed on. */
  | ({ readonly kind: 'reset' | 'close'; readonly from: Side } & ({ readonly after: number } | { readonly on: string }))
  /** Accepts, reads nothing and never answers. */
  | { readonly kind: 'half-open' }

export interface FaultProxy {
  readonly host: '127.0.0.1'
  readonly port: number
  /** Connections accepted so far. */
  readonly accepted: () => number
  /** Connections open now. */
  readonly open: () => number
  /**
   * Sets the fault, for open connections from here on and for all later ones; with `connections` only for so many of
   * the next ones, after which everything passes. Counts start at zero. The answer resolves when it strikes for the
   * first time (trickle and pass never strike).
   */
  behave(fault: Fault, connections?: number): Promise<void>
  /** Ends every connection at once with a reset. */
  cut(): void
  close(): Promise<void>
}

interface Rule {
  readonly fault: Fault
  readonly struck: () => void
}

interface Link {
  rule: Rule
  readonly follow: (rule: Rule) => void
  readonly reset: () => void
}

const passing: Rule = { fault: { kind: 'pass' }, struck: () => {} }

/**
 * A TCP proxy on 127.0.0.1 that breaks connections on demand. It sees bytes, not protocols: `on` finds text only in a
 * stream that is not encrypted. Text is compared as Latin-1.
 *
 * `close` ends the client's connection by FIN and lets the server keep what it was sent; `reset` sends RST both ways.
 */
export async function startFaultProxy(options: {
  readonly target: { readonly host: string; readonly port: number }
}): Promise<FaultProxy> {
  let rule = passing
  let limited = Infinity
  let accepted = 0
  const links = new Set<Link>()

  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (client) => {
    accepted += 1
    const own = limited > 0 ? rule : passing
    limited -= 1
    const link = own.fault.kind === 'half-open' ? holdOpen(client, own) : connectThrough(client, options.target, own)
    links.add(link)
    client.once('close', () => links.delete(link))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })

  return {
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    accepted: () => accepted,
    open: () => links.size,
    behave: (fault, connections) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      rule = { fault, struck: resolve }
      limited = connections ?? Infinity
      if (connections === undefined) for (const link of links) link.follow(rule)
      return promise
    },
    cut: () => {
      for (const link of links) link.reset()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const link of links) link.reset()
      }),
  }
}

function holdOpen(client: Socket, rule: Rule): Link {
  client.on('error', () => client.destroy())
  rule.struck()
  return { rule, follow: () => {}, reset: () => void client.resetAndDestroy() }
}

function connectThrough(client: Socket, target: { readonly host: string; readonly port: number }, rule: Rule): Link {
  const server = createConnection({ ...target, allowHalfOpen: true })
  for (const socket of [client, server]) socket.setNoDelay(true)
  let waiting: (() => void)[] = []
  const wake = () => {
    const woken = waiting
    waiting = []
    for (const resolve of woken) resolve()
  }
  const reset = () => {
    client.resetAndDestroy()
    server.resetAndDestroy()
  }
  for (const socket of [client, server]) {
    socket.on('error', reset)
    socket.once('end', wake)
    socket.once('close', wake)
  }
  const link: Link = {
    rule,
    follow: (next) => {
      link.rule = next
      wake()
    },
    reset,
  }
  const changed = () => new Promise<void>((resolve) => waiting.push(resolve))
  const end = { close: () => closeKindly(client, server), reset, changed }
  void carry('client', client, server, link, end)
  void carry('server', server, client, link, end)
  return link
}

/** The client sees FIN now; the server is told only that nothing more comes, and finishes what it has. */
function closeKindly(client: Socket, server: Socket): void {
  client.end()
  client.destroySoon()
  server.end()
  server.resume()
}

interface Endings {
  close(): void
  reset(): void
  /** Resolves when the fault changes or the connection is gone. */
  changed(): Promise<void>
}

/** Moves one direction, chunk by chunk, under whatever fault holds at that moment. */
async function carry(side: Side, from: Socket, to: Socket, link: Link, endings: Endings): Promise<void> {
  let counted = { rule: link.rule, bytes: 0, tail: '' }
  try {
    for await (const arrived of from as AsyncIterable<Buffer>) {
      let chunk = arrived
      while (chunk.length > 0) {
        const { rule } = link
        if (counted.rule !== rule) counted = { rule, bytes: 0, tail: '' }
        const allowed = allowance(rule.fault, side, chunk, counted)
        const part = chunk.subarray(0, allowed.bytes)
        chunk = chunk.subarray(allowed.bytes)
        if (part.length > 0) await write(to, part, rule.fault)
        counted.bytes += part.length
        counted.tail = (counted.tail + part.toString('latin1')).slice(-1024)
        if (allowed.next === 'go on') continue
        rule.struck()
        if (allowed.next === 'reset') return endings.reset()
        if (allowed.next === 'close') return endings.close()
        await endings.changed()
        // Whoever waited for these bytes has left.
        if (to.destroyed || to.readableEnded) return endings.reset()
      }
    }
    to.end()
  } catch {
    // A side that breaks off ends the other one in its own error handler.
    to.destroy()
  }
}

/** How much of a chunk passes, and what happens behind it. */
function allowance(
  fault: Fault,
  side: Side,
  chunk: Buffer,
  counted: { readonly bytes: number; readonly tail: string },
): { readonly bytes: number; readonly next: 'go on' | 'stall' | 'reset' | 'close' } {
  const everything = { bytes: chunk.length, next: 'go on' } as const
  if (!('from' in fault) || fault.from !== side) return everything
  if ('on' in fault) {
    // The text may begin in what has passed already, but only its last byte counts: that one is in this chunk.
    const kept = fault.on.length > 1 ? counted.tail.slice(1 - fault.on.length) : ''
    const found = (kept + chunk.toString('latin1')).indexOf(fault.on)
    return found === -1 ? everything : { bytes: found + fault.on.length - kept.length, next: fault.kind }
  }
  const left = Math.max(0, fault.after - counted.bytes)
  return chunk.length < left || (chunk.length === left && fault.kind === 'stall')
    ? everything
    : { bytes: left, next: fault.kind }
}

async function write(to: Socket, bytes: Buffer, fault: Fault): Promise<void> {
  const size = fault.kind === 'trickle' ? (fault.bytes ?? 1) : bytes.length
  for (let at = 0; at < bytes.length; at += size) {
    if (to.destroyed) return
    await new Promise<void>((resolve) => to.write(bytes.subarray(at, at + size), () => resolve()))
    // A turn of the loop for the other end, so that it reads this segment before the next one is there.
    if (fault.kind === 'trickle') await new Promise<void>((resolve) => setImmediate(resolve))
  }
}
