import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { settingsSchema, type Settings } from '../../../../contract/workspace.ts'
import { splitEntries } from '../../../../domain/routing/lists.ts'
import { z } from '../../../../domain/schema.ts'
import { words } from '../../../../words/index.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { nearest } from '../naming.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import { facts } from '../table.ts'

export function define(command: Command, perform: Perform): void {
  command.command('get').description('show the settings, or one of them').argument('[name]').action(perform(get))
  command
    .command('set')
    .description('change settings')
    .argument('<name=value...>', 'name@=FILE takes the value from a file; an empty value takes it away')
    .option('--confirm <days>', 'the days again, where retentionDays is set: what goes now is said first')
    .action(perform(set))
}

type Name = keyof Settings

const names = Object.keys(settingsSchema.shape) as readonly Name[]

async function get(run: Run, name: string | undefined): Promise<Exit> {
  const wanted = name === undefined ? undefined : nameOf(name)
  const { client } = await run.session()
  const answer = await asked(client.settings.get({}))
  const shown = wanted === undefined ? names : [wanted]
  run.out.answer(answer, () =>
    wanted === undefined
      ? facts(shown.map((one) => [one, shorten(answer.settings[one])] as const))
      : String(answer.settings[wanted] ?? ''),
  )
  return exits.well
}

const shorten = (value: Settings[Name]): string | number =>
  Array.isArray(value)
    ? value.join('; ')
    : value === null
      ? '–'
      : typeof value === 'string' && value.includes('\n')
        ? `${value.split('\n')[0]} …`
        : value

async function set(run: Run, assignments: readonly string[], options: { readonly confirm?: string }): Promise<Exit> {
  const changes = await Promise.all(assignments.map(assignment))
  const { client } = await run.session()
  const before = await asked(client.settings.get({}))
  // The contract checks values and says which one does not fit.
  const settings = { ...before.settings, ...Object.fromEntries(changes) }
  const days = settings.retentionDays
  if (days !== null && days !== before.settings.retentionDays && options.confirm !== String(days)) {
    const { mails, octets } = await asked(client.settings.retention({ days }))
    for (const line of [
      words['retention.now']({ mails, octets }),
      words['retention.then']({ days }),
      words['retention.stays'](),
    ])
      run.out.say(line)
    throw new WrongUsage(words['cli.retention-confirm']({ days }))
  }
  const answer = await asked(client.settings.save({ revision: before.revision, settings }))
  run.out.done(answer, words['cli.settings-saved']({ names: changes.map(([name]) => name).join(', ') }))
  return exits.well
}

async function assignment(text: string): Promise<readonly [Name, Value]> {
  const at = text.indexOf('=')
  if (at < 1) throw new WrongUsage(words['cli.setting-form']({ given: text }))
  const fromFile = text[at - 1] === '@'
  const name = nameOf(text.slice(0, fromFile ? at - 1 : at))
  const given = text.slice(at + 1)
  return [name, valueOf(name, fromFile ? await fileText(given) : given)]
}

async function fileText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    throw new WrongUsage(words['cli.file-unreadable']({ file, why: (error as NodeJS.ErrnoException).code ?? '' }))
  }
}

type Value = string | number | null | readonly string[]

function valueOf(name: Name, text: string): Value {
  if (name === 'organisationCa') return text === '' ? null : text
  if (name === 'blockedAddresses' || name === 'mailAlertsTo') return splitEntries(text)
  if (name === 'retentionDays' && text === '') return null
  if (name !== 'retentionDays' && !(settingsSchema.shape[name] instanceof z.ZodNumber)) return text
  if (!/^-?\d+$/.test(text)) throw new WrongUsage(words['cli.setting-number']({ name }))
  return Number(text)
}

function nameOf(text: string): Name {
  const found = names.find((name) => name.toLowerCase() === text.toLowerCase())
  if (found !== undefined) return found
  throw new WrongUsage(
    words['cli.not-there']({ what: words['cli.a-setting'](), name: text, near: nearest(text, names) ?? '' }),
  )
}
