import { usesSide } from '../connector.ts'
import { word } from '../diagnosis/word.ts'
import type { EndingFacts, GoLiveFacts } from './facts.ts'
import { counted, line, type ChecklistLine, type CountedLines, type Mend } from './line.ts'
import { fallbackLine, linkedProcessLines } from './processes.ts'

export const waypoints = ['configured', 'proved', 'enabled', 'observed', 'receiving'] as const
export type Waypoint = (typeof waypoints)[number]

/** The go-live of one connector: where it is, and what stands between it and its mail. */
export interface Checklist extends CountedLines {
  readonly path: readonly { readonly waypoint: Waypoint; readonly reached: boolean }[]
  readonly standing: 'live' | 'ready' | 'not-ready' | 'to-do'
}

const day = 24 * 3600_000

/** G4: computed from what is so, never ticked by hand. Dangers first, then what is missing, then what is done. `now` in milliseconds since 1970. */
export function checklist(facts: GoLiveFacts, now: number): Checklist {
  const receives = usesSide(facts.useFor, 'incoming')
  const list = counted(
    [
      configured(facts),
      ...proved(facts, now),
      enabled(facts),
      ...(receives
        ? [
            early(facts, now),
            ...holdingLines(facts),
            mailWaiting(facts),
            observedLine(facts),
            fallbackLine(facts.fallback?.process ?? null, facts.primaryAddress),
            anotherClient(facts, now),
          ]
        : []),
      ...linkedProcessLines(facts.processes, facts.id),
      deliveredLine(facts),
      ...secretLines(facts),
      secretEndLine(facts),
      ...endings(facts, now),
      planLine(facts),
    ].filter((each) => each !== null),
  )
  const live = receives
    ? facts.enabled && facts.receiving === 'on' && facts.holding?.reading !== true
    : facts.enabled && facts.sending
  return {
    ...list,
    path: pathOf(facts, live),
    standing: live
      ? 'live'
      : list.lines.some(({ blocks, state }) => blocks && state !== 'done') || list.dangers > 0
        ? 'not-ready'
        : list.toDo > 0
          ? 'to-do'
          : 'ready',
  }
}

/** Whether *Start receiving* may be pressed: what is merely advised does not keep anybody from it. */
export const mayStart = ({ lines, standing }: Checklist): boolean =>
  standing !== 'live' && lines.every(({ blocks, state }) => !blocks || state === 'done')

function pathOf(facts: GoLiveFacts, live: boolean): Checklist['path'] {
  const sides = [facts.proofs.incoming, facts.proofs.outgoing].filter(({ standing }) => standing !== 'unused')
  const reached: Readonly<Record<Waypoint, boolean>> = {
    configured: facts.problems === 0,
    proved: sides.every(({ standing }) => standing === 'proved'),
    enabled: facts.enabled,
    observed: facts.observed !== null,
    receiving: live,
  }
  const way = usesSide(facts.useFor, 'incoming')
    ? waypoints
    : waypoints.filter((waypoint) => waypoint !== 'observed' && waypoint !== 'receiving')
  // Who receives needs to observe no more: nothing of the way is left open then.
  return way
    .filter((waypoint) => waypoint !== 'observed' || !live)
    .map((waypoint) => ({ waypoint, reached: reached[waypoint] }))
}

const settings: readonly [string, Mend] = ['settings', { act: 'open', tab: 'settings' }]
const test: readonly [string, Mend] = ['test', { act: 'open', tab: 'test' }]

const configured = ({ problems }: GoLiveFacts): ChecklistLine =>
  problems === 0
    ? line('configured', 'done', word('golive.line.configured'))
    : line('configured', 'to-do', word('golive.line.not-configured', { count: problems }), {
        mend: settings,
        blocks: true,
      })

function proved({ proofs }: GoLiveFacts, now: number): readonly ChecklistLine[] {
  return (['incoming', 'outgoing'] as const).flatMap((side) => {
    const { standing, at } = proofs[side]
    const days = at === null ? 0 : Math.floor((now - at) / day)
    const about = { days }
    switch (standing) {
      case 'unused':
        return []
      case 'proved':
        return [line(`proved-${side}`, 'done', word(`golive.line.proved-${side}`, about))]
      case 'failed':
        return [
          line(`proved-${side}`, 'danger', word(`golive.line.failed-${side}`, about), { mend: test, blocks: true }),
        ]
      case 'old':
        return [line(`proved-${side}`, 'to-do', word(`golive.line.old-${side}`, about), { mend: test })]
      case 'none':
        return [line(`proved-${side}`, 'to-do', word(`golive.line.unproved-${side}`), { mend: test, blocks: true })]
    }
  })
}

function enabled(facts: GoLiveFacts): ChecklistLine {
  if (facts.paused)
    return line('enabled', 'danger', word('golive.line.paused'), {
      says: word('golive.line.paused-says'),
      mend: ['resume', { act: 'resume' }],
      blocks: true,
    })
  if (!facts.enabled)
    return line('enabled', 'to-do', word('golive.line.not-enabled'), {
      says: word('golive.line.not-enabled-says'),
      mend: ['enable', { act: 'enable' }],
      blocks: true,
    })
  if (facts.stopped.length > 0)
    return line('enabled', 'danger', word(`golive.line.stopped-${facts.stopped[0]!}`), { mend: test, blocks: true })
  if (facts.pending > 0)
    return line('enabled', 'to-do', word('golive.line.pending', { count: facts.pending }), {
      mend: settings,
      blocks: true,
    })
  if (facts.sending) return line('enabled', 'done', word('golive.line.sending', { address: facts.primaryAddress }))
  return usesSide(facts.useFor, 'outgoing')
    ? line('enabled', 'to-do', word('golive.line.sending-off', { address: facts.primaryAddress }), {
        mend: ['open', { act: 'open', tab: 'test' }],
      })
    : line('enabled', 'done', word('golive.line.enabled'))
}

/** G4: receiving is on, and the day that was planned is still to come. */
const early = ({ enabled: on, receiving, planned, holding }: GoLiveFacts, now: number): ChecklistLine | null =>
  on && receiving === 'on' && holding?.reading !== true && planned?.instant != null && planned.instant > now
    ? line('early', 'danger', word('golive.line.early'), {
        says: word('golive.line.early-says'),
        mend: ['hold', { act: 'hold' }],
      })
    : null

function holdingLines({ holding }: GoLiveFacts): readonly ChecklistLine[] {
  if (holding === null || !holding.reading) return []
  const { folder, realFolder, mails } = holding
  if (holding.missing)
    return [
      line('holding', 'danger', word('golive.line.holding-missing', { folder }), {
        says: word('golive.line.holding-missing-says'),
        mend: ['look', { act: 'holding' }],
      }),
    ]
  if (mails === null)
    return [
      line('holding', 'to-do', word('golive.line.holding-unknown', { folder }), {
        mend: ['look', { act: 'holding' }],
      }),
    ]
  return [
    mails > 0
      ? line('holding', 'danger', word('golive.line.holding-mail', { folder, mails }), {
          says: word('golive.line.holding-mail-says'),
          mend: ['look', { act: 'holding' }],
        })
      : line('holding', 'done', word('golive.line.holding', { folder, realFolder })),
  ]
}

/** G4: how much old mail waits; a person says which of it becomes work. */
function mailWaiting(facts: GoLiveFacts): ChecklistLine | null {
  const { waiting, observed, planned, receiving, enabled: on, folder, holding } = facts
  if (!on || receiving === 'on' || receiving === 'off' || holding?.reading === true) return null
  const mails = receiving === 'observe' ? (observed?.mails ?? 0) : (waiting?.mails ?? null)
  if (mails === null)
    return line('waiting', 'to-do', word('golive.line.not-counted', { folder }), {
      mend: ['choose-start', { act: 'choose-start' }],
    })
  if (mails === 0) return line('waiting', 'done', word('golive.line.nothing-waits', { folder }))
  const start = planned?.start ?? null
  const title = word('golive.line.waits', {
    folder,
    mails,
    oldest: receiving === 'held' && waiting?.oldest != null ? new Date(waiting.oldest).toISOString() : '',
  })
  const would =
    observed === null
      ? word('golive.line.waits-unknown')
      : word('golive.line.waits-would', { created: observed.created, acknowledgements: observed.acknowledgements })
  return start === null
    ? line('waiting', 'danger', title, {
        says: would,
        mend: ['choose-start', { act: 'choose-start' }],
        blocks: true,
      })
    : line('waiting', 'done', title, {
        says: word(`golive.line.start-${start.from}`, { date: start.from === 'date' ? start.date : '' }),
        mend: ['choose-start', { act: 'choose-start' }],
      })
}

function observedLine({ observed, receiving, enabled: on, holding }: GoLiveFacts): ChecklistLine | null {
  if (receiving === 'on' || !on || holding?.reading === true) return null
  return observed === null
    ? line('observed', 'to-do', word('golive.line.not-observed'), {
        says: word('golive.line.not-observed-says'),
        ...(receiving === 'observe' ? {} : { mend: ['observe', { act: 'observe' }] as const }),
      })
    : line('observed', 'done', word('golive.line.observed', { mails: observed.mails, created: observed.created }))
}

/** G4: somebody else takes mail from the mailbox that is to be read. */
function anotherClient({ missed, observed, protocol, enabled: on }: GoLiveFacts, now: number): ChecklistLine | null {
  if (!on || protocol === 'pop3') return null
  if (missed !== null)
    return line('another-client', 'danger', word('golive.line.another-client', { mails: missed.mails }), {
      says: word('golive.line.another-client-says'),
    })
  return observed === null
    ? null
    : line(
        'another-client',
        'done',
        word('golive.line.no-other-client', { days: Math.floor((now - observed.since) / day) }),
      )
}

function deliveredLine({ delivered, useFor, enabled: on, primaryAddress }: GoLiveFacts): ChecklistLine | null {
  if (!usesSide(useFor, 'outgoing') || !on) return null
  const about = { address: primaryAddress }
  switch (delivered) {
    case 'passed':
      return line('delivered', 'done', word('golive.line.delivered', about))
    case 'failed':
      return line('delivered', 'danger', word('golive.line.not-delivered', about), { mend: test })
    case 'not-run':
      return line('delivered', 'to-do', word('golive.line.delivered-unknown', about), { mend: test })
  }
}

/** G4: what it signs in by was never given, or can be opened no more. */
const secretLines = ({ secretsMissing }: GoLiveFacts): readonly ChecklistLine[] =>
  secretsMissing.map((kind) =>
    line(kind, 'danger', word(`golive.line.${kind}-missing`), {
      says: word(`golive.line.${kind}-missing-says`),
      mend: [kind, settings[1]],
      blocks: true,
    }),
  )

/** G4: Entra tells nobody when a client secret ends; what was not noted where it was made cannot be warned about. */
const secretEndLine = ({ secretEndUnknown }: GoLiveFacts): ChecklistLine | null =>
  secretEndUnknown
    ? line('secret-end', 'to-do', word('golive.line.secret-end-unknown'), {
        says: word('golive.line.secret-end-unknown-says'),
        mend: settings,
      })
    : null

/** G4: what ends within 30 days of the planned day, or of today where none is planned. */
function endings({ endings: all, planned }: GoLiveFacts, now: number): readonly ChecklistLine[] {
  if (all.length === 0) return []
  const from = Math.max(now, planned?.instant ?? now)
  const soon = all.filter(({ endsAt }) => endsAt < from + 30 * day)
  if (soon.length === 0) return [line('endings', 'done', word('golive.line.nothing-ends'))]
  return soon.map(({ what, name, endsAt }) =>
    line(
      `ends-${what}-${name}`,
      endsAt < from ? 'danger' : 'to-do',
      // What the last test saw of a server may be renewed since; what is kept here is as it is.
      word(`golive.line.${endsAt <= now && what !== 'server-certificate' ? 'ended' : 'ends'}-${what}`, {
        name,
        at: new Date(endsAt).toISOString(),
      }),
      { says: word(`golive.line.ends-${what}-says`), ...mendOfEnding(what) },
    ),
  )
}

/** A server's certificate is its admin's to renew. */
function mendOfEnding(what: EndingFacts['what']): { readonly mend?: readonly [string, Mend] } {
  switch (what) {
    case 'server-certificate':
      return {}
    case 'client-certificate':
      return { mend: ['certificate', settings[1]] }
    case 'client-secret':
      return { mend: ['clientSecret', settings[1]] }
    case 'consent':
      return { mend: ['consent', settings[1]] }
  }
}

function planLine({ planned, owner, enabled: on, receiving, useFor }: GoLiveFacts): ChecklistLine | null {
  if (!usesSide(useFor, 'incoming') || (on && receiving === 'on')) return null
  const mend: readonly [string, Mend] = ['plan', { act: 'plan' }]
  return planned?.local == null || owner === ''
    ? line('planned', 'to-do', word(planned?.local == null ? 'golive.line.not-planned' : 'golive.line.no-owner'), {
        mend,
      })
    : line('planned', 'done', word('golive.line.planned', { at: planned.local, zone: planned.zone, owner }), { mend })
}
