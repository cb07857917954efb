import { done, failed } from '../../../domain/failure.ts'
import type { Mime } from '../../engine/ports/mime.ts'
import { composeMessage } from './compose.ts'
import { readMessage } from './read.ts'

/** Reads and writes raw mail. What cannot be read within its limits fails as `protocol-broken`; nothing throws. */
export function createMime(): Mime {
  return {
    async read(raw) {
      try {
        return done(await readMessage(raw))
      } catch (error) {
        const detail = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
        return failed({ code: 'protocol-broken', stage: 'fetch', transient: false, detail })
      }
    },
    compose: composeMessage,
  }
}
