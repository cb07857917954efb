import { setImmediate as otherWork } from 'node:timers/promises'
import type { Comparison, Difference, RoutesChange } from '../../../contract/proving.ts'
import { expectedOf, isAsExpected } from '../../../domain/routing/routeTest.ts'
import type { Context } from '../context.ts'
import type { MailRecord, RouteTestRecord } from '../ports/records.ts'
import type { Routing } from '../receiving/routing.ts'
import { readSource } from '../sources.ts'
import { decideAlone, type Receiver } from './decide.ts'
import { routingAfter } from './edits.ts'
import { readRaw, type ReadMail } from './mails.ts'
import { isSameOutcome, outcomeView, undecided } from './outcome.ts'

/** The whole of a comparison, in milliseconds: an administrator waits for it. */
const mostTime = 30_000
/** Sources that are read before anything else gets a turn, and decided together. */
const batchSize = 20
/** Differences that are carried over; what stands behind them is counted. */
const mostDifferences = 1000

export interface Compared {
  readonly change: RoutesChange
  readonly receiver: Receiver
  readonly newest: number
}

type Subject =
  | { readonly of: 'route-test'; readonly test: RouteTestRecord; readonly sha256: string }
  | { readonly of: 'stored-mail'; readonly mail: MailRecord; readonly sha256: string }

/**
 * Decides route tests and the newest stored mail of a connector twice, each as if it came alone: with the routes as they are saved, and after a
 * change. Yields how far it has come; the last value is complete unless `signal` or the time ended it.
 */
export async function* comparing(
  context: Context,
  { change, receiver, newest }: Compared,
  signal: { readonly aborted: boolean },
): AsyncGenerator<Comparison, Comparison> {
  const { connector } = receiver
  const started = context.clock.monotonic()
  const tests = await context.store.routeTests(connector.id)
  const mails = await newestMail(context, connector.id, newest)
  const subjects: readonly Subject[] = [
    ...tests.map((test): Subject => ({ of: 'route-test', test, sha256: test.sha256 })),
    ...mails.map((mail): Subject => ({ of: 'stored-mail', mail, sha256: mail.sha256! })),
  ]
  const routings = [await context.routing(), await routingAfter(context, connector.id, change)] as const
  let found: Comparison = {
    tests: { compared: 0, of: tests.length },
    mails: { compared: 0, of: mails.length },
    notRead: 0,
    removed: await context.store.removedMail(connector.id),
    ended: 'done',
    differences: [],
  }
  for (let at = 0; at < subjects.length; at += batchSize) {
    if (signal.aborted) return { ...found, ended: 'cancelled' }
    if (context.clock.monotonic() - started > mostTime) return { ...found, ended: 'out-of-time' }
    const batch = subjects.slice(at, at + batchSize)
    const read = await Promise.all(batch.map((subject) => readSubject(context, subject)))
    const here = batch.flatMap((subject, place) => (read[place] ? [{ subject, mail: read[place] }] : []))
    const differences = await differencesOf(context, routings, receiver, here)
    const count = (of: Subject['of']) => here.filter(({ subject }) => subject.of === of).length
    found = {
      ...found,
      tests: { ...found.tests, compared: found.tests.compared + count('route-test') },
      mails: { ...found.mails, compared: found.mails.compared + count('stored-mail') },
      notRead: found.notRead + batch.length - here.length,
      differences: [...found.differences, ...differences].slice(0, mostDifferences),
    }
    yield found
    // SQLite answers at once: without this a long comparison would keep polls and screens waiting.
    await otherWork()
  }
  return found
}

async function newestMail(context: Context, connectorId: string, newest: number): Promise<readonly MailRecord[]> {
  const rows: MailRecord[] = []
  let cursor: string | null = null
  while (rows.length < newest) {
    const limit = Math.min(500, newest - rows.length)
    // oxlint-disable-next-line no-await-in-loop -- each page gives the cursor of the next
    const page = await context.store.storedMail({ connectorId, search: '', cursor, limit })
    rows.push(...page.rows)
    cursor = page.next
    if (cursor === null) break
  }
  return rows
}

async function readSubject(context: Context, subject: Subject): Promise<ReadMail | undefined> {
  const raw = await readSource(context, subject.sha256)
  if (!raw) return undefined
  return subject.of === 'route-test'
    ? readRaw(context, subject.test.name, raw)
    : readRaw(context, subject.mail.subject, raw, subject.mail.id)
}

async function differencesOf(
  context: Context,
  routings: readonly [Routing, Routing],
  receiver: Receiver,
  here: readonly { readonly subject: Subject; readonly mail: ReadMail }[],
): Promise<readonly Difference[]> {
  const plans = await decideAlone(
    context,
    routings,
    receiver,
    here.map(({ mail }) => mail),
  )
  return here.flatMap(({ subject, mail }, at): readonly Difference[] => {
    const pair = plans[at]
    if (!pair) return []
    const [before, after] = pair.map((plan, of) =>
      plan ? outcomeView(plan, newNames(plan.parts), routings[of]!) : undecided(mail),
    ) as [Difference['before'], Difference['after']]
    if (isSameOutcome(before, after)) return []
    return [
      subject.of === 'route-test'
        ? {
            of: subject.of,
            id: subject.test.id,
            name: subject.test.name,
            from: subject.test.sender,
            receivedAt: subject.test.createdAt,
            before,
            after,
            passes: isAsExpected(subject.test.expected, expectedOf(pair[1]!)),
          }
        : {
            of: subject.of,
            id: subject.mail.id,
            name: subject.mail.subject,
            from: subject.mail.sender,
            receivedAt: subject.mail.receivedAt ?? subject.mail.firstSeenAt,
            before,
            after,
            passes: null,
          },
    ]
  })
}

/** Alone, its work items need no names. */
const newNames = (parts: readonly { readonly kind: string }[]): readonly string[] =>
  parts.filter(({ kind }) => kind === 'create').map(() => '')
