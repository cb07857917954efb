import { open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Option, type Command } from 'commander'
import type { MigrationBlocker, MigrationRow, MigrationView } from '../../../../contract/migration.ts'
import { addressKey } from '../../../../domain/address.ts'
import { securities, type Security } from '../../../../domain/connector.ts'
import type { Decision } from '../../../../domain/migration/decision.ts'
import { fileKinds, type FileKind } from '../../../../domain/migration/kind.ts'
import { say, words } from '../../../../words/index.ts'
import { asked } from '../asked.ts'
import { Cancelled, exits, WrongUsage, type Exit } from '../exits.ts'
import { follow } from '../jobs.ts'
import { stepLines } from '../ladder.ts'
import { descriptor, portNumber } from '../numbers.ts'
import type { Perform, Run } from '../run.ts'
import type { Session } from '../session.ts'
import { shadowRun, type ShadowAsked } from '../shadowRun.ts'
import { table } from '../table.ts'

interface Options {
  readonly from: readonly string[]
  readonly kind?: FileKind
  readonly plan?: boolean
  readonly apply?: boolean
  readonly undo?: boolean
  readonly abandon?: boolean
  readonly host?: string
  readonly port?: number
  readonly security?: Security
  readonly user?: string
  readonly passwordStdin?: boolean
  readonly passwordFd?: number
  readonly name?: string
  readonly primary?: string
  readonly decide: readonly string[]
  readonly report?: 'markdown' | 'html'
  readonly shadow?: readonly string[] | true
  readonly to?: string
  readonly gatewayOf?: string
}

const more = (value: string, before: readonly string[]): readonly string[] => [...before, value]

export function define(command: Command, perform: Perform): void {
  command
    .option(
      '--from <file>',
      'a file that names the gateway, addresses, or who sends; may be given several times',
      more,
      [],
    )
    .addOption(
      new Option('--kind <kind>', 'what the files are, where their beginning does not tell').choices([...fileKinds]),
    )
    .option('--plan', 'show what would be done; nothing is changed')
    .option('--apply', 'test the new connector, and do what the plan says')
    .option('--undo', 'take an applied migration back as a whole')
    .option('--abandon', 'throw the open migration away')
    .option(
      '--shadow [addresses...]',
      'send the same mail by the old gateway and by the new connector, and compare how it arrives; all, or one of each connector where no address is named',
    )
    .option('--to <connector>', 'with --shadow: whose mailbox it is sent to')
    .option('--gateway-of <file>', 'with --shadow: the gateway as that file named it')
    .addOption(new Option('--report <format>', 'print the report of the last migration').choices(['markdown', 'html']))
    .option('--host <host>', 'server address of the gateway')
    .option('--port <port>', 'port of the gateway', portNumber)
    .addOption(new Option('--security <security>', 'TLS mode of the gateway').choices([...securities]))
    .option('--user <name>', 'user name at the gateway; empty for no sign-in')
    .option('--password-stdin', 'read the password from standard input')
    .option('--password-fd <n>', 'read the password from a file descriptor', descriptor)
    .option('--name <name>', 'name of the new connector')
    .option('--primary <address>', 'Primary Email Address of the new connector')
    .option(
      '--decide <decision>',
      'ADDRESS=keep, use, leave-out, as-is, or correct:ADDRESS; may be given several times',
      more,
      [],
    )
    .action(perform(migrate))
}

const acts = ['plan', 'apply', 'undo', 'abandon', 'report', 'shadow'] as const

async function migrate(run: Run, options: Options): Promise<Exit> {
  const wanted = acts.filter((act) => options[act] !== undefined)
  const [act] = wanted
  if (act === undefined || wanted.length > 1) throw new WrongUsage(words['cli.migrate.one-act']())
  const password = await run.input.secret({ stdin: options.passwordStdin, fd: options.passwordFd }, 'password')
  const session = await run.session()
  const { migration } = session.client
  const { migration: shown } = await asked(migration.get({}))
  if (act === 'undo' || act === 'report' || act === 'abandon') {
    if (shown === null) throw new WrongUsage(words['cli.migrate.none']())
    if (act === 'report') return report(run, session, shown, options.report!)
    const which = { id: shown.id, revision: shown.revision }
    if (act === 'abandon') {
      run.out.done(await asked(migration.abandon(which)), words['cli.migrate.abandoned']())
      return exits.well
    }
    for (const { word } of shown.undo?.blockers ?? []) run.out.say(run.out.paint.failed(say(word)))
    const view = await asked(migration.undo(which))
    run.out.done(view, words['migration.undo.done']())
    for (const address of shown.undo?.stops ?? []) run.out.say(words['cli.migrate.stops']({ address }))
    return exits.well
  }
  // After Apply it is about the routes as they are; before, about the plan with what is said here.
  if (act === 'shadow' && shown?.status === 'applied') return shadowRun(run, session, shown, asShadow(options))
  const opened = shown?.status === 'open' ? shown : await asked(migration.start({}))
  const told = await decided(
    session,
    await filledIn(run, session, await filesRead(run, session, opened, options), options, password),
    options.decide,
  )
  if (act === 'shadow') return shadowRun(run, session, told, asShadow(options))
  return act === 'plan' ? plan(run, told) : apply(run, session, told)
}

const asShadow = ({ shadow, to, gatewayOf }: Options): ShadowAsked => ({ addresses: shadow ?? true, to, gatewayOf })

/** Octets that cross at once; the file itself is never in memory as a whole. */
const pieceSize = 256 * 1024

async function filesRead(run: Run, session: Session, opened: MigrationView, options: Options): Promise<MigrationView> {
  let view = opened
  for (const file of options.from) {
    // oxlint-disable-next-line no-await-in-loop -- each file changes the migration that the next one is read into
    view = await fileRead(run, session, view, file, options.kind ?? null)
  }
  return view
}

async function fileRead(run: Run, session: Session, view: MigrationView, file: string, kind: FileKind | null) {
  const unreadable = (why = '') => new WrongUsage(words['cli.file-unreadable']({ file, why }))
  const handle = await open(file, 'r').catch((error: unknown) => {
    throw unreadable((error as NodeJS.ErrnoException).code)
  })
  try {
    const stat = await handle.stat()
    // A folder can be opened, and not be read.
    if (stat.isDirectory()) throw unreadable('EISDIR')
    const { size } = stat
    const buffer = Buffer.alloc(pieceSize)
    let readingId: string | null = null
    const hand = (bytes: string, last: boolean) =>
      asked(
        session.client.migration.read({
          id: view.id,
          revision: view.revision,
          fileName: basename(file),
          kind,
          readingId,
          bytes,
          last,
        }),
      )
    for (let at = 0; ;) {
      if (run.signal.aborted) throw new Cancelled()
      // oxlint-disable-next-line no-await-in-loop -- one piece after the other: the engine reads them in order
      const { bytesRead } = await handle.read(buffer, 0, pieceSize, at)
      at += bytesRead
      // oxlint-disable-next-line no-await-in-loop -- as above
      const answer = await hand(buffer.toString('base64', 0, bytesRead), bytesRead === 0 || at >= size)
      readingId = answer.readingId
      if (answer.source === null || answer.migration === null) continue
      run.out.say(`${file}: ${say(answer.source.says)}`)
      for (const { line, says, wrong } of answer.source.slips)
        run.out.say(
          `  ${(wrong ? run.out.paint.warning : run.out.paint.dim)(line === null ? say(says) : `${words['migration.at-line']({ line })} ${say(says)}`)}`,
        )
      return answer.migration
    }
  } finally {
    await handle.close()
  }
}

/** What options say of the gateway and the new connector, over what files said. */
async function filledIn(run: Run, session: Session, view: MigrationView, options: Options, password: string | null) {
  const { gateway } = view
  const { host, port, security, user, name, primary } = options
  if ([host, port, security, user, name, primary].every((each) => each === undefined) && password === null) return view
  return asked(
    session.client.migration.saveGateway({
      id: view.id,
      revision: view.revision,
      gateway: {
        host: host ?? gateway.host,
        port: port ?? gateway.port,
        security: security ?? gateway.security,
        username: user ?? gateway.username,
        authentication: user === undefined ? gateway.authentication : user === '' ? 'none' : 'password',
      },
      password,
      connectorName: name ?? view.connectorName,
      primaryAddress: primary ?? view.primaryAddress,
    }),
  )
}

async function decided(session: Session, view: MigrationView, written: readonly string[]): Promise<MigrationView> {
  if (written.length === 0) return view
  const rows = view.plan?.rows ?? []
  return asked(
    session.client.migration.decide({
      id: view.id,
      revision: view.revision,
      decisions: written.map((each) => decisionOf(each, rows)),
    }),
  )
}

function decisionOf(written: string, rows: readonly MigrationRow[]) {
  // An address may have a `=` of its own (RFC 5322 3.2.3); a decision has none before its address.
  const [, address = '', choice = '', corrected = ''] =
    /^(.+)=(keep|use|leave-out|as-is|correct:(.+))$/.exec(written) ?? []
  const key = addressKey(address)
  const row = rows.find((each) => each.key === key || each.address === address)
  if (choice === '') throw new WrongUsage(words['cli.migrate.decision']({ written }))
  if (row === undefined) throw new WrongUsage(words['cli.migrate.no-row']({ address }))
  const decision: Decision = choice.startsWith('correct:')
    ? { choice: 'correct', address: corrected }
    : { choice: choice as 'keep' | 'use' | 'leave-out' | 'as-is' }
  return { key: row.key, decision }
}

const blockerLine = ({ field, code, word }: MigrationBlocker): string =>
  code === 'setting' && field !== null ? `${field}: ${say(word)}` : say(word)

function plan(run: Run, view: MigrationView): Exit {
  run.out.answer(view, () =>
    table(
      [
        { title: words['migration.column.address'](), of: (row) => row.address },
        { title: words['cli.migrate.becomes'](), of: (row) => words[`cli.migrate.state.${row.state}`]() },
        { title: words['migration.column.recent'](), of: (row) => row.recent, align: 'right' },
        { title: words['migration.column.hosts'](), of: (row) => row.hosts.join(', ') || null },
        { title: words['migration.column.used-by'](), of: (row) => row.usedBy.join(', ') || null },
      ],
      view.plan?.rows ?? [],
    ),
  )
  const blockers = view.plan?.blockers ?? []
  for (const blocker of blockers) run.out.say(run.out.paint.failed(blockerLine(blocker)))
  for (const row of view.plan?.rows.filter(({ undecided }) => undecided) ?? [])
    run.out.say(words['cli.migrate.choices']({ address: row.address, choices: row.choices.join(', ') }))
  // The test is Apply's own; anything else that is in the way is a finding, and so is a line that could not be read.
  const found = blockers.some(({ step }) => step !== 'prove')
  return found || view.sources.some(({ slips }) => slips.some(({ wrong }) => wrong)) ? exits.found : exits.well
}

async function apply(run: Run, session: Session, planned: MigrationView): Promise<Exit> {
  const { migration } = session.client
  const blockers = planned.plan?.blockers ?? []
  let view = planned
  if (blockers.length > 0 && blockers.every(({ step }) => step === 'prove')) {
    const started = migration.test({ id: view.id, revision: view.revision })
    const job = await follow(session, asked(started), {
      signal: run.signal,
      onStep: (side, step) => {
        run.out.event({ kind: 'step', side, step })
        for (const line of stepLines(step, run.out.paint)) run.out.say(line)
      },
    })
    if (job.state === 'cancelled') return exits.cancelled
    view = (await asked(migration.get({}))).migration ?? view
    if (view.test?.outcome !== 'passed') {
      run.out.answer(view, () => words['cli.migrate.not-applied']())
      return exits.found
    }
  }
  for (const blocker of view.plan?.blockers ?? []) run.out.say(run.out.paint.failed(blockerLine(blocker)))
  const applied = await asked(migration.apply({ id: view.id, revision: view.revision, basis: view.plan?.basis ?? '' }))
  run.out.done(
    applied,
    words['cli.migrate.applied']({ connector: applied.connectorName, backup: applied.backup ?? '' }),
  )
  return exits.well
}

async function report(run: Run, session: Session, view: MigrationView, format: 'markdown' | 'html'): Promise<Exit> {
  const answer = await asked(session.client.migration.report({ id: view.id }))
  run.out.answer(answer.report, () => answer[format])
  return exits.well
}
