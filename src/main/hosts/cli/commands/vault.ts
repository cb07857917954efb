import type { Command } from 'commander'
import type { VaultView } from '../../../../contract/workspace.ts'
import { say, words } from '../../../../words/index.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { descriptor } from '../numbers.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import { facts } from '../table.ts'

interface PassphraseOptions {
  readonly passphraseStdin?: boolean
  readonly passphraseFd?: number
}

export function define(command: Command, perform: Perform): void {
  const passphrase = (one: Command) =>
    one
      .option('--passphrase-stdin', 'read the passphrase from standard input')
      .option('--passphrase-fd <n>', 'read the passphrase from a file descriptor', descriptor)
  command.command('status').description('where secrets live, and whether they can be read now').action(perform(status))
  passphrase(command.command('unlock').description('open the vault of the running Waypost'))
    .option('--recovery-key-stdin', 'read a recovery key from standard input')
    .option('--keep-in-keychain', 'let the keychain of this OS user open it from now on')
    .action(perform(unlock))
  passphrase(
    command.command('passphrase').description('let a passphrase open the vault; makes the vault where there is none'),
  ).action(perform(addPassphrase))
  command
    .command('keychain')
    .description('let the keychain of this OS user open the vault; makes the vault where there is none')
    .action(perform(addKeychain))
  command
    .command('recovery-key')
    .description('make a recovery key and print it, this once')
    .action(perform(recoveryKey))
}

async function status(run: Run): Promise<Exit> {
  const { client } = await run.session()
  return shown(run, await asked(client.vault.get({})))
}

async function unlock(
  run: Run,
  options: PassphraseOptions & { readonly recoveryKeyStdin?: boolean; readonly keepInKeychain?: boolean },
): Promise<Exit> {
  const keepInKeychain = options.keepInKeychain === true
  const recoveryKey = await run.input.secret({ stdin: options.recoveryKeyStdin, fd: undefined }, 'recovery-key')
  const passphrase = recoveryKey === null ? await passphraseFrom(run, options) : ''
  const session = await run.session()
  const view = await asked(
    session.client.vault.unlock(
      recoveryKey === null
        ? { by: 'passphrase', passphrase, keepInKeychain }
        : { by: 'recovery-key', recoveryKey, keepInKeychain },
    ),
  )
  if (session.owner && !keepInKeychain) run.out.say(words['cli.unlocked-for-now']())
  return shown(run, view)
}

async function addPassphrase(run: Run, options: PassphraseOptions): Promise<Exit> {
  const passphrase = await passphraseFrom(run, options)
  const { client } = await run.session()
  const before = await asked(client.vault.get({}))
  return shown(
    run,
    await asked(
      before.state === 'absent'
        ? client.vault.create({ slot: 'passphrase', passphrase })
        : client.vault.addPassphrase({ passphrase }),
    ),
  )
}

async function addKeychain(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const before = await asked(client.vault.get({}))
  return shown(
    run,
    await asked(before.state === 'absent' ? client.vault.create({ slot: 'keychain' }) : client.vault.addKeychain({})),
  )
}

async function recoveryKey(run: Run): Promise<Exit> {
  const { client } = await run.session()
  const answer = await asked(client.vault.createRecoveryKey({}))
  run.out.answer(answer, () => answer.recoveryKey)
  run.out.say(words['cli.recovery-key-once']())
  return exits.well
}

async function passphraseFrom(run: Run, options: PassphraseOptions): Promise<string> {
  const given = await run.input.secret({ stdin: options.passphraseStdin, fd: options.passphraseFd }, 'passphrase')
  if (given === null) throw new WrongUsage(words['cli.option-needed']({ option: '--passphrase-stdin' }))
  return given
}

function shown(run: Run, view: VaultView): Exit {
  run.out.answer(view, () =>
    facts([
      [words['cli.column.state'](), words[`cli.vault.${view.state}`]()],
      [words['cli.fact.kept'](), view.kept ? words['cli.yes']() : words['cli.no']()],
      [words['cli.fact.keychain'](), view.keychainName],
      ...view.slots.map((slot) => [words['cli.fact.slot'](), words[`settings.vault.slot.${slot.kind}`]()] as const),
    ]),
  )
  if (view.word !== null) run.out.say(say(view.word))
  return view.state === 'locked' || view.state === 'needs-secrets' ? exits.unavailable : exits.well
}
