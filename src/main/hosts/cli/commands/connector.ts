import { readFileSync, statSync } from 'node:fs'
import { Option, type Command } from 'commander'
import { certificateFileLimit } from '../../../../domain/clientCertificate.ts'
import { receivingStates, sidesOf, type Receiving } from '../../../../domain/connector.ts'
import type { ConnectorRow, ConnectorView } from '../../../../contract/connectors.ts'
import { say, words } from '../../../../words/index.ts'
import { processNamed } from '../catalogue.ts'
import {
  addConnectorOptions,
  afterMailFrom,
  afterMailText,
  cleared,
  settingsFrom,
  type ConnectorOptions,
} from '../connectorOptions.ts'
import { connectorText, connectorsTable, previewText } from '../connectorText.ts'
import { confirmed, sayStops } from '../stopping.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { named } from '../naming.ts'
import { descriptor } from '../numbers.ts'
import type { Perform, Run } from '../run.ts'
import { typedInstant } from '../instant.ts'
import { follow } from '../jobs.ts'
import { failureSentence } from '../ladder.ts'
import { asked } from '../asked.ts'
import type { Session } from '../session.ts'

interface SaveOptions extends ConnectorOptions {
  readonly name?: string
  readonly passwordStdin?: boolean
  readonly passwordFd?: number
  readonly clientSecretStdin?: boolean
  readonly clientSecretFd?: number
  readonly certificate?: string
  readonly certificatePasswordStdin?: boolean
  readonly certificatePasswordFd?: number
  readonly afterMail?: string
  readonly further?: readonly string[]
  readonly owner?: string
  readonly deliveryHeader?: string
  readonly fallbackProcess?: string
  readonly fallbackCategory?: string
  readonly fallbackForAttention?: string
  readonly fallbackAutomatedEmails?: boolean
  readonly fallbackTestMode?: boolean
}

interface EnableOptions {
  readonly sending: boolean
  readonly receiving?: Receiving
  readonly start?: string
  readonly setProcessLive?: boolean
  readonly withoutSecondSlot?: boolean
  readonly confirm?: string
}

export function define(command: Command, perform: Perform): void {
  command.command('list').description('list connectors').action(perform(list))
  command.command('show').description('show one connector').argument('<name>').action(perform(show))
  saving(command.command('add').description('add a connector as a draft').argument('<name>')).action(perform(add))
  saving(command.command('set').description('change the draft of a connector').argument('<name>'))
    .option('--name <name>', 'new name')
    .option('--discard', 'take back what was changed since the running version')
    .action(perform(set))
  command
    .command('delete')
    .description('delete a connector; without --confirm only says what would stop')
    .argument('<name>')
    .option('--confirm <name>', 'the connector’s name, typed once more')
    .action(perform(remove))
  command
    .command('enable')
    .description('make the proved draft the running version')
    .argument('<name>')
    .option('--no-sending', 'leave sending off')
    .addOption(new Option('--receiving <state>', 'receiving, where the connector has it').choices(receivingStates))
    .option('--start <from>', 'what waits in the mailbox: now, all, hold, or a date (2026-11-21 or ISO 8601)')
    .option('--set-process-live', 'set the process of the fallback route live as well')
    .option('--without-second-slot', 'remove or move mail although the vault opens by one way only')
    .option(
      '--confirm <name>',
      'the name again, where live processes or queued mail send under an address that it then carries no more',
    )
    .action(perform(enable))
  command
    .command('sign-in')
    .description('sign in as a person, in a browser of this computer, for a connector whose tokens are for a person')
    .argument('<name>')
    .action(perform(signIn))
  command
    .command('resume')
    .description('let a connector of a restored or copied workspace run again')
    .argument('<name>')
    .option('--preview', 'only show what it would meet')
    .option('--start <from>', 'mail that is not known here: now, all, hold, or a date (2026-11-21 or ISO 8601)')
    .action(perform(resume))
  command
    .command('disable')
    .description('stop receiving and sending')
    .argument('<name>')
    .option('--confirm <name>', 'the name again, where live processes or queued mail send from it')
    .action(perform(disable))
}

function saving(command: Command): Command {
  return addConnectorOptions(command)
    .option('--password-stdin', 'read the password from standard input')
    .option('--password-fd <n>', 'read the password from a file descriptor', descriptor)
    .option('--client-secret-stdin', 'OAuth 2.0: read the client secret from standard input')
    .option('--client-secret-fd <n>', 'OAuth 2.0: read the client secret from a file descriptor', descriptor)
    .option('--certificate <file>', 'sign in to send by the client certificate of this .pfx file')
    .option('--certificate-password-stdin', 'read the password of that file from standard input')
    .option('--certificate-password-fd <n>', 'read the password of that file from a file descriptor', descriptor)
    .option('--after-mail <what>', 'after mail became work: keep, keep:DAYS, remove, move:FOLDER')
    .option('--further <addresses...>', 'further addresses of the mailbox')
    .option('--owner <text>', 'who is responsible')
    .option(
      '--delivery-header <name>',
      'a header of its own server that counts as a recipient, such as X-Original-To; empty for none',
    )
    .option('--fallback-process <process>', 'process of the fallback route: its path, name or id')
    .option('--fallback-category <category>', 'ticket category of the fallback route')
    .option('--fallback-for-attention <text>', 'the person or team the work is for')
    .option('--fallback-automated-emails', 'the fallback route acknowledges mail')
    .option('--no-fallback-automated-emails', 'the fallback route acknowledges nothing')
    .option('--fallback-test-mode', 'the fallback route creates test work')
    .option('--no-fallback-test-mode', 'the fallback route creates real work')
}

async function list(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.connectors.list({}))
  run.out.answer(answer, () => connectorsTable(answer.rows))
  if (answer.rows.length === 0 && run.out.shape === 'human') run.out.say(words['cli.no-connectors']())
  return exits.well
}

async function show(run: Run, name: string): Promise<Exit> {
  const view = await viewOf(await run.session(), name)
  run.out.answer(view, () => connectorText(view, run.out.answerPaint))
  return exits.well
}

async function add(run: Run, name: string, options: SaveOptions): Promise<Exit> {
  const settings = settingsFrom(withCertificate(options), null)
  const password = await run.input.secret({ stdin: options.passwordStdin, fd: options.passwordFd }, 'password')
  const clientSecret = await clientSecretFrom(run, options)
  const certificate = await certificateFrom(run, options)
  const session = await run.session()
  const view = await asked(
    session.client.connectors.save({
      id: null,
      revision: null,
      name,
      settings,
      password,
      clientSecret,
      certificate,
      afterMail: afterMailFrom(options.afterMail ?? 'keep'),
      furtherAddresses: [...(options.further ?? [])],
      owner: options.owner ?? '',
      deliveryHeader: options.deliveryHeader || null,
      fallback: await fallbackFrom(session, options, null),
    }),
  )
  return saved(run, view, words['cli.connector-added']({ name: view.name }))
}

async function set(run: Run, name: string, options: SaveOptions & { readonly discard?: boolean }): Promise<Exit> {
  const session = await run.session()
  const before = await viewOf(session, name)
  if (options.discard) {
    const view = await asked(session.client.connectors.discardDraft({ id: before.id, revision: before.revision }))
    return saved(run, view, words['cli.draft-discarded']({ name: view.name }))
  }
  const password = await run.input.secret({ stdin: options.passwordStdin, fd: options.passwordFd }, 'password')
  const clientSecret = await clientSecretFrom(run, options)
  const certificate = await certificateFrom(run, options)
  const view = await asked(
    session.client.connectors.save({
      id: before.id,
      revision: before.revision,
      name: options.name ?? before.name,
      settings: settingsFrom(withCertificate(options), before.draft),
      password,
      clientSecret,
      certificate,
      afterMail: afterMailFrom(options.afterMail ?? afterMailText(before.afterMail)),
      furtherAddresses: [...(options.further ?? before.furtherAddresses)],
      owner: options.owner ?? before.owner,
      deliveryHeader: cleared(options.deliveryHeader, before.deliveryHeader),
      fallback: await fallbackFrom(session, options, before.fallback),
    }),
  )
  return saved(run, view, words['cli.connector-saved']({ name: view.name }))
}

/** Who gives a certificate means to sign in by it. */
const withCertificate = (options: SaveOptions): SaveOptions =>
  options.certificate === undefined || options.outgoingAuthentication !== undefined
    ? options
    : { ...options, outgoingAuthentication: 'certificate' }

/** K1: never as an argument. */
const clientSecretFrom = (run: Run, { clientSecretStdin: stdin, clientSecretFd: fd }: SaveOptions) =>
  run.input.secret({ stdin, fd }, 'client-secret')

/** C11, K1: the file by its path, its password never as an argument. */
async function certificateFrom(run: Run, options: SaveOptions) {
  const { certificate: file, certificatePasswordStdin: stdin, certificatePasswordFd: fd } = options
  const password = await run.input.secret({ stdin, fd }, 'certificate-password')
  if (file === undefined) {
    if (password !== null) throw new WrongUsage(words['cli.option-needed']({ option: '--certificate' }))
    return null
  }
  return { file: readCertificateFile(file).toString('base64'), password: password ?? '' }
}

function readCertificateFile(file: string): Buffer {
  try {
    const octets = statSync(file).size
    // What is no certificate for its size alone is not even loaded.
    if (octets > certificateFileLimit)
      throw new WrongUsage(words['certificate.problem.too-large']({ octets, limit: certificateFileLimit }))
    return readFileSync(file)
  } catch (error) {
    if (error instanceof WrongUsage) throw error
    throw new WrongUsage(words['cli.file-unreadable']({ file, why: (error as NodeJS.ErrnoException).code ?? '' }))
  }
}

/** A saved draft, with what keeps it from being tested and what is worth knowing about it. */
function saved(run: Run, view: ConnectorView, sentence: string): Exit {
  run.out.done(view, sentence)
  for (const { field, word } of view.problems) run.out.say(run.out.paint.warning(`  ${field}: ${say(word)}`))
  for (const { field, word } of view.advice) run.out.say(`  ${field}: ${say(word)}`)
  for (const { word } of view.certificate?.problems ?? [])
    run.out.say(run.out.paint.warning(`  certificate: ${say(word)}`))
  return exits.well
}

type Fallback = ConnectorView['fallback']

async function fallbackFrom(session: Session, options: SaveOptions, before: Fallback): Promise<Fallback> {
  const process = options.fallbackProcess === undefined ? null : await processNamed(session, options.fallbackProcess)
  const processId = process?.id ?? before?.processId
  if (processId === undefined) {
    const asksForOne = options.fallbackCategory ?? options.fallbackForAttention ?? options.fallbackAutomatedEmails
    if (asksForOne !== undefined) throw new WrongUsage(words['cli.option-needed']({ option: '--fallback-process' }))
    return null
  }
  return {
    processId,
    ticketCategory: options.fallbackCategory ?? before?.ticketCategory ?? null,
    forAttention: options.fallbackForAttention ?? before?.forAttention ?? null,
    sendAutomatedEmails: options.fallbackAutomatedEmails ?? before?.sendAutomatedEmails ?? false,
    testMode: options.fallbackTestMode ?? before?.testMode ?? false,
  }
}

async function remove(run: Run, name: string, options: { readonly confirm?: string }): Promise<Exit> {
  const session = await run.session()
  const row = await rowOf(session, name)
  const stops = await asked(session.client.connectors.consequences({ id: row.id }))
  if (options.confirm === undefined) {
    run.out.say(
      words['cli.delete-stops']({ name: row.name, routes: stops.incomingRoutes.length, queued: stops.queued }),
    )
    for (const route of stops.incomingRoutes) run.out.say(`  ${route}`)
    sayStops(run, stops)
    throw new WrongUsage(words['cli.delete-confirm']({ name: row.name }))
  }
  const answer = await asked(
    session.client.connectors.remove({ id: row.id, revision: row.revision, typedName: options.confirm }),
  )
  run.out.done(answer, words['cli.deleted']({ name: row.name }))
  return exits.well
}

async function enable(run: Run, name: string, options: EnableOptions): Promise<Exit> {
  const session = await run.session()
  const row = await rowOf(session, name)
  const receives = sidesOf(row.useFor).includes('incoming')
  const sending = options.sending && sidesOf(row.useFor).includes('outgoing')
  const stops = await asked(session.client.connectors.enablingStops({ id: row.id, sending }))
  const leaves = { name: row.name, addresses: stops.addresses.join(', '), queued: stops.queued }
  confirmed(run, stops, words['cli.enable-leaves'](leaves), row.name, options.confirm)
  const view = await asked(
    session.client.connectors.enable({
      id: row.id,
      revision: row.revision,
      sending,
      receiving: receives ? (options.receiving ?? 'on') : 'off',
      start: options.start === undefined ? null : await startFrom(session, options.start),
      setProcessLive: options.setProcessLive === true,
      withoutSecondSlot: options.withoutSecondSlot === true,
    }),
  )
  run.out.done(view, words['cli.enabled']({ name: view.name }))
  return exits.well
}

/** C9: the page is opened by hand; the command waits until somebody signed in there. */
async function signIn(run: Run, name: string): Promise<Exit> {
  const session = await run.session()
  const row = await rowOf(session, name)
  const job = await asked(session.client.connectors.signIn({ id: row.id, revision: row.revision }))
  if (job.note) run.out.say(say(job.note))
  const ended = await follow(session, Promise.resolve(job), { signal: run.signal })
  const outcome = ended.failure
    ? failureSentence(ended.failure)
    : ended.note
      ? say(ended.note)
      : words['sign-in.cancelled']()
  run.out.done(ended, outcome)
  return ended.state === 'done' ? exits.well : ended.state === 'cancelled' ? exits.cancelled : exits.found
}

/** I15: from now on, from a date, all of it, or hold. */
async function startFrom(session: Session, text: string) {
  if (text === 'now' || text === 'all' || text === 'hold') return { from: text } as const
  const date = await typedInstant(session, text)
  if (date === undefined) throw new WrongUsage(words['cli.start-form']({ given: text }))
  return { from: 'date' as const, date }
}

async function resume(
  run: Run,
  name: string,
  options: { readonly preview?: boolean; readonly start?: string },
): Promise<Exit> {
  const session = await run.session()
  const row = await rowOf(session, name)
  const start = options.start === undefined ? null : await startFrom(session, options.start)
  if (options.preview) {
    const preview = await asked(session.client.connectors.resumePreview({ id: row.id }))
    run.out.answer(preview, () => previewText(preview))
    return exits.well
  }
  const view = await asked(session.client.connectors.resume({ id: row.id, revision: row.revision, start }))
  run.out.done(view, words['resume.done']({ name: view.name }))
  return exits.well
}

async function disable(run: Run, name: string, options: { readonly confirm?: string }): Promise<Exit> {
  const session = await run.session()
  const row = await rowOf(session, name)
  const stops = await asked(session.client.connectors.consequences({ id: row.id }))
  const heading = words['cli.disable-stops']({ name: row.name, queued: stops.queued })
  if (row.enabled) confirmed(run, stops, heading, row.name, options.confirm)
  const view = await asked(session.client.connectors.disable({ id: row.id, revision: row.revision }))
  run.out.done(view, words['cli.disabled']({ name: view.name }))
  return exits.well
}

async function rowOf(session: Session, name: string): Promise<ConnectorRow> {
  const { rows } = await asked(session.client.connectors.list({}))
  return named(rows, name, words['cli.a-connector']())
}

async function viewOf(session: Session, name: string): Promise<ConnectorView> {
  const row = await rowOf(session, name)
  return asked(session.client.connectors.get({ id: row.id }))
}
