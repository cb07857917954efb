import { addressKey } from '../../domain/address.ts'
import { alertsToMail, type AlertMail, type Ending, type Told, type Trouble } from '../../domain/alerts.ts'
import type { Side } from '../../domain/connector.ts'
import { imbalance } from '../../domain/ledger.ts'
import { loopHeader } from '../../domain/routing/automatic.ts'
import { say, word } from '../../words/index.ts'
import { standingsOf, surroundingOf, type Standing, type Surrounding } from './connectors/view.ts'
import type { Context } from './context.ts'
import { composeMail } from './sending/compose.ts'
import { dayOf, startOfDay } from './today.ts'
import { troubleOf } from './troubles.ts'

const toldKey = 'alerts'
/** Between two looks; what happens meanwhile is one mail. Milliseconds. */
const lookEvery = 30_000
const sides: readonly Side[] = ['incoming', 'outgoing']

/** Mails what stands still, and when it goes on (I18, O3): once for each, never a flood. */
export interface Alerting {
  start(): void
  /** No look begins any more; the one under way ends. */
  stop(): Promise<void>
}

/** O3: why alerts that are wanted cannot be mailed; null where they can, and where nobody wants them. */
export async function alertsProblem(context: Context) {
  const { mailAlertsTo, unmonitoredAddress: address } = context.settings()
  if (mailAlertsTo.length === 0) return null
  if (address === '') return word('need.alerts-no-address')
  const key = addressKey(address)
  const carrier = key && (await context.store.effectiveRoute(key))
  return carrier ? null : word('need.alerts-not-carried', { address })
}

export function createAlerting(context: Context): Alerting {
  const { store, clock } = context
  let cancelTimer: (() => void) | undefined
  let stopping = false
  let looking: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    const { mailAlertsTo: to, unmonitoredAddress: from } = context.settings()
    // While the workspace waits to be resumed nothing runs, so nothing fails.
    if (to.length === 0 || context.paused() !== 'no' || (await alertsProblem(context)) !== null) return
    const told = ((await store.setting(toldKey)) ?? []) as readonly Told[]
    const around = await surroundingOf(context)
    // Of a thousand connectors those that fail now, and those that were told to.
    const concerns = ({ id }: { readonly id: string }) =>
      sides.some(
        (side) =>
          around.conditions.get(`${id}:${side}`)?.failure != null || told.some(({ key }) => key === `${side}:${id}`),
      )
    const standings = await standingsOf(context, (await store.connectors()).filter(concerns), around)
    const next = alertsToMail(told, await troublesNow(standings, around, told), endingOf(standings), clock.now())
    if (next.mail === null) {
      if (JSON.stringify(next.told) !== JSON.stringify(told))
        await context.commit([{ put: 'setting', row: { key: toldKey, value: next.told } }])
      return
    }
    const composed = await composeMail(context, {
      from: { name: '', address: from },
      to,
      subject: say(subjectOf(next.mail, context.settings().workspaceName)),
      text: textOf(next.mail, context),
      inReplyTo: null,
      references: [],
      // RFC 3834 5: it answers nothing. N31: where it comes back to a mailbox of ours it is ignored.
      headers: [
        { name: 'Auto-Submitted', value: 'auto-generated' },
        { name: loopHeader, value: context.identity.id },
      ],
      itemId: null,
      kind: 'alert',
    })
    // The vault is locked: nothing is told, so it is told when it opens.
    if (!composed) return
    const committed = await context.commit([
      ...composed.changes,
      { put: 'setting', row: { key: toldKey, value: next.told } },
    ])
    if (!committed.ok) throw new Error(`An alert was refused: ${JSON.stringify(committed)}`)
    context.events.changed('outbox')
    context.wakeOutbox()
  }

  async function troublesNow(
    standings: readonly Standing[],
    around: Surrounding,
    told: readonly Told[],
  ): Promise<readonly Trouble[]> {
    const troubles = standings.flatMap((standing) =>
      sides.flatMap((side): readonly Trouble[] => {
        const trouble = troubleOf(context, standing, side, around, 0)
        if (trouble === null) return []
        const key = `${side}:${standing.record.id}`
        const since = around.conditions.get(`${standing.record.id}:${side}`)?.since ?? null
        return [{ key, since, says: say(trouble) }]
      }),
    )
    for (const { since, ...refused } of await store.refusedSenders())
      troubles.push({
        key: `sender:${addressKey(refused.address) ?? refused.address}`,
        since,
        says: say(word('need.sender-refused', { ...refused, waiting: 0 })),
      })
    // I14: today's, and those of earlier days that were told: the end of a day mends nothing.
    const { timeZone } = context.settings()
    const days = new Set([
      dayOf(clock.now(), timeZone),
      ...told.flatMap(({ key }) => (key.startsWith('ledger:') ? [key.slice('ledger:'.length)] : [])),
    ])
    for (const day of days) {
      const since = startOfDay(day, timeZone)
      const until = startOfDay(dayOf(Date.parse(since) + 36 * 3600_000, timeZone), timeZone)
      // oxlint-disable-next-line no-await-in-loop -- one day as a rule
      const { seen, counts } = await store.ledger({ connectorId: null, since, until })
      const difference = imbalance(seen, counts)
      if (difference !== 0)
        troubles.push({ key: `ledger:${day}`, since: null, says: say(word('alert.imbalance', { difference, day })) })
    }
    return troubles
  }

  function run(): void {
    if (stopping) return
    looking = look()
      .catch((error: unknown) => context.trace.failed('alerts', error))
      .then(() => {
        if (!stopping) cancelTimer = clock.after(lookEvery, run)
      })
  }

  return {
    start() {
      cancelTimer = clock.after(lookEvery, run)
    },
    async stop() {
      stopping = true
      cancelTimer?.()
      await looking
    },
  }
}

/** A side that runs is well; one that was switched off, deleted or has lost its secret is not watched any more. */
const endingOf =
  (standings: readonly Standing[]) =>
  (key: string): Ending => {
    const [side, id] = key.split(':') as [Side | 'ledger' | 'sender', string]
    if (side === 'ledger') return 'well'
    if (side === 'sender') return 'nothing-waits'
    const standing = standings.find(({ record }) => record.id === id)
    const name = standing?.record.enabled ? standing.states[side]?.name : undefined
    return name !== undefined && running.has(name) ? 'well' : 'not-watched'
  }
// Failing for a moment, too: it had succeeded, or it would have gone on being trouble.
const running: ReadonlySet<string> = new Set([
  'on',
  'held',
  'observing',
  'holding-folder',
  'backing-off',
  'proved-days',
  'test-failed',
])

function subjectOf({ began, over }: AlertMail, workspace: string) {
  const only = began.length + over.length === 1 ? (began[0] ?? over[0]) : undefined
  if (only)
    return word(began.length === 1 ? 'alert.subject-began' : 'alert.subject-over', { workspace, says: only.says })
  return word('alert.subject-several', { workspace, began: began.length, over: over.length })
}

function textOf({ began, over }: AlertMail, context: Context): string {
  const list = (heading: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : [heading, ...lines.map((line) => `- ${line}`), '']
  return [
    ...list(
      say(word('alert.began')),
      began.map(({ says, since }) => (since === null ? says : `${says} ${say(word('alert.since', { since }))}`)),
    ),
    ...list(
      say(word('alert.over')),
      over.map(({ says, ending }) => `${say(word(`alert.over.${ending}`))} ${says}`),
    ),
    say(word('alert.from', { workspace: context.settings().workspaceName, path: context.identity.path })),
    say(word('alert.unmonitored')),
    '',
  ].join('\n')
}
