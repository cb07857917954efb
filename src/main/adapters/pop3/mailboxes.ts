import { done, failed } from '../../../domain/failure.ts'
import type { Mailboxes, Resolver } from '../../engine/ports/conversation.ts'
import { withoutToken } from '../secretForms.ts'
import { conversation, startWatch } from '../wire/watch.ts'
import type { Wire } from '../wire/wire.ts'
import { openPop3 } from './client.ts'
import { pop3Mailbox } from './mailbox.ts'

/** Mailboxes by POP3 over TLS (RFC 1939, RFC 2595, RFC 8314). There is one folder, the inbox. */
export function createPop3Mailboxes({ resolver }: { readonly resolver: Resolver }): Mailboxes {
  return {
    async open(access, attempt) {
      const where = { host: access.host, port: access.port }
      let wire: Wire | undefined
      const watch = startWatch(attempt, where, () => wire?.destroy())
      const opened = await conversation(watch, where, async () =>
        done(
          await openPop3(access, resolver, watch, attempt.signal, (opening) => {
            wire = opening
          }),
        ),
      )
      if (opened.ok) return done(pop3Mailbox(opened.value, watch, where, access.readOnly ?? false))
      watch.end()
      wire?.destroy()
      return failed(withoutToken(opened.failure, access.credentials))
    },
    createFolder: async ({ host, port }) =>
      failed({ code: 'not-supported', stage: 'folder', transient: false, host, port, detail: 'POP3 has no folders' }),
    folders: async ({ host, port }) =>
      failed({ code: 'not-supported', stage: 'folder', transient: false, host, port, detail: 'POP3 has no folders' }),
  }
}
