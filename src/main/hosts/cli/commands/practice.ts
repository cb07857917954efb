import type { Command } from 'commander'
import { words } from '../../../../words/index.ts'
import { exits, type Exit } from '../exits.ts'
import { stay } from '../foreground.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import type { Session } from '../session.ts'
import { table } from '../table.ts'

interface FaultOptions {
  readonly on?: readonly string[]
  readonly off?: readonly string[]
  readonly clear?: boolean
}

export function define(command: Command, perform: Perform): void {
  // Whoever practises means the practice workspace.
  command.hook('preAction', (_, action) => {
    let top = action
    while (top.parent !== null) top = top.parent
    top.setOptionValue('practice', true)
  })
  command
    .command('start', { isDefault: true })
    .description('run the practice mail servers and Waypost until Ctrl-C')
    .action(perform(start, 'service'))
  command
    .command('faults')
    .description('show what can go wrong on purpose, and switch it')
    .option('--on <names...>', 'switch faults on')
    .option('--off <names...>', 'switch faults off')
    .option('--clear', 'switch every fault off')
    .action(perform(faults))
  command
    .command('deliver')
    .description('put a mail from the practice customer into the practice mailbox')
    .requiredOption('--subject <text>', 'subject')
    .option('--text-stdin', 'read the text from standard input')
    .action(perform(deliver))
}

async function start(run: Run): Promise<Exit> {
  const session = await run.session('runs')
  await showPractice(run, session)
  if (!session.owner) {
    const { engine } = await asked(session.client.workspace.info({}))
    run.out.say(words['cli.practice-runs-already']({ host: engine.host, processId: engine.processId }))
    return exits.well
  }
  run.out.say(words['cli.practice-runs']({ path: session.path }))
  return stay(run, session)
}

const protocols = ['imap', 'pop3', 'login'] as const

async function showPractice(run: Run, session: Session): Promise<void> {
  const practice = await asked(session.client.practice.get({}))
  const servers = Object.entries(practice.ports).map(([name, port]) => ({
    name,
    host: practice.hosts[protocols.find((protocol) => name.startsWith(protocol)) ?? 'smtp'],
    port,
    security: name.endsWith('s') || name === 'login' ? 'tls' : 'starttls',
  }))
  run.out.answer(practice, () =>
    [
      table(
        [
          { title: words['cli.column.server'](), of: (row) => row.name },
          { title: words['cli.column.host'](), of: (row) => row.host },
          { title: words['cli.column.port'](), of: (row) => row.port, align: 'right' },
          { title: words['cli.column.security'](), of: (row) => row.security },
        ],
        servers,
      ),
      table(
        [
          { title: words['cli.column.name'](), of: (row) => row.name },
          { title: words['cli.fact.username'](), of: (row) => row.username },
          // A password of the practice servers is no secret: it is printed in the manual.
          { title: words['cli.fact.password'](), of: (row) => row.password },
        ],
        practice.users,
      ),
    ].join('\n\n'),
  )
}

async function faults(run: Run, options: FaultOptions): Promise<Exit> {
  const { client } = await run.session()
  if (options.clear) await asked(client.practice.clearFaults({}))
  const wanted = [
    ...(options.off ?? []).map((name) => ({ name, on: false })),
    ...(options.on ?? []).map((name) => ({ name, on: true })),
  ]
  for (const one of wanted) {
    // In the order in which they were named.
    // oxlint-disable-next-line eslint/no-await-in-loop
    await asked(client.practice.setFault(one))
  }
  const practice = await asked(client.practice.get({}))
  run.out.answer(practice, () =>
    table(
      [
        { title: words['cli.column.fault'](), of: (row) => row.name },
        { title: words['cli.column.state'](), of: (row) => (row.on ? words['cli.on']() : words['cli.off']()) },
        { title: words['cli.column.shows'](), of: (row) => row.shows },
      ],
      practice.faults,
    ),
  )
  return exits.well
}

async function deliver(run: Run, options: { readonly subject: string; readonly textStdin?: boolean }): Promise<Exit> {
  const text = options.textStdin ? await run.input.text('--text-stdin') : words['cli.practice-text']()
  const { client } = await run.session()
  run.out.done(await asked(client.practice.deliver({ subject: options.subject, text })), words['cli.delivered']())
  return exits.well
}
