import { FlaskConical, Lock, PencilLine, Star, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { ruleChips } from '../../../../domain/routing/ruleChips.ts'
import { say, word, words } from '../../../../words/index.ts'
import { hrefTo } from '../../../shell/location.ts'
import { Glyph, Mark } from '../../../ui/index.ts'
import { MarkOf } from '../../answers/index.ts'
import { LintChip } from '../lint/index.ts'
import { AddressCell, EnabledSwitch } from '../outgoing/cells.tsx'

/** What a cell needs beside its route. */
export interface CellState {
  /** Of the one control in it: 0 while the grid's focus is here (roving tabindex). */
  readonly tab: 0 | -1
  readonly viewer: string | undefined
  readonly onSwitch: (route: IncomingRouteView, enabled: boolean) => void
  /** Switching a From address off is asked first: what stops with it. */
  readonly onSwitchOff: (route: OutgoingRouteView) => void
}

export interface GridColumn<R> {
  readonly id: string
  readonly header: string
  /** Its grid track, of incoming columns. Those of From addresses stand in the same tracks, so that both sides are in line. */
  readonly track?: string
  /** Over how many tracks it goes. */
  readonly span?: number
  readonly align?: 'right'
  /** What it says, for searching and sorting: a search fits if it fits one of them. A column without is neither searched nor sorted. */
  readonly texts?: (route: R) => readonly string[]
  /** Sorted by it in place of the text. */
  readonly amount?: (route: R) => number
  /** Picked from in place of a text search. */
  readonly choices?: readonly string[]
  readonly cell: (route: R, state: CellState) => ReactNode
  /** Whether its cell holds a control, which then takes the focus in place of the cell. */
  readonly holds?: (route: R) => boolean
}

const number = new Intl.NumberFormat('en-GB')
const dash = <span className="faint">–</span>
const grow = (px: number): string => `minmax(${px}px, ${px}fr)`

const on = words['answer.on']()
const off = words['answer.off']()
const onOrOff = (is: boolean): string => (is ? on : off)
const switchChoices = [on, off]

const placeText = (route: IncomingRouteView): string =>
  route.class === 'normal'
    ? String(route.position)
    : route.class === 'wildcard'
      ? words['routes.wildcard-at']({ position: route.position })
      : words['routes.last']()

const classRank = { normal: 0, wildcard: 1_000_000, fallback: 2_000_000 } as const

/** R9, in this order. */
export const incomingColumns: readonly GridColumn<IncomingRouteView>[] = [
  {
    id: 'order',
    header: words['routes.column.order'](),
    track: '96px',
    texts: (route) => [placeText(route)],
    amount: (route) => classRank[route.class] + route.position,
    cell: (route) =>
      route.class === 'fallback' ? (
        <Mark tone="neutral" icon={Lock}>
          {words['routes.last']()}
        </Mark>
      ) : (
        <>
          <span className="grip" title={words['routes.grip']()} data-grip="">
            <Grip />
          </span>
          <span className="dim" data-numeric="">
            {placeText(route)}
          </span>
        </>
      ),
  },
  {
    id: 'name',
    header: words['routes.column.name'](),
    track: grow(112),
    texts: (route) => [route.name],
    cell: (route) => <Text strong>{route.name}</Text>,
  },
  {
    id: 'address',
    header: words['routes.column.address'](),
    track: grow(156),
    texts: (route) => [route.emailAddress],
    cell: (route) =>
      route.class === 'fallback' && route.emailAddress === '' ? (
        dash
      ) : (
        <Text dim={route.class === 'fallback'}>{route.emailAddress}</Text>
      ),
  },
  {
    id: 'process',
    header: words['routes.column.process'](),
    track: grow(104),
    texts: (route) => [route.processPath ?? words['routes.no-process-short']()],
    holds: (route) => route.processId !== null && route.processPath !== null,
    cell: (route, { tab }) => <ProcessCell route={route} tab={tab} />,
  },
  {
    id: 'category',
    header: words['routes.column.category'](),
    track: grow(76),
    texts: (route) => [route.ticketCategory ?? ''],
    cell: (route) => (route.ticketCategory ? <Text>{route.ticketCategory}</Text> : dash),
  },
  {
    id: 'rules',
    header: words['routes.column.rules'](),
    track: grow(148),
    texts: ruleTexts,
    cell: (route) => <RulesCell route={route} />,
  },
  {
    id: 'attention',
    header: words['routes.column.attention'](),
    track: grow(76),
    texts: (route) => [route.forAttention ?? ''],
    cell: (route) => (route.forAttention ? <Text>{route.forAttention}</Text> : dash),
  },
  {
    id: 'hits',
    header: words['routes.column.hits'](),
    track: '56px',
    align: 'right',
    texts: (route) => [String(route.hits30Days)],
    amount: (route) => route.hits30Days,
    cell: (route) => <span data-numeric="">{number.format(route.hits30Days)}</span>,
  },
  {
    id: 'automated',
    header: words['routes.column.automated'](),
    track: '74px',
    choices: switchChoices,
    texts: (route) => [onOrOff(route.sendAutomatedEmails)],
    cell: (route) => (
      <span className={route.sendAutomatedEmails ? '' : 'dim'}>{onOrOff(route.sendAutomatedEmails)}</span>
    ),
  },
  {
    id: 'test',
    header: words['routes.column.test'](),
    track: '68px',
    choices: switchChoices,
    texts: (route) => [onOrOff(route.testMode)],
    cell: (route) =>
      route.testMode ? (
        <Mark tone="test" icon={FlaskConical}>
          {words['routes.test']()}
        </Mark>
      ) : (
        dash
      ),
  },
  {
    id: 'enabled',
    header: words['routes.column.enabled'](),
    track: '62px',
    choices: switchChoices,
    texts: (route) => [onOrOff(route.enabled)],
    holds: (route) => route.class !== 'fallback',
    cell: (route, { tab, viewer, onSwitch }) =>
      route.class === 'fallback' ? (
        <span className="dim">{words['routes.always']()}</span>
      ) : (
        <input
          type="checkbox"
          role="switch"
          className="switch"
          checked={route.enabled}
          aria-checked={route.enabled}
          aria-label={words['routes.switch']({ route: route.name })}
          aria-disabled={viewer === undefined ? undefined : true}
          title={viewer}
          tabIndex={tab}
          onChange={(event) => {
            if (viewer === undefined) onSwitch(route, event.target.checked)
          }}
        />
      ),
  },
]

/** The box that selects, the columns of incoming routes, the menu. */
export const tracks: readonly string[] = ['32px', ...incomingColumns.map(({ track = 'auto' }) => track), '36px']

/** px that the columns need at least; in less the grid scrolls sideways. */
export const leastWidth = tracks.reduce((sum, track) => sum + Number(/(\d+)px/.exec(track)?.[1] ?? 0), 0)

/** R9, in this order. */
export const outgoingColumns: readonly GridColumn<OutgoingRouteView>[] = [
  {
    id: 'default',
    header: words['routes.default'](),
    texts: (route) => [route.isDefault ? words['routes.default']() : ''],
    cell: (route) =>
      route.isDefault && (
        <Mark tone="neutral" icon={Star}>
          {words['routes.default']()}
        </Mark>
      ),
  },
  {
    id: 'name',
    header: words['routes.column.name'](),
    texts: (route) => [route.name],
    cell: (route) => <Text strong>{route.name}</Text>,
  },
  {
    id: 'address',
    header: words['routes.column.address'](),
    texts: (route) => [route.emailAddress],
    cell: (route) => (route.pending ? <AddressCell route={route} /> : <Text>{route.emailAddress}</Text>),
  },
  {
    id: 'description',
    header: words['routes.column.description'](),
    span: 2,
    texts: (route) => [route.description],
    cell: (route) => (route.description === '' ? dash : <Text dim>{route.description}</Text>),
  },
  {
    id: 'proof',
    header: words['routes.column.proof'](),
    texts: (route) => [say(route.proof.word)],
    cell: (route) => <MarkOf mark={route.proof} />,
  },
  {
    id: 'sent',
    header: words['routes.column.sent'](),
    span: 2,
    align: 'right',
    texts: (route) => [String(route.sent30Days)],
    amount: (route) => route.sent30Days,
    cell: (route) => <span data-numeric="">{number.format(route.sent30Days)}</span>,
  },
  {
    id: 'used',
    header: words['routes.column.used-by'](),
    span: 2,
    texts: (route) => route.usedBy,
    amount: (route) => route.usedBy.length,
    cell: (route) =>
      route.usedBy.length === 0 ? (
        <span className="faint">{words['routes.unused']()}</span>
      ) : (
        <span title={route.usedBy.join('\n')}>{words['routes.used-by']({ count: route.usedBy.length })}</span>
      ),
  },
  {
    id: 'enabled',
    header: words['routes.column.enabled'](),
    choices: switchChoices,
    texts: (route) => [onOrOff(route.enabled)],
    holds: () => true,
    cell: (route, { tab, onSwitchOff }) => <EnabledSwitch route={route} onSwitchOff={onSwitchOff} tabIndex={tab} />,
  },
]

// The icons of the family in one path each: they stand in every row.
const Grip = () => <Path d="M9 5h.01M9 12h.01M9 19h.01M15 5h.01M15 12h.01M15 19h.01" />
export const Dots = () => <Path d="M5 12h.01M12 12h.01M19 12h.01" />
const Path = ({ d }: { readonly d: string }) => (
  <svg
    width="16"
    height="16"
    viewBox="0 0 24 24"
    stroke="currentColor"
    strokeWidth="2.6"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d={d} />
  </svg>
)

const Text = ({
  children,
  strong,
  dim,
}: {
  readonly children: string
  readonly strong?: boolean
  readonly dim?: boolean
}) => (
  <span className={`text${strong === true ? ' strong' : ''}${dim === true ? ' dim' : ''}`} title={children}>
    {children}
  </span>
)

/** What the process is called; the whole path is read on hover and on its own page. */
function endsOf(path: string): string {
  const parts = path.split(' / ')
  return parts.length < 2 ? path : `… / ${parts.at(-1)}`
}

/** The process by its path; said in place when mail of the route is set aside because of it. */
function ProcessCell({ route, tab }: { readonly route: IncomingRouteView; readonly tab: 0 | -1 }) {
  if (route.processId === null || route.processPath === null) {
    const gone = route.processId !== null
    return (
      <span title={words[gone ? 'routes.process-gone' : 'routes.no-process']()}>
        <Mark tone="warning" icon={TriangleAlert}>
          {words[gone ? 'routes.process-gone-short' : 'routes.no-process-short']()}
        </Mark>
      </span>
    )
  }
  return (
    <>
      <a className="text" href={hrefTo(['processes', route.processId])} title={route.processPath} tabIndex={tab}>
        {endsOf(route.processPath)}
      </a>
      {!route.processLive && (
        <span className="after" title={words['routes.process-draft-means']({ process: route.processPath })}>
          <Glyph icon={PencilLine} label={words['routes.process-draft']()} />
        </span>
      )}
    </>
  )
}

function ruleTexts(route: IncomingRouteView): readonly string[] {
  if (route.class === 'fallback') return [words['routes.everything-else']()]
  const chips = ruleChips(route, route.companyNames)
  if (chips.length === 0) return [words['routes.rule.none']()]
  return chips.map(({ rule, values }) => say(word(`routes.rule.${rule}`, { values: values.join('; ') })))
}

/** What a route asks of a mail, as chips: two where the grid is wide, else one; the others are counted, and read on hover. */
function RulesCell({ route }: { readonly route: IncomingRouteView }) {
  const texts = ruleTexts(route)
  if (route.class === 'fallback' || ruleChips(route, route.companyNames).length === 0)
    return (
      <span className="chips">
        <Text dim>{texts[0] ?? ''}</Text>
        <LintChip routeId={route.id} />
      </span>
    )
  const [first = '', second] = texts
  return (
    <span className="chips" title={texts.join('\n')}>
      {route.match === 'any' && texts.length > 1 && <span className="dim">{words['routes.rule.any']()}</span>}
      <RuleChip>{first}</RuleChip>
      {second !== undefined && (
        <span className="roomy">
          <RuleChip>{second}</RuleChip>
        </span>
      )}
      <MoreRules className="more roomy" rest={texts.slice(2)} />
      <MoreRules className="more tight" rest={texts.slice(1)} />
      <LintChip routeId={route.id} />
    </span>
  )
}

const RuleChip = ({ children }: { readonly children: string }) => (
  <span className="chip">
    <span className="text">{children}</span>
  </span>
)

const MoreRules = ({ className, rest }: { readonly className: string; readonly rest: readonly string[] }) =>
  rest.length > 0 && (
    <span className={className}>
      <span aria-hidden="true">
        <RuleChip>{words['routes.more-rules']({ count: rest.length })}</RuleChip>
      </span>
      <span className="hidden">{rest.join(', ')}</span>
    </span>
  )
