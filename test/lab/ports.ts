import { createServer, type Server } from 'node:net'
import { labAddress, localhostAddress } from './people.ts'

export interface LabPorts {
  readonly imap: number
  readonly imaps: number
  readonly pop3: number
  readonly pop3s: number
  readonly submission: number
  readonly smtps: number
  readonly relay: number
  /** STARTTLS; asks for a client certificate, and takes mail from the fingerprints on its list alone. */
  readonly listed: number
  /** TLS; demands a client certificate of the authority that it trusts. */
  readonly certified: number
}

const listeners = 9

/**
 * Nine neighbouring ports that nobody listens on. They lie below the range that the kernel hands out by itself, so
 * that no outgoing connection takes one while its server restarts.
 */
export async function freePorts(): Promise<LabPorts> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const first = 10_000 + Math.floor(Math.random() * 2_200) * 10
    const ports = Array.from({ length: listeners }, (_, index) => first + index)
    const tried = await Promise.allSettled(
      [labAddress, localhostAddress].flatMap((address) => ports.map((port) => listen(address, port))),
    )
    const listening = tried.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []))
    await Promise.all(listening.map((server) => new Promise((resolve) => server.close(resolve))))
    if (listening.length === tried.length) {
      return {
        imap: first,
        imaps: first + 1,
        pop3: first + 2,
        pop3s: first + 3,
        submission: first + 4,
        smtps: first + 5,
        relay: first + 6,
        listed: first + 7,
        certified: first + 8,
      }
    }
  }
  throw new Error('no nine free ports in a row between 10000 and 32000')
}

function listen(address: string, port: number): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(port, address, () => resolve(server))
  })
}
