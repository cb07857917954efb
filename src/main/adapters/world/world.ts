import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Clock, Randomness } from '../../engine/ports/world.ts'

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, act) {
    // setTimeout takes at most 2^31-1 milliseconds and fires at once above it.
    const timer = setTimeout(act, Math.min(ms, 2 ** 31 - 1))
    return () => clearTimeout(timer)
  },
}

/** Ids sort by creation (RFC 9562 5.7, UUID version 7) and are unguessable in their last 74 bits. */
export const systemRandom: Randomness = {
  bytes: (length) => randomBytes(length),
  id() {
    const bytes = Buffer.from(randomUUID().replaceAll('-', ''), 'hex')
    bytes.writeUIntBE(Date.now(), 0, 6)
    bytes[6] = (bytes[6]! & 0x0f) | 0x70
    const hex = bytes.toString('hex')
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  },
}

/** Tells this machine from another (S7): the system's own id where there is one, never sent anywhere. */
export function machineId(): string {
  const own = ['/etc/machine-id', '/var/lib/dbus/machine-id'].flatMap((path) => {
    try {
      return [readFileSync(path, 'utf8').trim()]
    } catch {
      return []
    }
  })[0]
  return createHash('sha256')
    .update(`waypost ${own || hostname()}`)
    .digest('hex')
    .slice(0, 32)
}
