import type { Actor, Answer, Parsed } from '../../../contract/define.ts'
import type { proving, RouteTestResult, RouteTestRow } from '../../../contract/proving.ts'
import { senderOf } from '../../../domain/routing/facts.ts'
import { expectedOf, isAsExpected } from '../../../domain/routing/routeTest.ts'
import { say, word } from '../../../words/index.ts'
import { answer, notFound, refuse, refuseCommit } from '../answers.ts'
import type { Context } from '../context.ts'
import type { RouteTestRecord } from '../ports/records.ts'
import type { Routing } from '../receiving/routing.ts'
import { readSource, sourceRecord } from '../sources.ts'
import { decideAlone, type Receiver } from './decide.ts'
import { readRaw, readTried, type ReadMail } from './mails.ts'
import { expectedWord, outcomeView, undecided } from './outcome.ts'

/** Finds the connector that mails are tried on. */
export type FindReceiver = (connectorId: string) => Promise<Answer<Receiver>>

/** A route test as screens and commands show it. */
export async function testRow(context: Context, routing: Routing, test: RouteTestRecord): Promise<RouteTestRow> {
  return {
    id: test.id,
    revision: test.revision,
    name: test.name,
    connectorId: test.connectorId,
    connectorName: (await context.store.connector(test.connectorId))?.name ?? '',
    subject: test.subject,
    from: test.sender,
    createdAt: test.createdAt,
    expected: { outcome: test.expected, says: expectedWord(test.expected, routing) },
  }
}

/** Decides a kept mail anew and says whether it still ends as expected. */
export async function runTest(
  context: Context,
  routing: Routing,
  receiverOf: FindReceiver,
  test: RouteTestRecord,
): Promise<RouteTestResult> {
  const row = await testRow(context, routing, test)
  const receiver = await receiverOf(test.connectorId)
  if (!receiver.ok) return { ...row, result: 'not-run', now: null, says: word('proving.test.no-connector') }
  const raw = await readSource(context, test.sha256)
  if (!raw) return { ...row, result: 'not-run', now: null, says: word('proving.not-read.locked') }
  const mail = await readRaw(context, test.name, raw)
  const plan = await planAlone(context, routing, receiver.value, mail)
  const now = plan
    ? outcomeView(
        plan,
        plan.parts.map(() => ''),
        routing,
      )
    : undecided(mail)
  const passed = plan !== null && isAsExpected(test.expected, expectedOf(plan))
  const says = passed
    ? now.says
    : word('proving.test.differs', { expected: say(row.expected.says), now: say(now.says) })
  return { ...row, result: passed ? 'passed' : 'failed', now, says }
}

const planAlone = async (context: Context, routing: Routing, receiver: Receiver, mail: ReadMail) =>
  (await decideAlone(context, [routing], receiver, [mail]))[0]?.[0] ?? null

/** Keeps a mail with the outcome that is expected of it; its source is sealed like other mail. */
export async function addTest(
  context: Context,
  receiver: Receiver,
  { name, connectorId, mail: tried, expected }: Parsed<(typeof proving)['addTest']>,
  actor: Actor,
): Promise<Answer<RouteTestRow>> {
  const mail = await readTried(context, tried)
  const routing = await context.routing()
  const plan = await planAlone(context, routing, receiver, mail)
  if (!plan || !mail.asked) return refuse('refused', word('refusal.test-undecided', { why: say(undecided(mail).says) }))
  const source = await sourceRecord(context, mail.raw)
  if (!source) return refuse('vault-locked', word('refusal.test-locked'))
  const row: RouteTestRecord = {
    id: context.random.id(),
    name,
    connectorId,
    sha256: source.sha256,
    subject: mail.asked.message.subject,
    sender: senderOf(mail.asked.message),
    expected: expected ?? expectedOf(plan),
    revision: 1,
    createdAt: context.now(),
  }
  const committed = await context.commit([
    { put: 'source', row: source },
    { put: 'routeTest', row },
    context.history(actor, { kind: 'route-test', id: row.id, name }, 'created', [
      { field: 'expected', from: null, to: say(expectedWord(row.expected, routing)) },
    ]),
  ])
  if (!committed.ok) return refuseCommit(committed, name)
  context.events.changed('route-tests')
  return answer(await testRow(context, routing, row))
}

/** What happens now is expected from now on. */
export async function acceptTest(
  context: Context,
  receiverOf: FindReceiver,
  { id, revision }: { readonly id: string; readonly revision: number },
  actor: Actor,
): Promise<Answer<RouteTestRow>> {
  const test = (await context.store.routeTests(null)).find((each) => each.id === id)
  if (!test) return notFound('This route test')
  const receiver = await receiverOf(test.connectorId)
  if (!receiver.ok) return receiver
  const raw = await readSource(context, test.sha256)
  if (!raw) return refuse('vault-locked', word('refusal.source-locked'))
  const routing = await context.routing()
  const mail = await readRaw(context, test.name, raw)
  const plan = await planAlone(context, routing, receiver.value, mail)
  if (!plan) return refuse('refused', word('refusal.test-undecided', { why: say(undecided(mail).says) }))
  const row: RouteTestRecord = { ...test, expected: expectedOf(plan), revision: test.revision + 1 }
  const committed = await context.commit([
    { expect: 'routeTest', id, revision },
    { put: 'routeTest', row },
    context.history(actor, { kind: 'route-test', id, name: test.name }, 'edited', [
      {
        field: 'expected',
        from: say(expectedWord(test.expected, routing)),
        to: say(expectedWord(row.expected, routing)),
      },
    ]),
  ])
  if (!committed.ok) return refuseCommit(committed, test.name)
  context.events.changed('route-tests')
  return answer(await testRow(context, routing, row))
}

/** Names a route test otherwise. The same name again changes nothing, and is no entry in its history. */
export async function renameTest(
  context: Context,
  { id, revision, name }: { readonly id: string; readonly revision: number; readonly name: string },
  actor: Actor,
): Promise<Answer<RouteTestRow>> {
  const test = (await context.store.routeTests(null)).find((each) => each.id === id)
  if (!test) return notFound('This route test')
  const routing = await context.routing()
  if (name === test.name && revision === test.revision) return answer(await testRow(context, routing, test))
  const row: RouteTestRecord = { ...test, name, revision: test.revision + 1 }
  const committed = await context.commit([
    { expect: 'routeTest', id, revision },
    { put: 'routeTest', row },
    context.history(actor, { kind: 'route-test', id, name }, 'edited', [{ field: 'name', from: test.name, to: name }]),
  ])
  if (!committed.ok) return refuseCommit(committed, test.name)
  context.events.changed('route-tests')
  return answer(await testRow(context, routing, row))
}

/** Deletes a route test, and its source unless some mail still has these bytes; its history stays. */
export async function removeTest(
  context: Context,
  { id, revision }: { readonly id: string; readonly revision: number },
  actor: Actor,
): Promise<Answer<Record<string, never>>> {
  const test = (await context.store.routeTests(null)).find((each) => each.id === id)
  if (!test) return notFound('This route test')
  const committed = await context.commit([
    { expect: 'routeTest', id, revision },
    { forget: 'routeTest', id },
    { forget: 'source', sha256: test.sha256 },
    context.history(actor, { kind: 'route-test', id, name: test.name }, 'deleted'),
  ])
  if (!committed.ok) return refuseCommit(committed, test.name)
  context.events.changed('route-tests')
  return answer({})
}
