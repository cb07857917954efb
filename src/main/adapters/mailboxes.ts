import type { IncomingProtocol } from '../../domain/connector.ts'
import { failed } from '../../domain/failure.ts'
import type { Mailboxes, Resolver } from '../engine/ports/conversation.ts'
import { createImapMailboxes } from './imap/mailboxes.ts'
import { createPop3Mailboxes } from './pop3/mailboxes.ts'

/** Opens mailboxes by the protocol of the access. Graph is answered `not-supported`. */
export function createMailboxes(world: { readonly resolver: Resolver }): Mailboxes {
  const byProtocol: Readonly<Record<IncomingProtocol, Mailboxes>> = {
    imap: createImapMailboxes(world),
    pop3: createPop3Mailboxes(world),
    graph: {
      open: async ({ host, port }) => failed({ code: 'not-supported', stage: 'connect', transient: false, host, port }),
      createFolder: async ({ host, port }) =>
        failed({ code: 'not-supported', stage: 'connect', transient: false, host, port }),
      folders: async ({ host, port }) =>
        failed({ code: 'not-supported', stage: 'connect', transient: false, host, port }),
    },
  }
  return {
    open: (access, attempt) => byProtocol[access.protocol].open(access, attempt),
    createFolder: (access, path, attempt) => byProtocol[access.protocol].createFolder(access, path, attempt),
    folders: (access, attempt) => byProtocol[access.protocol].folders(access, attempt),
  }
}
