import { readMessage } from '../../src/main/adapters/mime/read.ts'
import type { Message } from '../../src/domain/message.ts'
import type { IncomingRoute } from '../../src/domain/route.ts'
import { planWorkItems, type Plan, type PlannedPart } from '../../src/domain/routing/plan.ts'
import { fallback, route, stateOf } from '../domain/routing/aMailroom.ts'

/** One mail of the manual: what arrives, and what becomes of it. */
export interface Row {
  /** As an administrator would say it. */
  readonly name: string
  /** The raw mail. Without a From field it is written by Anna of customer.example, unless it is `whole`. */
  readonly mail: string
  readonly whole?: true
  readonly routes?: readonly IncomingRoute[]
  readonly state?: Parameters<typeof stateOf>[1]
  readonly becomes: readonly string[]
}

export interface Table {
  /** The marker in the guide. */
  readonly id: string
  /** Rules of the specification that its answers come from. */
  readonly source: string
  readonly routes?: readonly IncomingRoute[]
  readonly state?: Parameters<typeof stateOf>[1]
  readonly rows: readonly Row[]
}

export const info = route('info', 'info@example.com', { position: 1 })
export const orders = route('orders', 'orders@example.com', { position: 2 })
/** What most tables are about: two addresses with a route, and the fallback of support@example.com. */
export const usual: readonly IncomingRoute[] = [info, orders, fallback]

export const takenByFallback = 'fallback: ticket for support@example.com'

/** The raw source: the header lines of a row, a blank line, and a body where the row has none. */
const sourceOf = ({ mail, whole }: Pick<Row, 'mail' | 'whole'>): Buffer => {
  const from = whole || /^from:/im.test(mail) ? '' : 'From: Anna <anna@customer.example>\n'
  const text = `${from}${mail}${mail.includes('\n\n') ? '' : '\n\nText.\n'}`
  return Buffer.from(text.replaceAll('\n', '\r\n'))
}

export const readRow = (row: Pick<Row, 'mail' | 'whole'>): Promise<Message> => readMessage(sourceOf(row))

/** What becomes of a row's mail. */
export async function decideRow(table: Table, row: Row, how: 'decide' | 'explain' = 'decide'): Promise<Plan> {
  const state = stateOf(row.routes ?? table.routes ?? usual, { ...table.state, ...row.state })
  return planWorkItems(await readRow(row), state, how)
}

/** A plan in the words of the tables. */
export const said = ({ parts, outcome, reason }: Plan): readonly string[] =>
  parts.length === 0 ? [`${outcome}: ${reason}`] : parts.map(saidOf)

function saidOf(part: PlannedPart): string {
  switch (part.kind) {
    case 'create':
      return [
        `${part.routeId}: ${part.test ? 'test ' : ''}${part.work} for ${part.recipient}`,
        ...(part.linkedTo === null ? [] : [`linked to ${part.linkedTo}`]),
        ...(part.acknowledgement.kind === 'none' && part.acknowledgement.why === 'off'
          ? []
          : [saidOfAnswer(part.acknowledgement)]),
      ].join(', ')
    case 'join':
      return [
        `joins ${part.itemId}`,
        ...(part.mark === 'new-information' ? [] : [part.mark === 'bounce' ? 'as a bounce' : 'as automatic mail']),
        ...(part.state === 'to-do' ? ['to do again'] : []),
      ].join(', ')
    case 'unhandled':
      return `unhandled${part.routeId === null ? '' : ` by ${part.routeId}`}: ${part.reason}`
    case 'report':
      return `shown on sent mail ${part.outboxId}`
  }
}

function saidOfAnswer(answer: Extract<PlannedPart, { kind: 'create' }>['acknowledgement']): string {
  if (answer.kind === 'none') return `no answer (${answer.why})`
  const cc = answer.cc.length === 0 ? '' : ` and ${answer.cc.join(' and ')}`
  return answer.kind === 'hold' ? `answer to ${answer.to}${cc} waits for a person` : `answer to ${answer.to}${cc}`
}
