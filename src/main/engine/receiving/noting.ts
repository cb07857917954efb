import { mailboxEpochKey } from '../../../domain/connector.ts'
import type { Outcome } from '../../../domain/failure.ts'
import { mailboxAccess } from '../access.ts'
import type { Context } from '../context.ts'
import type { ListedMessage } from '../ports/conversation.ts'
import type { ConnectorRecord, EpochRecord, MailRecord, PollRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

/** The mailbox epoch of a settings version (I3); a changed host, user or additional mailbox starts a new one. */
export async function currentEpoch(
  context: Context,
  connector: Pick<ConnectorRecord, 'id'>,
  version: Pick<SettingsVersionRecord, 'settings'>,
): Promise<EpochRecord> {
  const key = mailboxEpochKey(version.settings)
  const epochs = await context.store.epochs(connector.id)
  const found = epochs.find((epoch) => epoch.key === key)
  if (found) return found
  const epoch: EpochRecord = {
    id: context.random.id(),
    connectorId: connector.id,
    number: epochs.length + 1,
    key,
    startedAt: context.now(),
    current: true,
  }
  await must(context, [{ put: 'epoch', row: epoch }])
  return epoch
}

// POP3 servers may give one UIDL to two messages that are the same bytes (RFC 1939 7): one identity.
export const unique = (messages: readonly ListedMessage[]): readonly ListedMessage[] => [
  ...new Map(messages.map((message) => [message.identity, message])).values(),
]

/** A message met for the first time: pending, observed, or skipped when it is older than the start of receiving (I15). */
export function notedMail(
  context: Context,
  connector: ConnectorRecord,
  epoch: EpochRecord,
  folder: string,
  pollId: string,
  message: ListedMessage,
): MailRecord {
  const observing = connector.receiving === 'observe'
  const skipped =
    connector.startFrom !== null && message.receivedAt !== null && message.receivedAt < connector.startFrom
  return {
    id: context.random.id(),
    seq: context.next('mail'),
    connectorId: connector.id,
    epochId: epoch.id,
    folder,
    identity: message.identity,
    pollId,
    firstSeenAt: context.now(),
    receivedAt: message.receivedAt,
    size: message.size,
    sha256: null,
    messageId: null,
    subject: '',
    sender: '',
    date: null,
    outcome: skipped ? 'skipped' : observing ? 'observed' : 'pending',
    reason: null,
    detail: null,
    decidedAt: skipped ? context.now() : null,
    passedOver: false,
    settle: 'none',
    settleFolder: null,
    settleFrom: null,
    settledAt: null,
    sourceRemovedAt: null,
    keptHeader: null,
    dismissedAt: null,
    contentKey: null,
    headerKey: null,
    served: [],
    decidedFor: null,
    waitsFor: [],
    observed: null,
  }
}

const anewKey = (connectorId: string): string => `anew:${connectorId}`

/** The next poll that reads lists the whole folder: mail below the last known number was put back and is to be met again (G5). */
export const listAnew = (connectorId: string, anew: boolean): Change => ({
  put: 'setting',
  row: { key: anewKey(connectorId), value: anew },
})

export const isListedAnew = async (context: Context, connectorId: string): Promise<boolean> =>
  (await context.store.setting(anewKey(connectorId))) === true

/** Looks at what lies in a mailbox now, and leaves it as it is. */
async function lookedInto<T>(
  context: Context,
  version: SettingsVersionRecord,
  signal: AbortSignal,
  look: (messages: readonly ListedMessage[], folder: string) => Promise<T> | T,
): Promise<Outcome<T>> {
  const access = await mailboxAccess(context, version)
  if (!access.ok) return access
  const opened = await context.mailboxes.open({ ...access.value, readOnly: true }, { signal, deadlineMs: 60_000 })
  if (!opened.ok) return opened
  try {
    const listing = await opened.value.list(null)
    return listing.ok ? { ok: true, value: await look(listing.value.messages, access.value.folder) } : listing
  } finally {
    await opened.value.close()
  }
}

/** What lies in the mailbox now, by identity. */
export const identitiesThere = (
  context: Context,
  version: SettingsVersionRecord,
  signal: AbortSignal,
): Promise<Outcome<ReadonlySet<string>>> =>
  lookedInto(context, version, signal, (messages) => new Set(messages.map(({ identity }) => identity)))

/** I15, *from now on*: what is in the mailbox at this moment is noted as skipped, in the transaction that switches receiving on. */
export const baselineChanges = (
  context: Context,
  connector: ConnectorRecord,
  version: SettingsVersionRecord,
  signal: AbortSignal,
): Promise<Outcome<readonly Change[]>> =>
  lookedInto(context, version, signal, async (messages, folder): Promise<readonly Change[]> => {
    const epoch = await currentEpoch(context, connector, version)
    const known = await context.store.knownIdentities(
      epoch.id,
      folder,
      messages.map((each) => each.identity),
    )
    const fresh = unique(messages).filter((each) => !known.has(each.identity))
    if (fresh.length === 0) return []
    const now = context.now()
    const pollId = context.random.id()
    const poll: PollRecord = {
      id: pollId,
      seq: context.next('poll'),
      connectorId: connector.id,
      startedAt: now,
      endedAt: now,
      durationMs: 0,
      outcome: 'done',
      seen: fresh.length,
      broughtForward: 0,
      changedOutcome: 0,
      waiting: 0,
      settled: 0,
      missed: 0,
      failure: null,
    }
    return [
      { put: 'poll', row: poll },
      ...fresh.map((message): Change => ({
        put: 'mail',
        row: { ...notedMail(context, connector, epoch, folder, pollId, message), outcome: 'skipped', decidedAt: now },
      })),
    ]
  })

/** Commits what no one can have changed meanwhile; anything but done is a fault of ours. */
export async function must(context: Context, changes: readonly Change[]): Promise<void> {
  const committed = await context.commit(changes)
  if (!committed.ok) throw new Error(`A poll's own rows were refused: ${JSON.stringify(committed)}`)
}
