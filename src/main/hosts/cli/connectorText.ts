import type { ConnectorRow, ConnectorView } from '../../../contract/connectors.ts'
import type { contract } from '../../../contract/contract.ts'
import type { Output } from '../../../contract/define.ts'
import { say, words } from '../../../words/index.ts'
import { afterMailText } from './connectorOptions.ts'
import { failureSentence, sideTitle } from './ladder.ts'
import type { Paint } from './output.ts'
import { facts, printable, table } from './table.ts'

type Preview = Output<(typeof contract)['connectors']['resumePreview']>

/** How connectors look in a terminal. */

export const connectorsTable = (rows: readonly ConnectorRow[]): string =>
  table(
    [
      { title: words['cli.column.name'](), of: (row) => row.name },
      { title: words['cli.column.address'](), of: (row) => row.primaryAddress },
      { title: words['cli.side.incoming'](), of: ({ incoming }) => incoming.mark && say(incoming.mark.word) },
      { title: words['cli.side.outgoing'](), of: ({ outgoing }) => outgoing.mark && say(outgoing.mark.word) },
      { title: words['cli.column.in-today'](), of: (row) => row.inToday, align: 'right' },
      { title: words['cli.column.out-today'](), of: (row) => row.outToday, align: 'right' },
    ],
    rows,
  )

/** What a connector would meet when it is resumed (S7). */
export const previewText = ({ incoming, newestKnown, outbox }: Preview): string =>
  facts([
    [words['resume.mailbox'](), incoming ? words['resume.mailbox-is'](incoming) : words['resume.not-receiving']()],
    [words['resume.unknown'](), incoming && words['resume.unknown-is']({ count: incoming.waiting })],
    [words['resume.newest'](), newestKnown && `${newestKnown.at}  ${newestKnown.subject}`],
    [words['resume.outbox'](), words['resume.outbox-is'](outbox)],
  ])

/** C9: where its access tokens come from. */
function oauthFacts({ draft, hasClientSecret, consent }: ConnectorView): readonly (readonly [string, string | null])[] {
  const { oauth } = draft
  if (oauth === null) return []
  const { grant, authority, tenant, clientId, secretEndsOn } = oauth
  return [
    [words['cli.fact.oauth'](), `${words[`oauth.grant.${grant}`]()}  ${authority}`],
    [words['connectors.field.oauth.tenant'](), tenant],
    [words['connectors.field.oauth.clientId'](), clientId],
    ...(grant === 'application'
      ? ([
          [words['cli.fact.client-secret'](), hasClientSecret ? words['cli.kept-in-vault']() : null],
          [words['connectors.field.oauth.secretEndsOn'](), secretEndsOn],
        ] as const)
      : ([
          [
            words['connectors.field.consent'](),
            consent && words['sign-in.as']({ name: consent.signedInAs ?? '', day: consent.at.slice(0, 10) }),
          ],
        ] as const)),
  ]
}

/** C11: what may be known of its client certificate. */
const certificateFacts = (certificate: ConnectorView['certificate']): readonly (readonly [string, string | null])[] =>
  certificate === null
    ? []
    : [
        [
          words['connectors.field.certificate'](),
          certificate.stored ? words['cli.kept-in-vault']() : words['connectors.certificate.lost'](),
        ],
        [words['certificate.fact.subject'](), certificate.facts.subject],
        [words['certificate.fact.names'](), certificate.facts.names.join(', ') || null],
        [words['certificate.fact.issuer'](), certificate.facts.issuer],
        [
          words['certificate.fact.valid'](),
          `${certificate.facts.notBefore} ${words['certificate.fact.until']()} ${certificate.facts.notAfter}`,
        ],
        [words['certificate.fact.key'](), words['certificate.key'](certificate.facts.key)],
        [words['certificate.fact.fingerprint'](), certificate.facts.fingerprint256],
      ]

export function connectorText(view: ConnectorView, paint: Paint): string {
  const { draft } = view
  const server = (side: { host: string; port: number; security: string; service: string } | null) =>
    side && `${side.service}  ${side.host}:${side.port}  ${side.security}`
  const lines = facts([
    [words['cli.fact.id'](), view.id],
    [words['cli.fact.use-for'](), view.useFor],
    [words['cli.column.address'](), view.primaryAddress],
    [words['cli.fact.username'](), view.username],
    [words['cli.fact.password'](), view.hasPassword ? words['cli.kept-in-vault']() : null],
    ...oauthFacts(view),
    ...certificateFacts(view.certificate),
    [words['cli.fact.additional-mailbox'](), draft.additionalMailbox],
    [words['cli.side.incoming'](), server(draft.incoming)],
    [words['cli.fact.folder'](), draft.incoming?.folder],
    [words['cli.fact.incoming-state'](), view.incoming.mark && say(view.incoming.mark.word)],
    [words['cli.side.outgoing'](), server(draft.outgoing)],
    [words['cli.fact.outgoing-state'](), view.outgoing.mark && say(view.outgoing.mark.word)],
    [words['cli.fact.after-mail'](), draft.incoming && afterMailText(view.afterMail)],
    [words['cli.fact.further-addresses'](), view.furtherAddresses.join(', ')],
    [words['cli.fact.delivery-header'](), view.deliveryHeader],
    [words['cli.fact.owner'](), view.owner],
    [words['cli.fact.incoming-routes'](), draft.incoming && view.incomingRoutes],
    [words['cli.fact.outgoing-routes'](), draft.outgoing && view.outgoingRoutes],
    [words['cli.fact.running-since'](), view.runningSince],
    [words['cli.fact.next-poll'](), view.nextPollAt],
    [words['resume.waits'](), view.heldSince],
  ])
  const stopped = (['incoming', 'outgoing'] as const).flatMap((side) => {
    const stop = view.stopped[side]
    return stop === null ? [] : [paint.failed(`${sideTitle(side)}: ${failureSentence(stop.failure)}`)]
  })
  const missed = view.missed === null ? [] : [paint.warning(printable(say(view.missed.word)))]
  const pending = view.pending.map(({ field, from, to }) => `  ${field}: ${from ?? '–'} → ${to ?? '–'}`)
  return [
    paint.strong(view.name),
    lines,
    ...stopped,
    ...missed,
    ...(pending.length > 0 ? [words['cli.changes-wait'](), ...pending] : []),
    ...view.problems.map(({ field, word }) => paint.warning(`${field}: ${say(word)}`)),
    ...(view.certificate?.problems ?? []).map(({ word }) => paint.warning(`certificate: ${say(word)}`)),
    ...view.advice.map(({ field, word }) => `${field}: ${say(word)}`),
  ].join('\n')
}
