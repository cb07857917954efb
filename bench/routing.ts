import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
import { readMessage } from '../src/main/adapters/mime/read.ts'
import type { Message } from '../src/domain/message.ts'
import type { IncomingRoute } from '../src/domain/route.ts'
import { factsOf } from '../src/domain/routing/facts.ts'
import { rulesHold, type CompiledRoute } from '../src/domain/routing/judge.ts'
import { planWorkItems } from '../src/domain/routing/plan.ts'
import type { PlanState } from '../src/domain/routing/planState.ts'
import { compileRoutes } from '../src/domain/routing/routeIndex.ts'
import { compiled, fallback, primary, routeAt, shapes, stateWith, type Shape } from './routes.ts'
import { missingSieve, sieveScript, sieveTest } from './sieve.ts'
import { median, ownWords } from './table.ts'

const sizes = [1_000, 10_000, 100_000] as const
const decisions = 10_000
const loopDecisions = 200

/** Which route takes a mail to one address; null: the fallback. */
function takenBy(message: Message, state: PlanState): string | null {
  const [part] = planWorkItems(message, state).parts
  if (part?.kind !== 'create') throw new Error(`a mail of the bench became ${part?.kind ?? 'nothing'}`)
  return part.routeId === fallback.id ? null : part.routeId
}

/** The same decision by asking one route after the other. */
function takenInTurn(message: Message, routes: readonly CompiledRoute[]): string | null {
  const facts = factsOf(message)
  for (const { key } of facts.recipients) {
    const taker = routes.find((each) => each.key === key && each.route.class === 'normal' && rulesHold(each, facts))
    if (taker) return taker.route.id
  }
  return null
}

/** Median of single decisions, in µs. */
function timed<T>(inputs: readonly T[], decide: (input: T) => string | null): number {
  for (const input of inputs.slice(0, 2_000)) decide(input)
  return median(
    inputs.map((input) => {
      const began = process.hrtime.bigint()
      decide(input)
      return Number(process.hrtime.bigint() - began) / 1_000
    }),
  )
}

/** Mail for routes all over the list, the same in every run. */
const mailsFor = (shape: Shape, routes: number, count: number): readonly Message[] =>
  Array.from({ length: count }, (_, at) => shape.mail((at * 7_919) % routes))

function measured(shape: Shape): readonly string[] {
  const times = sizes.map((size) => {
    const index = compiled(shape, size)
    const state = stateWith(index)
    const mails = mailsFor(shape, size, decisions)
    const time = timed(mails, (mail) => takenBy(mail, state))
    if (size !== 10_000) return { time, loop: null }
    const routes = [...index.byId.values()]
    const some = mails.slice(0, loopDecisions)
    for (const mail of some)
      if (takenBy(mail, state) !== takenInTurn(mail, routes))
        throw new Error(`${shape.title}: the loop decides otherwise`)
    return { time, loop: timed(some, (mail) => takenInTurn(mail, routes)) }
  })
  const loop = times[1]!.loop!
  return [
    shape.title,
    ...times.map(({ time }) => `${time.toFixed(1)} µs`),
    `${Math.round(loop).toLocaleString('en')} µs`,
    Math.round(loop / times[1]!.time).toLocaleString('en'),
  ]
}

/** One decision among many routes, and the same rules in Pigeonhole's sieve-test: the sections of the report. */
export async function benchRouting(
  root: string,
  runs: number,
  say: (line: string) => void,
): Promise<readonly string[]> {
  say('routing: decisions among 1,000, 10,000 and 100,000 routes')
  const rows = shapes.map((shape) => `| ${measured(shape).join(' | ')} |`)
  const decided = [
    '## One routing decision among many routes',
    '',
    '| routes | 1,000 | 10,000 | 100,000 | plain loop, 10,000 | ratio |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
    `Bar: under 50 µs median at 10,000 routes; the cost grows with the routes that could take the mail, not with the routes. Each is the median of ${decisions.toLocaleString('en')} single calls of \`planWorkItems\`, reading sender, recipients and subject included. The plain loop asks the same compiled routes one after the other, and decides the same.`,
    '',
    ownWords(),
  ].join('\n')
  return [decided, await besideSieve(root, runs, say)]
}

const rules = 200
const mailCount = 200

/** Routes of every kind that both can say, none of them wider than a later one by accident alone. */
const mixedRoutes: readonly IncomingRoute[] = Array.from({ length: rules }, (_, at) => {
  switch (at % 5) {
    case 0:
      return routeAt(at + 1, `alias${at}@example.com`)
    case 1:
      return routeAt(at + 1, primary, { senders: [`User${at}@customer.example`, `*@customer${at}.example`] })
    case 2:
      return routeAt(at + 1, primary, { keyWords: [`INC-${at}-`, `ticket ${at}.`] })
    case 3:
      return routeAt(at + 1, primary, { senders: ['*@partner.example'], keyWords: [`contract ${at}.`] })
    default:
      return routeAt(
        at + 1,
        primary,
        { recipients: [`team${at}@other.example`], keyWords: [`team ${at}.`] },
        { match: 'any' },
      )
  }
})

function mixedMail(at: number): string {
  // Every rule meets a mail, and every seventh mail meets none.
  const rule = (at * 37) % rules
  const mail = (from: string, to: string, subject: string, cc = '') =>
    [
      `Message-ID: <${at}@customer.example>`,
      'Date: Fri, 27 Nov 2026 09:00:00 +0000',
      `From: A Customer <${from}>`,
      `To: Support <${to}>`,
      ...(cc === '' ? [] : [`Cc: <${cc}>`]),
      `Subject: ${subject}`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'The printer is on fire again, and nobody is surprised.\r\n'.repeat(30),
    ].join('\r\n')
  if (at % 7 === 0) return mail(`nobody${at}@elsewhere.example`, 'SUPPORT@Example.com', 'Something else')
  switch (rule % 5) {
    case 0:
      return mail('anna@elsewhere.example', `Alias${rule}@example.com`, 'Hello')
    case 1:
      return mail(at % 2 === 0 ? `user${rule}@Customer.example` : `bob@customer${rule}.example`, primary, 'Hello')
    case 2:
      return mail('anna@elsewhere.example', primary, `Re: inc-${rule}- is still open`)
    case 3:
      return mail('carl@partner.example', primary, `About CONTRACT ${rule}.`)
    default:
      return at % 2 === 0
        ? mail('anna@elsewhere.example', primary, 'Hello', `Team${rule}@other.example`)
        : mail('anna@elsewhere.example', primary, `For team ${rule}.`)
  }
}

async function besideSieve(root: string, runs: number, say: (line: string) => void): Promise<string> {
  const head = `## ${rules} rules and ${mailCount} mails, beside Pigeonhole`
  const lacking = missingSieve()
  if (lacking !== undefined) return `${head}\n\nNot on this machine: ${lacking}.`
  await chmod(root, 0o755)
  const raw = Array.from({ length: mailCount }, (_, at) => mixedMail(at))
  const octets = raw.map((mail) => Buffer.from(mail))
  const state = stateWith(compileRoutes([...mixedRoutes, fallback], []))
  const messages = await Promise.all(octets.map(readMessage))
  const ours = messages.map((message) => takenBy(message, state))

  // Warm, as a program that runs for days is.
  for (let round = 0; round < 20; round++) for (const message of messages) takenBy(message, state)
  const times: { decided: number; read: number; sieve: number; start: number }[] = []
  for (let at = 0; at < runs; at++) {
    say(`routing: run ${at + 1} of ${runs} beside sieve-test`)
    let began = performance.now()
    for (const message of messages) takenBy(message, state)
    const decided = performance.now() - began
    began = performance.now()
    for (const mail of octets) takenBy(await readMessage(mail), state)
    const read = performance.now() - began
    const sieve = await sieveTest(join(root, 'sieve'), sieveScript(mixedRoutes), raw)
    const differing = sieve.decisions.findIndex((folder, mail) => folder !== ours[mail])
    if (differing >= 0)
      throw new Error(`mail ${differing}: ${ours[differing]} here, ${sieve.decisions[differing]} in sieve-test`)
    const empty = await sieveTest(join(root, 'empty'), sieveScript([]), raw)
    times.push({ decided, read, sieve: sieve.elapsed, start: empty.elapsed })
  }
  const row = (name: string, of: (run: (typeof times)[number]) => number, remark: string) => {
    const each = median(times.map(of)) / mailCount
    const ratio = median(times.map((run) => run.sieve / of(run)))
    return `| ${name} | ${(each * 1_000).toFixed(1)} µs | ${Math.round(1_000 / each).toLocaleString('en')} | ${ratio.toFixed(ratio < 10 ? 2 : 0)} | ${remark} |`
  }
  return [
    head,
    '',
    '| | a mail | mails a second | ratio | |',
    '|---|---|---|---|---|',
    row('Waypost, decision', (run) => run.decided, 'of mail that was read'),
    row('Waypost, raw mail', (run) => run.read, 'read from its octets, then decided'),
    row('sieve-test', (run) => run.sieve, 'script compiled before; a process for each mail'),
    row('sieve-test, no rules', (run) => run.start, 'the same with an empty script: what a process costs'),
    '',
    `Bar: at least 100 times the rate of sieve-test. The ratio is (sieve-test's time / this one) in the same run, the median of ${runs} runs. Script and index are made of the same routes; both decide alike on all ${mailCount} mails, ${new Set(ours).size - 1} routes take one, ${ours.filter((id) => id === null).length} mails stay with the fallback.`,
    '',
    ownWords(),
  ].join('\n')
}
