import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { ConnectorRewrites } from '../../../contract/connectors.ts'
import { isDeliveryHeader } from '../../../domain/routing/delivered.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord } from '../ports/records.ts'
import { forgetRewrites, rewritesOf, untakenOf } from '../receiving/rewrites.ts'
import { viewOf } from './view.ts'

/** I6: what was seen of rewrites, with what it means and what to do. */
export async function seenRewrites(context: Context, connector: ConnectorRecord): Promise<ConnectorRewrites['seen']> {
  const seen = await rewritesOf(context, connector)
  return seen.map((each) => ({
    ...each,
    canTrust: isDeliveryHeader(each.header),
    word: word(isDeliveryHeader(each.header) ? 'rewrites.seen' : 'rewrites.resent', {
      connector: connector.name,
      address: each.address,
      header: each.header,
      arrivedAs: each.arrivedAs,
      mails: each.mails,
      since: each.since,
    }),
  }))
}

/** I6: which header of its own server a connector trusts, and the signs that one should be. */
export function createTrusting(
  context: Context,
): Pick<Handlers<WaypostContract>['connectors'], 'trustHeader' | 'rewrites'> {
  const { store } = context
  const find = async (id: string) => {
    const record = await store.connector(id)
    return record?.deletedAt === null ? record : undefined
  }
  return {
    async trustHeader({ id, revision, header }, actor) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      if (header !== null && !isDeliveryHeader(header)) {
        const why = word('refusal.delivery-header', { header })
        return refuse('invalid-input', why, { fields: [{ path: 'header', word: why }] })
      }
      if (header === record.deliveryHeader) return answer(await viewOf(context, record))
      const next: ConnectorRecord = { ...record, deliveryHeader: header, revision: revision + 1 }
      const committed = await context.commit([
        { expect: 'connector', id, revision },
        { put: 'connector', row: next },
        forgetRewrites(id),
        context.history(actor, { kind: 'connector', id, name: record.name }, 'edited', [
          { field: 'deliveryHeader', from: record.deliveryHeader, to: header },
        ]),
      ])
      if (!committed.ok) return refuseCommit(committed, record.name)
      context.events.changed('connectors', 'routes')
      return answer(await viewOf(context, next))
    },
    async rewrites({ id }) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      const untaken = await untakenOf(context, record)
      return answer({
        seen: await seenRewrites(context, record),
        untaken: untaken.map(({ routeId, name, address, primaryHits }) => ({
          routeId,
          name,
          address,
          word: word('rewrites.untaken', { route: name, address, primaryHits }),
        })),
      })
    },
  }
}
