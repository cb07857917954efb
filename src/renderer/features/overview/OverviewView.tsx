import { CircleX, Info, Plug, TriangleAlert } from 'lucide-react'
import type { ConnectorRow } from '../../../contract/connectors.ts'
import type { Need } from '../../../contract/workspace.ts'
import { say, words } from '../../../words/index.ts'
import { api, reading } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import {
  ago,
  Button,
  DataTable,
  EmptyState,
  Figures,
  Line,
  Lines,
  Mark,
  NoState,
  Page,
  Panel,
  SkeletonRows,
  StateMark,
  TimeText,
} from '../../ui/index.ts'
import type { Column, Figure } from '../../ui/index.ts'
import { MarkOf, NotShown } from '../answers/index.ts'

const overview = reading(
  [
    'connectors',
    'proofs',
    'polls',
    'items',
    'aside',
    'outbox',
    'routes',
    'processes',
    'vault',
    'settings',
    'workspace',
  ],
  api.overview.get,
)
type Overview = NonNullable<ReturnType<typeof overview.known>>

/** Exceptions first; all of them together are what was seen. */
const figures = [
  { outcome: 'unhandled', tone: 'failed', list: 'aside', always: true },
  { outcome: 'quarantined', tone: 'failed', list: 'aside', always: true },
  { outcome: 'blocked', list: 'aside', always: true },
  { outcome: 'ignored', list: 'aside', always: true },
  { outcome: 'duplicate', list: 'aside', always: true },
  { outcome: 'pending', always: false },
  { outcome: 'observed', always: false },
  { outcome: 'skipped', always: false },
  { outcome: 'joined', list: 'items', always: true },
  { outcome: 'created', list: 'items', always: true },
] as const

const number = new Intl.NumberFormat(document.documentElement.lang || 'en-GB')
const icons = { failed: CircleX, warning: TriangleAlert, info: Info } as const

/** What needs me, today's mail as figures that add up, every connector. */
export function OverviewView() {
  const { value, refusal, settled } = overview.use({})
  if (value === null)
    return (
      <Page title={words['app.nav.overview']()}>
        <Panel padding="none">
          {refusal !== null ? (
            <NotShown what={words['app.nav.overview']()} refusal={refusal} again={() => void overview.read({})} />
          ) : (
            <SkeletonRows label={words['overview.reading']()} rows={settled ? 0 : 8} />
          )}
        </Panel>
      </Page>
    )
  return <Shown overview={value} />
}

function Shown({
  overview: { needs, receivingFrom, lookedInto, lastMailAt, connectors, ...rest },
}: {
  readonly overview: Overview
}) {
  const lastMail = lastMailAt === null ? '' : ago(Date.parse(lastMailAt), Date.parse(rest.at), 'en')
  return (
    <Page
      title={words['overview.title']({ needs: needs.length })}
      sub={words['overview.sub']({ needs: needs.length, receivingFrom, lookedInto, lastMail })}
    >
      {needs.length > 0 && (
        <Panel padding="none">
          <Lines aria-label={words['overview.needs']()}>
            {needs.map((need, index) => (
              <NeedLine key={`${need.word.key} ${need.action.to}`} need={need} first={index === 0} />
            ))}
          </Lines>
        </Panel>
      )}
      <Today {...rest} />
      <Panel padding="none">
        <Connectors rows={connectors} now={Date.parse(rest.at)} />
      </Panel>
    </Page>
  )
}

const NeedLine = ({ need, first }: { readonly need: Need; readonly first: boolean }) => (
  <Line
    tone={need.tone}
    icon={icons[need.tone]}
    toneWord={words[`overview.tone.${need.tone}`]()}
    action={
      <Button variant={first ? 'primary' : 'secondary'} href={`#/${need.action.to.replace(/^#?\/?/, '')}`}>
        {say(need.action.word)}
      </Button>
    }
  >
    {say(need.word)}
  </Line>
)

function Today({ today, testItemsToday, sent, at }: Pick<Overview, 'today' | 'testItemsToday' | 'sent' | 'at'>) {
  const shown: readonly Figure[] = figures
    .filter(({ outcome, always }) => always || today.counts[outcome] > 0)
    .map((figure) => ({
      id: figure.outcome,
      value: today.counts[figure.outcome],
      what:
        figure.outcome === 'created'
          ? words['overview.made']({ test: testItemsToday })
          : words[`overview.outcome.${figure.outcome}`](),
      ...('tone' in figure && { tone: figure.tone }),
      ...('list' in figure && {
        onOpen: () => navigate([figure.list], figure.list === 'aside' ? { outcome: figure.outcome } : {}),
      }),
    }))
  const seen = number.format(today.seen)
  return (
    <Panel
      title={words['overview.today']()}
      padding="none"
      aside={
        <>
          {today.imbalance === 0 ? (
            <StateMark state="ready">{words['overview.balanced']({ seen })}</StateMark>
          ) : (
            <Mark tone="failed" icon={CircleX}>
              {words['overview.not-balanced']({ seen, accounted: number.format(today.seen - today.imbalance) })}
            </Mark>
          )}
          <span>
            {words['overview.at']()} <TimeText iso={at} shape="time" />
          </span>
        </>
      }
    >
      <Figures figures={shown} foot={words['overview.sent'](sent)} />
    </Panel>
  )
}

const proofWhen = (row: ConnectorRow, side: 'incoming' | 'outgoing', now: number): string => {
  const { proof } = row[side]
  if (proof === null) return ''
  const when = ago(Date.parse(proof.finishedAt), now, 'en')
  return words['overview.proof-when']({ when, failed: proof.outcome === 'failed' ? 'yes' : 'no' })
}

const columnsAt = (now: number): readonly Column<ConnectorRow>[] => {
  const unused = <NoState word={words['overview.side-unused']()} />
  const uses = (row: ConnectorRow, side: 'incoming' | 'outgoing') => row.useFor === 'both' || row.useFor === side
  return [
    { id: 'name', header: words['overview.column.connector'](), cell: (row) => row.name, primary: true },
    {
      id: 'receiving',
      header: words['overview.column.receiving'](),
      cell: (row) => (row.incoming.mark === null ? unused : <MarkOf mark={row.incoming.mark} />),
    },
    {
      id: 'sending',
      header: words['overview.column.sending'](),
      cell: (row) => (row.outgoing.mark === null ? unused : <MarkOf mark={row.outgoing.mark} />),
    },
    {
      id: 'poll',
      header: words['overview.column.last-poll'](),
      cell: (row) =>
        row.lastPoll === null ? (
          '–'
        ) : (
          <>
            <TimeText iso={row.lastPoll.at} shape="time-seconds" /> ·{' '}
            {row.lastPoll.failure === null
              ? words['overview.took']({ seconds: (row.lastPoll.durationMs / 1000).toFixed(1) })
              : words['overview.poll-failed']()}
          </>
        ),
    },
    {
      id: 'in',
      header: words['overview.column.in'](),
      align: 'right',
      cell: (row) => (uses(row, 'incoming') ? number.format(row.inToday) : '–'),
    },
    {
      id: 'waiting',
      header: words['overview.column.waiting'](),
      align: 'right',
      cell: (row) => (row.lastPoll === null ? '–' : number.format(row.lastPoll.waiting)),
    },
    {
      id: 'out',
      header: words['overview.column.out'](),
      align: 'right',
      cell: (row) => (uses(row, 'outgoing') ? number.format(row.outToday) : '–'),
    },
    {
      id: 'proof',
      header: words['overview.column.proof'](),
      cell: (row) =>
        words['overview.proof']({
          incoming: proofWhen(row, 'incoming', now),
          outgoing: proofWhen(row, 'outgoing', now),
        }),
    },
  ]
}

const Connectors = ({ rows, now }: { readonly rows: readonly ConnectorRow[]; readonly now: number }) => (
  <DataTable
    label={words['overview.connectors']()}
    columns={columnsAt(now)}
    rows={rows}
    rowKey={(row) => row.id}
    onOpen={(row) => navigate(['connectors', row.id])}
    instead={
      rows.length === 0 ? (
        <EmptyState
          icon={Plug}
          sentence={words['overview.empty']()}
          action={
            <Button variant="primary" href={hrefTo(['connectors', 'new'])}>
              {words['firstRun.connect-do']()}
            </Button>
          }
        >
          {words['overview.empty-says']()}
        </EmptyState>
      ) : undefined
    }
  />
)
