import { Command, CommanderError } from 'commander'
import { words } from '../../../words/index.ts'
import type { Exit } from './exits.ts'
import { exits, WrongUsage } from './exits.ts'
import { descriptor, seconds } from './numbers.ts'
import { explain, outputOf, performer, type GlobalOptions, type Perform } from './run.ts'

interface Definition {
  readonly summary: string
  /** Options, sub-commands and what they do: loaded only for the command that is called, so that every start stays quick. */
  readonly load: () => Promise<{ readonly define: (command: Command, perform: Perform) => void }>
}

const definitions: Readonly<Record<string, Definition>> = {
  connector: {
    summary: 'list, show, add, change, delete, enable and disable connectors',
    load: () => import('./commands/connector.ts'),
  },
  test: { summary: 'test connectors step by step', load: () => import('./commands/test.ts') },
  diagnose: { summary: 'test a server without saving anything', load: () => import('./commands/diagnose.ts') },
  route: { summary: 'list, add, change, test, delete and try routes', load: () => import('./commands/route.ts') },
  company: { summary: 'list, add, change and delete companies', load: () => import('./commands/company.ts') },
  lint: {
    summary: 'look for routes that can never fire, contradict themselves or lose their mail',
    load: () => import('./commands/lint.ts'),
  },
  process: {
    summary: 'list, add, change and delete processes, set them live',
    load: () => import('./commands/process.ts'),
  },
  poll: { summary: 'poll mailboxes now', load: () => import('./commands/poll.ts') },
  send: { summary: 'send a mail, or what waits in the outbox', load: () => import('./commands/send.ts') },
  items: { summary: 'list, show and answer work items', load: () => import('./commands/items.ts') },
  outbox: { summary: 'list and show mail on its way out', load: () => import('./commands/outbox.ts') },
  aside: { summary: 'list, process and fetch mail that was set aside', load: () => import('./commands/aside.ts') },
  settings: { summary: 'show and change settings', load: () => import('./commands/settings.ts') },
  vault: {
    summary: 'where secrets live: status, unlock, passphrase, recovery key',
    load: () => import('./commands/vault.ts'),
  },
  export: { summary: 'write the configuration as JSON, without secrets', load: () => import('./commands/export.ts') },
  import: { summary: 'read a configuration', load: () => import('./commands/import.ts') },
  'go-live': {
    summary: 'the checklist, start receiving, put it back',
    load: () => import('./commands/goLive.ts'),
  },
  expiry: { summary: 'what will stop a connector, and when', load: () => import('./commands/expiry.ts') },
  migrate: {
    summary: 'move off the old gateway: plan, apply, undo',
    load: () => import('./commands/migrate.ts'),
  },
  workspace: {
    summary: 'show the workspace, lock it to viewing, unlock it',
    load: () => import('./commands/workspace.ts'),
  },
  backup: { summary: 'copy the workspace to a file, while it runs', load: () => import('./commands/backup.ts') },
  restore: { summary: 'make a workspace of a backup', load: () => import('./commands/restore.ts') },
  practice: { summary: 'run the practice mail servers, switch faults', load: () => import('./commands/practice.ts') },
  serve: { summary: 'poll and send without a window until a signal', load: () => import('./commands/serve.ts') },
  health: { summary: 'say whether everything runs', load: () => import('./commands/health.ts') },
  schema: { summary: 'print the JSON Schema of an answer', load: () => import('./commands/schema.ts') },
}

/** Runs one command line and answers its exit code. */
export async function run(args: readonly string[], version: string): Promise<Exit> {
  const ends: { exit: Exit } = { exit: exits.well }
  const program = globals(new Command('waypost'), version)
  const perform = performer(program, (exit) => (ends.exit = exit))
  for (const [name, { summary }] of Object.entries(definitions)) program.command(name).description(summary)
  program.hook('preSubcommand', async (parent, command) => {
    if (parent !== program) return
    const definition = definitions[command.name()]
    if (definition === undefined) return
    ;(await definition.load()).define(command, perform)
    defaultsOfNegated(command)
  })
  try {
    await program.parseAsync(withHelpLast(args), { from: 'user' })
  } catch (error) {
    return misused(program.opts<GlobalOptions>(), error)
  }
  return ends.exit
}

/** What commander does for `--no-wait` before it calls the hook, at which time the option is not there yet: it begins as true. */
function defaultsOfNegated(command: Command): void {
  for (const option of command.options) {
    const name = option.attributeName()
    const lone = option.negate && !command.options.some((other) => !other.negate && other.attributeName() === name)
    if (lone) command.setOptionValueWithSource(name, true, 'default')
  }
}

/** `help connector add` means `connector add --help`, whose options are loaded like those of any command. */
const withHelpLast = (args: readonly string[]): string[] =>
  args[0] === 'help' && args.length > 1 ? [...args.slice(1), '--help'] : [...args]

function globals(program: Command, version: string): Command {
  return (
    program
      .description('Mail connectors and routes that are proved before they go live.')
      .version(version, '--version', 'print the version')
      .helpOption('--help', 'show help')
      .option('--workspace <file>', 'workspace file; WAYPOST_WORKSPACE, or the usual one, unless given')
      .option('--practice', 'the practice workspace')
      .option('--json', 'one JSON value on standard output, nothing else there')
      .option('--ndjson', 'one JSON value a line: rows of lists, steps of tests, events')
      .option('--no-color', 'plain text')
      .option('--timeout <seconds>', 'cancel after this time', seconds)
      .option('--vault-passphrase-fd <n>', 'open the vault with the passphrase from a file descriptor', descriptor)
      .addHelpText('after', `\n${words['cli.exit-codes']()}`)
      .exitOverride()
      // What commander says of wrong usage is said once, by `misused`, as a sentence and as JSON.
      .configureOutput({ outputError: () => undefined })
  )
}

/** Wrong usage: commander's words with its suggestion, exit code 2. Help and version end well. */
function misused(options: GlobalOptions, error: unknown): Exit {
  const out = outputOf({ ...options, color: options.color ?? true })
  if (!(error instanceof CommanderError)) return explain(out, error)
  if (error.exitCode === 0) return exits.well
  // Help for a group that was named without a command is shown already.
  if (error.code === 'commander.help') return exits.usage
  const [problem = '', suggestion = ''] = error.message
    .replace(/^error: /, '')
    // Somebody may have tried to pass a secret this way: its name is enough.
    .replace(/^(unknown option '[^'=]+)=[\s\S]*?'(?=\n|$)/, "$1'")
    .split('\n')
  const sentence = `${problem[0]?.toUpperCase() ?? ''}${problem.slice(1).replace(/\.$/, '')}.`
  const near = suggestion.replace(/^\((.*)\)$/, '$1')
  return explain(out, new WrongUsage([sentence, near].filter((part) => part !== '').join(' ')))
}
