import type { Resolver } from '../../engine/ports/conversation.ts'
import type { UpdateSource } from '../../engine/ports/updateSource.ts'
import { askByHttps, NotTaken } from '../https/exchange.ts'
import { failureOf, startWatch } from '../wire/watch.ts'

/** A release file has a few hundred octets; release notes may be in it. */
const octetsAtMost = 256 * 1024
const redirectsAtMost = 3

/** Files by https, by the same way and with the same trust as mail (C13): through `dial`, under our own roots. */
export const createUpdateSource = ({
  resolver,
  file,
}: {
  readonly resolver: Resolver
  readonly file: string
}): UpdateSource => ({
  file,
  async fetch(url, access, attempt) {
    const where = { host: url.hostname, port: Number(url.port || 443) }
    let socket: { destroy(): void } | undefined
    const watch = startWatch(attempt, where, () => socket?.destroy())
    const opened = (opening: { destroy(): void }) => void (socket = opening)
    const way = { ...access, resolver, watch, signal: attempt.signal, stage: 'fetch', opened } as const
    try {
      let at = url
      for (let redirects = 0; ; redirects += 1) {
        const asked = { method: 'GET', url: at, headers: { Accept: 'text/yaml, text/plain, */*' } } as const
        // oxlint-disable-next-line no-await-in-loop -- where it goes next is in the answer
        const { status, headers, text } = await askByHttps(asked, way, octetsAtMost)
        if (status === 200) return { got: 'text', text }
        const { location } = headers
        if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return { got: 'status', status }
        const next = URL.parse(location, at.href)
        // T12: to nobody but the host that was named.
        if (next === null || next.protocol !== 'https:' || next.host !== url.host || redirects >= redirectsAtMost)
          return { got: 'elsewhere', to: location.slice(0, 200) }
        at = next
      }
    } catch (error) {
      if (error instanceof NotTaken) return { got: error.why }
      return { got: 'failure', failure: failureOf(error, watch.stage(), where) }
    } finally {
      watch.end()
      socket?.destroy()
    }
  },
})
