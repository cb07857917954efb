import type { Actor, Answer } from '../../../contract/define.ts'
import { processPath } from '../../../domain/process.ts'
import { say, word } from '../../../words/index.ts'
import { answer, refuse } from '../answers.ts'
import { respelledProcess } from '../catalogue/fileProcess.ts'
import { nameKey, saveConnector } from '../connectors/saving.ts'
import type { Context } from '../context.ts'
import { inputProblems } from '../inputProblems.ts'
import { createProcesses } from '../processes.ts'
import { createSettings, type StoredSettings } from '../settings.ts'
import { staged } from '../staging.ts'
import { companyChanges } from './companies.ts'
import { compared } from './compare.ts'
import { configurationSchema, type Configuration } from './format.ts'
import { goLiveChanges } from './goLive.ts'
import { routeFiles } from './routeFiles.ts'

/** Where the settings of the workspace are kept. */
export interface SettingsFile {
  read(): StoredSettings
  write(next: StoredSettings): void
}

const parse = (configuration: unknown): Answer<Configuration> => {
  const parsed = configurationSchema.safeParse(configuration)
  if (parsed.success) return answer(parsed.data)
  const problems = inputProblems(parsed.error)
  const first = problems[0]!
  return refuse('invalid-input', word('refusal.import', { path: first.path || 'the file', problem: say(first.word) }), {
    fields: problems,
  })
}

const refused = (path: string, problem: string) =>
  refuse('invalid-input', word('refusal.import', { path, problem: problem.replace(/\.$/, '') }), {
    fields: [{ path, word: word('refusal.field', { problem }) }],
  })
/** The reason of a service, at the place in the file that it is about. */
const refusedAt = (path: string | null, answered: Answer<unknown>) =>
  answered.ok
    ? undefined
    : refused(
        [path, ...(answered.refusal.fields ?? []).slice(0, 1).map((field) => field.path)]
          .filter((part) => part !== null)
          .join('.') || 'settings',
        say(answered.refusal.word),
      )

/** What an import does, tried as a whole: a slip in the last line is found before anything is written. */
export async function tried(context: Context, settings: SettingsFile, configuration: unknown, actor: Actor) {
  const parsed = parse(configuration)
  if (!parsed.ok) return parsed
  const wanted = parsed.value
  const twice = (names: readonly string[]) => names.findIndex((name, at) => names.indexOf(name) !== at)
  const twin = twice(wanted.connectors.map((connector) => nameKey(connector.name)))
  if (twin >= 0) return refused(`connectors.${twin}.name`, 'this name stands here twice')
  const twinProcess = twice(wanted.processes.map((process) => nameKey(processPath(process))))
  if (twinProcess >= 0) return refused(`processes.${twinProcess}.name`, 'this process stands here twice')

  const twinCompany = twice(wanted.companies.map((company) => nameKey(company.name)))
  if (twinCompany >= 0) return refused(`companies.${twinCompany}.name`, 'this name stands here twice')

  const stage = staged(context)
  let next: StoredSettings | null = null
  if (Object.keys(wanted.settings).length > 0) {
    const before = settings.read()
    const service = createSettings(
      stage.context,
      { read: () => before, write: (written) => (next = written) },
      () => undefined,
      // Everything arrives as draft, so what carries the address may come with this file or later (S2).
      'may be carried later',
    )
    // Its fields begin with `settings`, as those of the file do.
    const problem = refusedAt(
      null,
      await service.save(
        { revision: before.revision, settings: { ...before.settings, ...wanted.settings }, proxyPassword: null },
        actor,
      ),
    )
    if (problem) return problem
  }
  const companies = new Map((await stage.context.store.companies()).map((each) => [each.nameKey, each]))
  for (const [at, company] of wanted.companies.entries()) {
    const written = companyChanges(stage.context, companies.get(nameKey(company.name)) ?? null, company, actor)
    if (!written.ok) {
      const [{ index, word: why }] = written.problems as [(typeof written.problems)[number]]
      return refused(`companies.${at}.entries.${index}`, say(why))
    }
    await stage.context.commit(written.changes)
  }
  const processes = createProcesses(stage.context)
  for (const [at, process] of wanted.processes.entries()) {
    const was = await processCalled(stage.context, processPath(process))
    const settings = respelledProcess(was ?? null, process)
    const problem = refusedAt(
      `processes.${at}`,
      await processes.save({ id: was?.id ?? null, revision: was?.revision ?? null, settings }, actor),
    )
    if (problem) return problem
  }
  const files = await routeFiles(stage.context, actor)
  const reordered = new Set<string>()
  for (const [at, connector] of wanted.connectors.entries()) {
    const was = (await stage.context.store.connectors()).find((each) => nameKey(each.name) === nameKey(connector.name))
    const { fallback, routes, defaultRoute, fromAddresses, planned, holding, ...rest } = connector
    const processId = fallback && files.processCalled(fallback.process)
    if (processId === undefined)
      return refused(`connectors.${at}.fallback.process`, `there is no process ${fallback?.process}`)
    const saved = await saveConnector(
      stage.context,
      {
        afterMail: was?.afterMail ?? { kind: 'keep', days: null },
        furtherAddresses: [...(was?.furtherAddresses ?? [])],
        owner: was?.owner ?? '',
        ...rest,
        id: was?.id ?? null,
        revision: was?.revision ?? null,
        password: null,
        fallback: fallback && processId !== null ? fallbackOf(fallback, processId) : null,
      },
      actor,
    )
    const problem = refusedAt(`connectors.${at}`, saved)
    if (problem || !saved.ok) return problem!
    const going = await goLiveChanges(stage.context, saved.value, { planned, holding }, actor)
    if (!going.ok) return refused(`connectors.${at}.${going.path}`, say(going.word))
    await stage.context.commit(going.changes)
    const arrived = await files.incoming(saved.value.id, routes, fallback)
    if (!arrived.ok) return refused(`connectors.${at}.${arrived.path}`, arrived.problem)
    if (arrived.reordered) reordered.add(nameKey(connector.name))
    const leaving = await files.outgoing(saved.value.id, fromAddresses, defaultRoute)
    if (!leaving.ok) return refused(`connectors.${at}.${leaving.path}`, leaving.problem)
  }
  const report = await compared(context, wanted, reordered)
  return answer({ report, changes: stage.changes, settings: next })
}

const fallbackOf = (
  { process: _, name: __, answerCc: ___, ...settings }: NonNullable<Configuration['connectors'][number]['fallback']>,
  processId: string,
) => ({ ...settings, processId })

const processCalled = async (context: Context, path: string) =>
  (await context.store.processes()).find(
    (each) => each.deletedAt === null && nameKey(processPath(each)) === nameKey(path),
  )
