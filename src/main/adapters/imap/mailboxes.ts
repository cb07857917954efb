import { done, type Outcome } from '../../../domain/failure.ts'
import type { FolderName, Mailboxes, Resolver } from '../../engine/ports/conversation.ts'
import { guarded, openImapFolder } from './mailbox.ts'
import { openImapSession } from './session.ts'

/** Mailboxes by IMAP4rev1 over TLS (RFC 3501, RFC 8314). */
export function createImapMailboxes({ resolver }: { readonly resolver: Resolver }): Mailboxes {
  return {
    async open(access, attempt) {
      const session = await openImapSession(access, resolver, attempt)
      return session.ok ? openImapFolder(session.value, access.folder, access.readOnly ?? false) : session
    },
    async createFolder(access, path, attempt): Promise<Outcome<null>> {
      const opened = await openImapSession(access, resolver, attempt)
      if (!opened.ok) return opened
      const session = opened.value
      const made = await guarded(session, 'folder', async () => {
        // One that is there already answers without an error (RFC 3501 6.3.3, ALREADYEXISTS).
        await session.watch.during('folder', () => session.client.mailboxCreate(path))
        return done(null)
      })
      await session.close()
      return made
    },
    async folders(access, attempt): Promise<Outcome<readonly FolderName[]>> {
      const opened = await openImapSession(access, resolver, attempt)
      if (!opened.ok) return opened
      const session = opened.value
      const names = await guarded(session, 'folder', async () => {
        const listed = await session.watch.during('folder', () => session.client.list())
        return done(
          listed.map(({ path, delimiter, flags, specialUse }): FolderName => ({
            path,
            parts: delimiter === '' ? [path] : path.split(delimiter),
            selectable: !['\\noselect', '\\nonexistent'].some((flag) =>
              [...flags].some((each) => each.toLowerCase() === flag),
            ),
            isJunk: specialUse?.toLowerCase() === '\\junk',
          })),
        )
      })
      await session.close()
      return names
    },
  }
}
