import { addressKey } from '../../../../domain/address.ts'
import type { Word } from '../../../../domain/diagnosis/proof.ts'
import { failed, done, type Outcome } from '../../../../domain/failure.ts'
import { word } from '../../../../words/index.ts'
import { mailboxAccess } from '../../access.ts'
import type { Context } from '../../context.ts'
import type { Target } from '../../lookForMail.ts'
import type { ConnectorRecord } from '../../ports/records.ts'

/** A mailbox of ours that test messages can be sent to. */
export interface ShadowMailbox {
  readonly connector: ConnectorRecord
  readonly address: string
  readonly unusable: Word | null
}

/** Milliseconds for the list of a mailbox's folders. */
const foldersDeadline = 30_000

/** Every connector that receives, with the reason where its mailbox cannot be looked into. */
export async function shadowMailboxes(context: Context): Promise<readonly ShadowMailbox[]> {
  const mailboxes: ShadowMailbox[] = []
  for (const connector of await context.store.connectors()) {
    const version = await context.store.version(connector.runningId ?? connector.draftId)
    if (!version || version.settings.incoming === null || version.settings.useFor === 'outgoing') continue
    const access = await mailboxAccess(context, version)
    const address = version.settings.primaryAddress
    mailboxes.push({
      connector,
      address,
      unusable:
        connector.heldSince !== null
          ? word('refusal.held-back', { connector: connector.name })
          : !access.ok
            ? word(
                access.failure.code === 'vault-locked' ? 'refusal.vault-locked' : 'migration.shadow.mailbox-closed',
                {
                  connector: connector.name,
                },
              )
            : addressKey(address) === undefined
              ? word('migration.shadow.mailbox-address', { connector: connector.name })
              : null,
    })
  }
  return mailboxes
}

/** A mailbox's folders in which a test message may arrive. */
export interface ShadowTarget extends Target {
  readonly junk: ReadonlySet<string>
}

/** The Inbox, the folder that work is read from, and the mailbox's own folder for spam; a POP3 mailbox has the Inbox alone. */
export async function targetOf(
  context: Context,
  connector: ConnectorRecord,
  signal: AbortSignal,
): Promise<Outcome<ShadowTarget>> {
  const version = await context.store.version(connector.runningId ?? connector.draftId)
  if (!version) return failed({ code: 'not-supported', stage: 'mailbox', transient: false, detail: 'no settings' })
  const access = await mailboxAccess(context, version)
  if (!access.ok) return access
  const names = new Set(['INBOX', access.value.folder])
  const junk = new Set<string>()
  if (access.value.protocol === 'imap') {
    const listed = await context.mailboxes.folders(access.value, { signal, deadlineMs: foldersDeadline })
    if (!listed.ok) return listed
    for (const { path, selectable, isJunk } of listed.value) if (selectable && isJunk) junk.add(path)
  }
  const folders = [...new Set([...names, ...junk])].map((folder) => ({ ...access.value, folder }))
  return done({ folders, connectorId: connector.id, junk })
}
