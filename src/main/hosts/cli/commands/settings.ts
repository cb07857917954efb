import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import { settingsSchema, type Settings } from '../../../../contract/workspace.ts'
import { explainFailure } from '../../../../domain/replies/explain.ts'
import { splitEntries } from '../../../../domain/routing/lists.ts'
import { z } from '../../../../domain/schema.ts'
import { say, words } from '../../../../words/index.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { follow } from '../jobs.ts'
import { nearest } from '../naming.ts'
import { descriptor } from '../numbers.ts'
import { proxyFrom, proxyUrl } from '../proxyUrl.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import { facts } from '../table.ts'

export function define(command: Command, perform: Perform): void {
  command.command('get').description('show the settings, or one of them').argument('[name]').action(perform(get))
  command
    .command('set')
    .description('change settings')
    .argument('[name=value...]', 'name@=FILE takes the value from a file; an empty value takes it away')
    .option('--proxy-password-stdin', 'read the password of the proxy from standard input')
    .option('--proxy-password-fd <n>', 'read the password of the proxy from a file descriptor', descriptor)
    .option('--confirm <days>', 'the days again, where retentionDays is set: what goes now is said first')
    .action(perform(set))
  command
    .command('try-proxy')
    .description('connect to a server through the proxy, and say how far it comes')
    .argument('<host:port>', 'a mail server and its port')
    .action(perform(tryProxy))
}

/** `proxyDirect` is part of the proxy, and a setting of its own here. */
type Name = keyof Settings | 'proxyDirect'

const names = [...Object.keys(settingsSchema.shape), 'proxyDirect'] as readonly Name[]

const textOf = (settings: Settings, name: Name): Value =>
  name === 'proxyDirect'
    ? (settings.proxy?.direct ?? [])
    : name === 'proxy'
      ? settings.proxy && proxyUrl(settings.proxy)
      : settings[name]

async function get(run: Run, name: string | undefined): Promise<Exit> {
  const wanted = name === undefined ? undefined : nameOf(name)
  const { client } = await run.session()
  const answer = await asked(client.settings.get({}))
  const shown = wanted === undefined ? names : [wanted]
  run.out.answer(answer, () =>
    wanted === undefined
      ? facts(shown.map((one) => [one, shorten(textOf(answer.settings, one))] as const))
      : String(textOf(answer.settings, wanted) ?? ''),
  )
  return exits.well
}

const isList = (value: Value): value is readonly string[] => Array.isArray(value)

const shorten = (value: Value): string | number =>
  isList(value)
    ? value.join('; ')
    : value === null
      ? '–'
      : typeof value === 'string' && value.includes('\n')
        ? `${value.split('\n')[0]} …`
        : value

interface SetOptions {
  readonly confirm?: string
  readonly proxyPasswordStdin?: boolean
  readonly proxyPasswordFd?: number
}

async function set(run: Run, assignments: readonly string[], options: SetOptions): Promise<Exit> {
  const changes = await Promise.all(assignments.map(assignment))
  if (changes.length === 0 && options.proxyPasswordStdin !== true && options.proxyPasswordFd === undefined)
    throw new WrongUsage(words['cli.setting-form']({ given: '' }))
  const proxyPassword = await run.input.secret(
    { stdin: options.proxyPasswordStdin, fd: options.proxyPasswordFd },
    'proxy-password',
  )
  const { client } = await run.session()
  const before = await asked(client.settings.get({}))
  // The contract checks values and says which one does not fit.
  const { proxy, proxyDirect, ...changed } = Object.fromEntries(changes) as Readonly<Partial<Record<Name, Value>>>
  const settings = {
    ...before.settings,
    ...(changed as Partial<Settings>),
    proxy: proxyAfter(before.settings.proxy, proxy, proxyDirect),
  }
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
  const answer = await asked(client.settings.save({ revision: before.revision, settings, proxyPassword }))
  run.out.done(
    answer,
    words['cli.settings-saved']({
      names: [...changes.map(([name]) => name), ...(proxyPassword === null ? [] : ['proxyPassword'])].join(', '),
    }),
  )
  return exits.well
}

function proxyAfter(before: Settings['proxy'], url: Value | undefined, direct: Value | undefined): Settings['proxy'] {
  const list = direct === undefined ? (before?.direct ?? []) : splitEntries(String(direct))
  if (url === undefined) {
    if (before === null && direct !== undefined) throw new WrongUsage(words['cli.proxy-none']())
    return before && { ...before, direct: [...list] }
  }
  return url === '' ? null : proxyFrom(String(url), list)
}

/** Exit 1 where the server is not reached. */
async function tryProxy(run: Run, target: string): Promise<Exit> {
  const parts = /^(\[[^\]\s]+\]|[^:\s]+):(\d{1,5})$/.exec(target)
  if (!parts) throw new WrongUsage(words['cli.host-and-port']({ given: target }))
  const session = await run.session()
  const { settings } = await asked(session.client.settings.get({}))
  if (settings.proxy === null) throw new WrongUsage(words['cli.proxy-none']())
  const started = session.client.settings.tryProxy({
    proxy: settings.proxy,
    target: { host: parts[1]!.replace(/^\[|\]$/g, ''), port: Number(parts[2]) },
  })
  const job = await follow(session, asked(started), { signal: run.signal })
  run.out.answer(job, () =>
    [
      ...job.rows.flatMap(({ steps }) =>
        steps.map(({ word, state }) => `${words[`cli.step.${state}`]()}  ${say(word)}`),
      ),
      ...(job.failure === null ? [] : explainFailure(job.failure)).flatMap(({ meaning, remedies }) => [
        say(meaning),
        ...remedies.map((remedy) => `  ${say(remedy)}`),
      ]),
    ].join('\n'),
  )
  return job.state === 'done' ? exits.well : exits.found
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
  if (name === 'proxy' || name === 'proxyDirect') return text
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
