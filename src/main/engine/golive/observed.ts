import type { ConnectorView } from '../../../contract/connectors.ts'
import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { answer, notFound } from '../answers.ts'
import type { Context } from '../context.ts'
import type { ObservedFigures } from '../ports/store.ts'

/** Figures of what was observed, the most frequent outcome first. */
export const observedView = (figures: ObservedFigures | undefined): ConnectorView['observed'] =>
  figures
    ? {
        mails: figures.mails,
        since: figures.since,
        last: figures.last,
        outcomes: [...figures.outcomes]
          .map(([outcome, mails]) => ({ outcome, mails }))
          .toSorted((a, b) => b.mails - a.mails),
        acknowledgements: figures.acknowledgements,
      }
    : null

/** I15: what was observed, mail by mail. */
export function createObserved(context: Context): Pick<Handlers<WaypostContract>['golive'], 'observed'> {
  const { store } = context
  return {
    async observed({ connectorId, ...page }) {
      const connector = await store.connector(connectorId)
      if (!connector || connector.deletedAt !== null) return notFound('This connector')
      const [found, figures, routing] = await Promise.all([
        store.observed(connectorId, page),
        store.observedFigures(),
        context.routing(),
      ])
      return answer({
        total: found.total,
        next: found.next,
        figures: observedView(figures.get(connectorId)),
        rows: found.rows.map((mail) => ({
          id: mail.id,
          subject: mail.subject,
          sender: mail.sender,
          receivedAt: mail.receivedAt,
          firstSeenAt: mail.firstSeenAt,
          outcome: mail.observed?.outcome ?? null,
          reason: mail.observed?.reason ?? null,
          routes: (mail.observed?.routes ?? []).flatMap((id) => routing.route(id)?.name ?? []),
          acknowledgements: mail.observed?.acknowledgements ?? 0,
          stored: mail.sha256 !== null,
        })),
      })
    },
  }
}
