import type { TableName, Tables } from '../engine/ports/records.ts'

/** How a field is kept in its column. Dates and unions are text; `bytes` are blobs; `json` is everything nested. */
type Kind = 'text' | 'number' | 'flag' | 'json' | 'bytes'
type Columns<T> = { readonly [F in keyof Required<T>]: Kind }

/** Every table's columns, field by field: a forgotten one does not compile. The schema itself stands in the migrations. */
export const columns: { readonly [T in TableName]: Columns<Tables[T]> } = {
  connector: {
    id: 'text',
    revision: 'number',
    name: 'text',
    nameKey: 'text',
    createdAt: 'text',
    deletedAt: 'text',
    enabled: 'flag',
    sending: 'flag',
    receiving: 'text',
    draftId: 'text',
    runningId: 'text',
    runningSince: 'text',
    afterMail: 'json',
    furtherAddresses: 'json',
    owner: 'text',
    wasEnabledForSending: 'flag',
    startFrom: 'text',
    mailboxKey: 'text',
  },
  settingsVersion: { id: 'text', connectorId: 'text', settings: 'json', password: 'json', savedAt: 'text' },
  secret: { id: 'text', secretId: 'text', version: 'number', sealed: 'bytes', createdAt: 'text' },
  proof: {
    id: 'text',
    connectorId: 'text',
    routeId: 'text',
    side: 'text',
    fingerprint: 'text',
    outcome: 'text',
    startedAt: 'text',
    finishedAt: 'text',
    steps: 'json',
    transcript: 'text',
    subject: 'json',
  },
  incomingRoute: {
    id: 'text',
    connectorId: 'text',
    class: 'text',
    position: 'number',
    revision: 'number',
    name: 'text',
    emailAddress: 'text',
    processId: 'text',
    ticketCategory: 'text',
    forAttention: 'text',
    sendAutomatedEmails: 'flag',
    answerCc: 'flag',
    testMode: 'flag',
    enabled: 'flag',
    deletedAt: 'text',
  },
  outgoingRoute: {
    id: 'text',
    connectorId: 'text',
    name: 'text',
    description: 'text',
    emailAddress: 'text',
    isDefault: 'flag',
    enabled: 'flag',
    revision: 'number',
    addressKey: 'text',
    effectiveKey: 'text',
    deletedAt: 'text',
  },
  process: {
    id: 'text',
    customer: 'text',
    contract: 'text',
    service: 'text',
    name: 'text',
    kind: 'text',
    fromAddress: 'text',
    ticketCategories: 'json',
    live: 'flag',
    revision: 'number',
    deletedAt: 'text',
  },
  epoch: { id: 'text', connectorId: 'text', number: 'number', key: 'text', startedAt: 'text', current: 'flag' },
  mail: {
    id: 'text',
    seq: 'number',
    connectorId: 'text',
    epochId: 'text',
    folder: 'text',
    identity: 'text',
    pollId: 'text',
    firstSeenAt: 'text',
    receivedAt: 'text',
    size: 'number',
    sha256: 'text',
    messageId: 'text',
    subject: 'text',
    sender: 'text',
    date: 'text',
    outcome: 'text',
    reason: 'text',
    detail: 'text',
    decidedAt: 'text',
    passedOver: 'flag',
    settle: 'text',
    settleFolder: 'text',
    settleFrom: 'text',
    settledAt: 'text',
    dismissedAt: 'text',
  },
  source: { sha256: 'text', size: 'number', sealed: 'flag', bytes: 'bytes' },
  item: {
    id: 'text',
    seq: 'number',
    revision: 'number',
    kind: 'text',
    number: 'number',
    subject: 'text',
    requester: 'text',
    processId: 'text',
    category: 'text',
    forAttention: 'text',
    state: 'text',
    waitingReason: 'text',
    test: 'flag',
    routeId: 'text',
    connectorId: 'text',
    recipient: 'text',
    createdAt: 'text',
    changedAt: 'text',
  },
  itemMail: { id: 'text', itemId: 'text', mailId: 'text', outboxId: 'text', at: 'text' },
  outbox: {
    id: 'text',
    seq: 'number',
    messageId: 'text',
    sender: 'text',
    senderKey: 'text',
    subject: 'text',
    sha256: 'text',
    itemId: 'text',
    kind: 'text',
    createdAt: 'text',
    changedAt: 'text',
    parked: 'flag',
    carrierId: 'text',
    state: 'text',
    nextTryAt: 'text',
    why: 'json',
  },
  recipient: {
    id: 'text',
    outboxId: 'text',
    address: 'text',
    state: 'text',
    tries: 'number',
    reply: 'text',
    nextTryAt: 'text',
    failure: 'json',
  },
  journey: { id: 'text', outboxId: 'text', at: 'text', word: 'json', reply: 'text' },
  poll: {
    id: 'text',
    seq: 'number',
    connectorId: 'text',
    startedAt: 'text',
    endedAt: 'text',
    durationMs: 'number',
    outcome: 'text',
    seen: 'number',
    broughtForward: 'number',
    changedOutcome: 'number',
    waiting: 'number',
    settled: 'number',
    failure: 'json',
  },
  condition: {
    id: 'text',
    connectorId: 'text',
    side: 'text',
    failures: 'number',
    since: 'text',
    failure: 'json',
    nextTryAt: 'text',
    stopped: 'flag',
    refusals: 'number',
    lastSuccessAt: 'text',
    lastSecret: 'text',
  },
  history: {
    id: 'text',
    seq: 'number',
    at: 'text',
    actor: 'text',
    via: 'text',
    objectKind: 'text',
    objectId: 'text',
    objectName: 'text',
    action: 'text',
    changes: 'json',
  },
  setting: { key: 'text', value: 'json' },
}

const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)

export const tableOf = (name: TableName): string => snake(name)
type Field = readonly [field: string, column: string, kind: Kind]
// Once for all: every row that is read or written goes through them.
const fields: ReadonlyMap<string, readonly Field[]> = new Map(
  Object.entries(columns).map(([name, of]) => [
    name,
    Object.entries<Kind>(of).map(([field, kind]): Field => [field, snake(field), kind]),
  ]),
)
export const fieldsOf = (name: TableName): readonly Field[] => fields.get(name)!

/** The key of a row; all but two are called `id`. */
export const keyOf = (name: TableName): string => (name === 'source' ? 'sha256' : name === 'setting' ? 'key' : 'id')

export function toColumn(kind: Kind, value: unknown): unknown {
  if (kind === 'json') return value === null ? null : JSON.stringify(value)
  if (kind === 'flag') return value ? 1 : 0
  if (kind === 'bytes')
    return Buffer.from((value as Uint8Array).buffer, (value as Uint8Array).byteOffset, (value as Uint8Array).byteLength)
  return value
}

export function fromColumn(kind: Kind, value: unknown): unknown {
  if (kind === 'json') return value === null ? null : JSON.parse(value as string)
  if (kind === 'flag') return value === 1
  return value
}
