import type { Answer, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { Comparison, OutcomeView, ProvenMail, RouteTestResult } from '../../../contract/proving.ts'
import { usesSide } from '../../../domain/connector.ts'
import { expectedOf } from '../../../domain/routing/routeTest.ts'
import { word } from '../../../words/index.ts'
import { answer, notFound, refuse } from '../answers.ts'
import type { Context } from '../context.ts'
import type { Routing } from '../receiving/routing.ts'
import { readSource, removedAt } from '../sources.ts'
import { comparing } from './compare.ts'
import { decideAlone, decideInOrder, type Decided, type Receiver } from './decide.ts'
import { routingWith } from './edits.ts'
import { explainRecipients, headOf, hintsOf, sizeVerdict, verdictsOf } from './explain.ts'
import { readTried, type ReadMail } from './mails.ts'
import { isSameOutcome, outcomeView, undecided } from './outcome.ts'
import { acceptTest, addTest, removeTest, renameTest, runTest, testRow } from './tests.ts'

/** What is answered at once; a comparison that takes longer becomes a job. Milliseconds. */
const aMoment = 300
/** Comparisons that can still be read after their job has ended. */
const keptComparisons = 20

/** R15: what would become of a mail. It decides with what the engine decides with, and writes nothing but route tests. */
export function createProving(context: Context): Handlers<WaypostContract>['proving'] {
  const { store } = context
  const comparisons = new Map<string, Comparison>()

  const receiverOf = async (connectorId: string): Promise<Answer<Receiver>> => {
    const connector = await store.connector(connectorId)
    if (!connector || connector.deletedAt !== null) return notFound('This connector')
    const version = await store.version(connector.runningId ?? connector.draftId)
    if (!version || !usesSide(version.settings.useFor, 'incoming'))
      return refuse('refused', word('refusal.side-not-used', { connector: connector.name }))
    return answer({ connector, primaryAddress: version.settings.primaryAddress })
  }

  const viewOf = ({ mail, decision }: Decided, routing: Routing): OutcomeView =>
    decision ? outcomeView(decision.plan, decision.items, routing) : undecided(mail)

  function provenMail(
    receiver: Receiver,
    routing: Routing,
    decided: Decided,
    before: OutcomeView | null,
    expected: ProvenMail['expected'],
  ): ProvenMail {
    const { mail, decision } = decided
    const limit = context.settings().sizeLimitBytes
    const view = viewOf(decided, routing)
    const off = !receiver.connector.enabled || receiver.connector.receiving === 'off'
    const base = {
      ...view,
      name: mail.name,
      mailId: mail.mailId,
      size: mail.raw.length,
      head: mail.asked ? headOf(mail.asked.message) : null,
      before: before && { view: before, same: isSameOutcome(before, view) },
      expected,
    }
    if (!decision || !mail.asked) return { ...base, verdicts: verdictsBefore(mail, limit), recipients: [], hints: [] }
    const { plan, state } = decision
    const explained = { message: mail.asked.message, plan, state, parts: view.parts, routing, size: { limit } }
    return {
      ...base,
      verdicts: [...verdictsOf(explained)],
      recipients: [...explainRecipients(explained)],
      hints: [
        ...hintsOf(explained),
        ...(off ? [word('proving.hint.connector-off', { connector: receiver.connector.name })] : []),
      ],
    }
  }

  return {
    async try({ connectorId, mails, routes }) {
      const receiver = await receiverOf(connectorId)
      if (!receiver.ok) return receiver
      const read = await Promise.all(mails.map((mail) => readTried(context, mail)))
      const saved = await context.routing()
      const routing = await routingWith(context, connectorId, routes)
      const decided = await decideInOrder(context, routing, receiver.value, read)
      const alone = await decideAlone(context, [saved], receiver.value, read)
      const without = routing === saved ? null : await decideInOrder(context, saved, receiver.value, read)
      return answer({
        mails: decided.map((each, at) => {
          const plan = alone[at]?.[0]
          const before = without?.[at]
          return provenMail(
            receiver.value,
            routing,
            each,
            before ? viewOf(before, saved) : null,
            plan ? expectedOf(plan) : null,
          )
        }),
      })
    },

    async storedMail(asked) {
      const found = await store.storedMail(asked)
      const names = new Map<string, string>()
      for (const { connectorId } of found.rows)
        if (!names.has(connectorId)) names.set(connectorId, (await store.connector(connectorId))?.name ?? '')
      return answer({
        ...found,
        removed: await store.removedMail(asked.connectorId),
        rows: found.rows.map((mail) => ({
          mailId: mail.id,
          connectorId: mail.connectorId,
          connectorName: names.get(mail.connectorId) ?? '',
          subject: mail.subject,
          from: mail.sender,
          receivedAt: mail.receivedAt ?? mail.firstSeenAt,
          outcome: mail.outcome,
        })),
      })
    },
    async source(asked) {
      const mail = 'mailId' in asked ? await store.mail(asked.mailId) : undefined
      const kept = 'mailId' in asked ? mail : (await store.routeTests(null)).find(({ id }) => id === asked.testId)
      if (!kept || kept.sha256 === null) return refuse('refused', word('refusal.not-stored'))
      const raw = await readSource(context, kept.sha256)
      const at = mail && !raw ? await removedAt(context, mail) : null
      if (at !== null) return refuse('refused', word('refusal.removed-by-retention', { at }))
      return raw
        ? answer({ name: kept.subject, base64: Buffer.from(raw).toString('base64') })
        : refuse('vault-locked', word('refusal.source-locked'))
    },

    async compare({ connectorId, change, newest }) {
      const receiver = await receiverOf(connectorId)
      if (!receiver.ok) return receiver
      const signal = { aborted: false }
      const steps = comparing(context, { change, receiver: receiver.value, newest }, signal)
      const begun = context.clock.monotonic()
      let step = await steps.next()
      while (!step.done && context.clock.monotonic() - begun < aMoment) step = await steps.next()
      if (step.done) return answer({ job: null, comparison: step.value })
      const job = context.jobs.start('compare', connectorId, async (running) => {
        const stop = () => (signal.aborted = true)
        running.signal.addEventListener('abort', stop)
        while (!step.done) {
          const { tests, mails } = step.value
          running.update({ progress: (tests.compared + mails.compared) / Math.max(1, tests.of + mails.of) })
          step = await steps.next()
        }
        comparisons.set(running.id, step.value)
        for (const old of comparisons.keys()) {
          if (comparisons.size <= keptComparisons) break
          comparisons.delete(old)
        }
        return { state: step.value.ended === 'cancelled' ? 'cancelled' : 'done', results: [running.id] }
      })
      return answer({ job, comparison: null })
    },
    async compared({ jobId }) {
      const found = comparisons.get(jobId)
      return found ? answer(found) : refuse('not-found', word('refusal.compared-gone'))
    },

    async tests({ connectorId }) {
      const routing = await context.routing()
      const found = await store.routeTests(connectorId)
      return answer({ rows: await Promise.all(found.map((test) => testRow(context, routing, test))) })
    },
    async runTests({ connectorId, ids }) {
      const routing = await context.routing()
      const rows: RouteTestResult[] = []
      for (const test of await store.routeTests(connectorId))
        if (ids === null || ids.includes(test.id)) rows.push(await runTest(context, routing, receiverOf, test))
      const count = (result: RouteTestResult['result']) => rows.filter((row) => row.result === result).length
      return answer({ rows, passed: count('passed'), failed: count('failed') })
    },
    async addTest(input, actor) {
      const receiver = await receiverOf(input.connectorId)
      return receiver.ok ? addTest(context, receiver.value, input, actor) : receiver
    },
    acceptTest: (input, actor) => acceptTest(context, receiverOf, input, actor),
    renameTest: (input, actor) => renameTest(context, input, actor),
    removeTest: (input, actor) => removeTest(context, input, actor),
  }
}

/** What was found of a mail before a decision would be made about it. */
function verdictsBefore({ way }: ReadMail, limit: number): ProvenMail['verdicts'] {
  if (way === 'too-large') return [sizeVerdict('over', limit)]
  if (way !== 'own-test') return []
  return [
    sizeVerdict('within', limit),
    { check: 'test', is: 'own', tone: 'info', says: word('proving.check.test.own') },
  ]
}
