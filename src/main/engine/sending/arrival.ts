import { addressKey } from '../../../domain/address.ts'
import { readAuthenticationResults } from '../../../domain/authenticationResults.ts'
import { usesSide } from '../../../domain/connector.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import type { Message } from '../../../domain/message.ts'
import type { Arrival } from '../../../domain/outbox.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { OutboxRecord, RecipientRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

/** Header fields that are kept of an arrival, and characters of each; more is no header that a server wrote. */
const mostHeaders = 200
const mostCharacters = 4_000

/**
 * O7: how a test message of ours arrived in a mailbox of this workspace; `at`: when it was read there (ISO 8601, UTC). Only the topmost
 * Authentication-Results header is read: what stands below it may have come with the mail (RFC 8601 5).
 */
export function arrivalOf(
  message: Pick<Message, 'from' | 'headers'>,
  connectorId: string,
  at: string,
  sent: Pick<OutboxRecord, 'senderKey'>,
): Arrival {
  const valuesOf = (wanted: string) =>
    message.headers.filter(({ name }) => name.toLowerCase() === wanted).map(({ value }) => value)
  const from = message.from[0]?.address ?? ''
  const reported = readAuthenticationResults(valuesOf('authentication-results')[0] ?? '')
  return {
    at,
    connectorId,
    from,
    fromUnchanged: message.from.length === 1 && addressKey(from) === sent.senderKey,
    to: valuesOf('to').map((value) => value.trim()),
    reportedBy: reported?.authservId ?? null,
    results: reported?.results ?? [],
    headers: message.headers
      .slice(0, mostHeaders)
      .map(({ name, value }) => ({ name, value: value.slice(0, mostCharacters) })),
  }
}

/** Writes an arrival on its mail, with a line of the journey; only the first copy that comes is shown. */
export const arrivalChanges = (context: Context, sent: OutboxRecord, arrival: Arrival): readonly Change[] =>
  sent.kind !== 'test-message' || sent.arrival !== null
    ? []
    : [
        { arrived: sent.id, arrival },
        {
          put: 'journey',
          row: {
            id: context.random.id(),
            outboxId: sent.id,
            at: arrival.at,
            word: arrival.fromUnchanged
              ? word('sending.arrived', { from: arrival.from })
              : word('sending.arrived-rewritten', { from: arrival.from || '—', sent: sent.sender }),
            reply: null,
          },
        },
      ]

/** What is to be said of a test message that has not been seen to arrive: whether this workspace can see it at all. */
export async function notArrived(
  context: Context,
  sent: OutboxRecord,
  recipients: readonly RecipientRecord[],
): Promise<Word | null> {
  if (sent.kind !== 'test-message' || sent.arrival !== null || sent.state !== 'sent') return null
  const read = new Map<string, string>()
  for (const connector of await context.store.connectors()) {
    if (!connector.enabled || connector.receiving !== 'on' || connector.runningId === null) continue
    const running = await context.store.version(connector.runningId)
    if (!running || !usesSide(running.settings.useFor, 'incoming')) continue
    const routes = await context.store.incomingRoutes(connector.id)
    for (const address of [
      running.settings.primaryAddress,
      ...connector.furtherAddresses,
      ...routes.map((route) => route.emailAddress),
    ])
      read.set(addressKey(address) ?? '', connector.name)
  }
  const readBy = recipients.flatMap(({ address }) => read.get(addressKey(address) ?? '-') ?? [])[0]
  return readBy === undefined
    ? word('arrival.not-read', { address: recipients.map(({ address }) => address).join(', ') })
    : word('arrival.awaited', { connector: readBy })
}
