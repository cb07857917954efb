import { sides, type ConnectorSettings, type Side } from '../../../../domain/connector.ts'
import { accountedFor, mailOutcomes } from '../../../../domain/ledger.ts'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { ItemRow } from '../../../../contract/mail.ts'
import { say as sentence, words } from '../../../../words/index.ts'
import { CallRefused, Cancelled, exits, type Exit } from '../exits.ts'
import { follow, until } from '../jobs.ts'
import { failureSentence, sideTitle, stepLines } from '../ladder.ts'
import { itemsTable } from '../mailText.ts'
import type { Paint } from '../output.ts'
import { asked } from '../asked.ts'
import { printable, table } from '../table.ts'
import { openStage, type Stage } from './stage.ts'

/** Where the demonstration speaks, and what ends it early. */
export interface Teller {
  readonly paint: Paint
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** Something that the story relies on did not come about. */
class NotAsTold extends Error {}

const support = 'support@practice.test'
const customer = 'anna@contoso.test'

/** Plays the whole way of a mail once, and answers the exit code: 0 where everything came about as told. */
export async function perform(teller: Teller): Promise<Exit> {
  const { paint, say, signal } = teller
  const began = performance.now()
  const stage = await openStage()
  try {
    await play(teller, stage)
    say('')
    say(paint.ok(words['demo.end']({ seconds: Math.round((performance.now() - began) / 100) / 10 })))
    return exits.well
  } catch (error) {
    if (signal.aborted || error instanceof Cancelled) return exits.cancelled
    if (error instanceof CallRefused) say(paint.failed(sentence(error.refusal.word)))
    else if (error instanceof NotAsTold) say(paint.failed(error.message))
    else throw error
    return exits.found
  } finally {
    await stage.close()
  }
}

async function play(teller: Teller, stage: Stage): Promise<void> {
  const { say, paint } = teller
  const chapter = chapters(teller)

  chapter(words['demo.servers']())
  await showServers(teller, stage)
  await asked(stage.client.vault.create({ slot: 'passphrase', passphrase: stage.passphrase }))
  say(`  ${words['demo.vault']()}`)

  chapter(words['demo.process']())
  const process = await asked(
    stage.client.processes.save({
      id: null,
      revision: null,
      settings: {
        customer: 'Contoso',
        contract: 'Support 2026',
        service: 'Service Desk',
        name: 'Incidents',
        kind: 'ticket',
        fromAddress: support,
        ticketCategories: ['General', 'Printing'],
      },
    }),
  )
  say(`  ${process.path} · ${sentence(process.mark.word)}`)
  if (process.fromProblem !== null) say(paint.dim(`  ${sentence(process.fromProblem)}`))

  chapter(words['demo.connector']())
  const connector = await addConnector(stage, process.id)
  say(`  ${connector.name} · ${connector.useFor} · ${connector.primaryAddress}`)

  chapter(words['demo.test']())
  await test(teller, stage, connector, sides, 'passed')

  chapter(words['demo.enable']())
  await enable(teller, stage, connector)

  chapter(words['demo.live']())
  const draft = await asked(stage.client.processes.get({ id: process.id }))
  const live = await asked(stage.client.processes.setLive({ id: draft.id, revision: draft.revision, live: true }))
  say(`  ${live.path} · ${paint.ok(sentence(live.mark.word))}`)

  chapter(words['demo.poll']())
  const items = await poll(teller, stage, connector)

  chapter(words['demo.reply']())
  await reply(teller, stage, items)

  chapter(words['demo.ledger']())
  await showLedger(teller, stage, connector)

  chapter(words['demo.fault']())
  await switchFault(teller, stage, 'sender-refused', true)
  await test(teller, stage, connector, ['outgoing'], 'failed')

  chapter(words['demo.fault-off']())
  await switchFault(teller, stage, 'sender-refused', false)
  await test(teller, stage, connector, ['outgoing'], 'passed')
}

/** Numbered headings. */
function chapters({ paint, say, signal }: Teller): (title: string) => void {
  let number = 0
  return (title) => {
    if (signal.aborted) throw new Cancelled()
    say('')
    say(paint.strong(`${++number}. ${title}`))
  }
}

async function showServers({ say }: Teller, stage: Stage): Promise<void> {
  const { hosts, ports } = await asked(stage.client.practice.get({}))
  const lines = [
    { name: 'IMAP', host: hosts.imap, tls: ports['imaps'], starttls: ports['imap'] },
    { name: 'POP3', host: hosts.pop3, tls: ports['pop3s'], starttls: ports['pop3'] },
    { name: 'SMTP', host: hosts.smtp, tls: ports['smtps'], starttls: ports['smtp'] },
  ]
  const text = table(
    [
      { title: words['cli.column.server'](), of: (line) => line.name },
      { title: words['cli.column.host'](), of: (line) => line.host },
      { title: 'TLS', of: (line) => line.tls ?? null, align: 'right' },
      { title: 'STARTTLS', of: (line) => line.starttls ?? null, align: 'right' },
    ],
    lines,
  )
  say(indented(text))
}

const indented = (text: string): string => text.replace(/^/gm, '  ')

async function addConnector(stage: Stage, processId: string): Promise<ConnectorView> {
  const { hosts, ports, users } = await asked(stage.client.practice.get({}))
  const user = users.find(({ address }) => address === support)
  if (user === undefined) throw new NotAsTold(words['demo.no-user']({ address: support }))
  const settings: ConnectorSettings = {
    useFor: 'both',
    primaryAddress: user.address,
    username: user.username,
    additionalMailbox: null,
    addressFamily: 'any',
    oauth: null,
    incoming: {
      service: 'other-imap',
      host: hosts.imap,
      port: ports['imaps'] ?? 993,
      security: 'tls',
      authentication: 'password',
      folder: null,
    },
    outgoing: {
      service: 'other-smtp',
      host: hosts.smtp,
      port: ports['smtp'] ?? 587,
      security: 'starttls',
      authentication: 'password',
      template: 'per-connector',
      ehloName: null,
    },
  }
  return asked(
    stage.client.connectors.save({
      id: null,
      revision: null,
      name: 'Service desk',
      settings,
      password: user.password,
      afterMail: { kind: 'keep', days: null },
      furtherAddresses: ['info@practice.test', 'orders@practice.test'],
      owner: '',
      fallback: {
        processId,
        ticketCategory: 'General',
        forAttention: null,
        sendAutomatedEmails: false,
        testMode: false,
      },
    }),
  )
}

async function test(
  { paint, say, signal }: Teller,
  stage: Stage,
  connector: ConnectorView,
  tested: readonly Side[],
  expected: 'passed' | 'failed',
): Promise<void> {
  const started = asked(stage.client.diagnosis.start({ connectorId: connector.id, sides: [...tested] }))
  const job = await follow(stage, started, {
    signal,
    // Both ladders are climbed at once: each line says whose it is.
    onStep: (side, step) => {
      const prefix = tested.length > 1 ? paint.dim(`  ${sideTitle(side)}`) : ''
      for (const line of stepLines(step, paint)) say(`${prefix}${line}`)
    },
  })
  if (job.state !== 'done')
    throw new NotAsTold(job.failure ? failureSentence(job.failure) : words['demo.not-as-told']())
  const proofs = await Promise.all(job.results.map((id) => asked(stage.client.diagnosis.result({ id }))))
  for (const { side, outcome, verdict } of proofs) {
    const colour = outcome === 'passed' ? paint.ok : paint.failed
    say(`  ${colour(`${sideTitle(side)}: ${sentence(verdict.title)}`)}`)
  }
  if (proofs.length !== tested.length || proofs.some(({ outcome }) => outcome !== expected)) {
    throw new NotAsTold(words['demo.not-as-told']())
  }
}

async function enable({ paint, say }: Teller, stage: Stage, connector: ConnectorView): Promise<void> {
  const question = await asked(stage.client.connectors.question({ id: connector.id }))
  say(`  ${words['demo.waiting']({ waiting: question.waiting, folder: question.folder })}`)
  const saved = await asked(stage.client.connectors.get({ id: connector.id }))
  const enabled = await asked(
    stage.client.connectors.enable({
      id: saved.id,
      revision: saved.revision,
      sending: true,
      receiving: 'on',
      start: { from: 'all' },
    }),
  )
  for (const side of sides) {
    const mark = enabled[side].mark
    if (mark !== null) say(`  ${sideTitle(side)}: ${paint.ok(sentence(mark.word))}`)
  }
}

async function poll({ say, signal }: Teller, stage: Stage, connector: ConnectorView): Promise<readonly ItemRow[]> {
  stage.start()
  const job = await follow(stage, asked(stage.client.receiving.poll({ connectorId: connector.id })), { signal })
  if (job.failure !== null) throw new NotAsTold(failureSentence(job.failure))
  const { rows } = await asked(stage.client.items.list({}))
  if (rows.length === 0) throw new NotAsTold(words['demo.no-items']())
  say(indented(itemsTable(rows)))
  return rows
}

async function reply({ paint, say, signal }: Teller, stage: Stage, items: readonly ItemRow[]): Promise<void> {
  const first = items.find(({ requester }) => requester.includes(customer)) ?? items[0]
  if (first === undefined) throw new NotAsTold(words['demo.no-items']())
  const item = await asked(stage.client.items.get({ id: first.id }))
  say(`  ${words['demo.answering']({ id: item.id, from: item.fromAddress, to: item.replyTo.join(', ') })}`)
  const answered = await asked(
    stage.client.items.reply({ id: item.id, revision: item.revision, text: words['demo.answer-text']() }),
  )
  const mail = answered.thread.findLast(({ direction }) => direction === 'out')
  if (mail?.messageId == null) throw new NotAsTold(words['demo.not-as-told']())
  const messageId = mail.messageId
  const sent = await until(stage, 'outbox', signal, async () => {
    const { rows } = await asked(stage.client.outbox.list({}))
    const row = rows.find((one) => one.messageId === messageId)
    return row !== undefined && row.state !== 'queued' && row.state !== 'sending' ? row : undefined
  })
  const { recipients } = await asked(stage.client.outbox.get({ id: sent.id }))
  say(`  ${words['demo.outbox']({ state: words[`outbox.state.${sent.state}`]() })}`)
  for (const { address, reply: said } of recipients) {
    say(paint.dim(`    ${address}: ${words['cli.server-said']({ reply: printable(said ?? '') })}`))
  }
  if (sent.state !== 'sent') throw new NotAsTold(words['demo.not-as-told']())
  const arrived = await stage.arrived(customer, messageId)
  if (arrived === undefined) throw new NotAsTold(words['demo.not-arrived']({ address: customer }))
  const unchanged = arrived.from.toLowerCase() === item.fromAddress.toLowerCase()
  say(`  ${words['demo.arrived']({ address: customer, subject: printable(arrived.subject) })}`)
  say(
    `  ${(unchanged ? paint.ok : paint.failed)(words[unchanged ? 'demo.from-unchanged' : 'demo.from-changed']({ from: arrived.from }))}`,
  )
  if (!unchanged) throw new NotAsTold(words['demo.not-as-told']())
}

async function showLedger({ paint, say }: Teller, stage: Stage, connector: ConnectorView): Promise<void> {
  const { seen, counts, imbalance } = await asked(stage.client.receiving.ledger({ connectorId: connector.id }))
  const parts = mailOutcomes.filter((outcome) => counts[outcome] > 0).map((outcome) => `${counts[outcome]} ${outcome}`)
  const line = words['demo.seen']({ seen, accounted: accountedFor(counts), parts: parts.join(' + ') })
  say(
    `  ${line} · ${imbalance === 0 ? paint.ok(words['cli.balanced']()) : paint.failed(words['cli.imbalance']({ by: imbalance }))}`,
  )
  if (imbalance !== 0) throw new NotAsTold(words['demo.not-as-told']())
}

async function switchFault({ paint, say }: Teller, stage: Stage, name: string, on: boolean): Promise<void> {
  await asked(stage.client.practice.setFault({ name, on }))
  const { faults } = await asked(stage.client.practice.get({}))
  const fault = faults.find((one) => one.name === name)
  if (fault !== undefined) say(paint.dim(`  ${on ? fault.shows : words['demo.fault-is-off']({ title: fault.title })}`))
}
