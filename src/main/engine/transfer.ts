import type { Actor, Answer, Handlers, Output } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { connectorSave } from '../../contract/connectors.ts'
import { settingsSchema } from '../../contract/workspace.ts'
import {
  afterMailSchema,
  connectorSettingsSchema,
  incomingSideSchema,
  outgoingSideSchema,
  signsIn,
  usesSide,
} from '../../domain/connector.ts'
import { processPath, processSettingsSchema } from '../../domain/process.ts'
import { incomingRouteSettingsSchema, outgoingRouteSettingsSchema } from '../../domain/route.ts'
import { z } from '../../domain/schema.ts'
import { say, word } from '../../words/index.ts'
import { answer, refuse, refuseCommit } from './answers.ts'
import { nameKey, saveConnector } from './connectors/saving.ts'
import type { Context } from './context.ts'
import { inputProblems } from './inputProblems.ts'
import { createProcesses } from './processes.ts'
import { saveIncomingRoute } from './routes/incoming.ts'
import { saveOutgoingRoute } from './routes/outgoing.ts'
import { createSettings, type StoredSettings } from './settings.ts'
import { staged } from './staging.ts'
import { takingTurns } from './turns.ts'

const formatName = 'waypost-configuration'

/** A hand-written file may leave out whatever has an obvious default (K7); unknown keys are errors. */
const importedSettings = connectorSettingsSchema.extend({
  username: connectorSettingsSchema.shape.username.default(''),
  additionalMailbox: connectorSettingsSchema.shape.additionalMailbox.default(null),
  addressFamily: connectorSettingsSchema.shape.addressFamily.default('any'),
  incoming: incomingSideSchema
    .extend({
      authentication: incomingSideSchema.shape.authentication.default('password'),
      folder: incomingSideSchema.shape.folder.default(null),
    })
    .nullable()
    .default(null),
  outgoing: outgoingSideSchema
    .extend({
      authentication: outgoingSideSchema.shape.authentication.default('password'),
      template: outgoingSideSchema.shape.template.default('per-connector'),
      ehloName: outgoingSideSchema.shape.ehloName.default(null),
    })
    .nullable()
    .default(null),
})

const importedRoute = incomingRouteSettingsSchema.omit({ processId: true }).extend({
  /** The path of a process; null where it was deleted: the route takes its mail, which is unhandled (P4). */
  process: z.string().nullable(),
  ticketCategory: z.string().nullable().default(null),
  forAttention: z.string().nullable().default(null),
  sendAutomatedEmails: z.boolean().default(false),
  answerCc: z.boolean().default(false),
  testMode: z.boolean().default(false),
  enabled: z.boolean().default(true),
})

/** A From address beside the default one (R10); it arrives as draft. */
const importedFromAddress = outgoingRouteSettingsSchema.extend({
  description: outgoingRouteSettingsSchema.shape.description.default(''),
})

export const configurationSchema = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(1),
  settings: settingsSchema.partial().default({}),
  processes: z
    .array(
      processSettingsSchema.extend({
        fromAddress: z.string().max(320).default(''),
        ticketCategories: processSettingsSchema.shape.ticketCategories.default([]),
      }),
    )
    .default([]),
  connectors: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(200),
        settings: importedSettings,
        afterMail: afterMailSchema.default({ kind: 'keep', days: null }),
        furtherAddresses: connectorSave.shape.furtherAddresses.default([]),
        owner: connectorSave.shape.owner.default(''),
        fallback: z
          .strictObject({
            process: z.string(),
            ticketCategory: z.string().nullable().default(null),
            forAttention: z.string().nullable().default(null),
            sendAutomatedEmails: z.boolean().default(false),
            testMode: z.boolean().default(false),
          })
          .nullable()
          .default(null),
        routes: z.array(importedRoute).default([]),
        fromAddresses: z.array(importedFromAddress).default([]),
      }),
    )
    .default([]),
})
type Configuration = z.output<typeof configurationSchema>

type ReportValue = Output<WaypostContract['transfer']['preview']>

/** S2: readable, without secrets, in a stable order; everything arrives as draft. */
export function createTransfer(
  context: Context,
  settings: { read(): StoredSettings; write(next: StoredSettings): void },
  afterChange: () => void,
): Handlers<WaypostContract>['transfer'] {
  const { store } = context
  const inTurn = takingTurns()
  const byName =
    <T>(name: (each: T) => string) =>
    (a: T, b: T) =>
      name(a).localeCompare(name(b), 'en')

  async function exported(): Promise<Configuration> {
    const processes = (await store.processes()).filter((process) => process.deletedAt === null)
    const pathOf = (id: string | null) => {
      const process = processes.find((each) => each.id === id)
      return process ? processPath(process) : null
    }
    const connectors = await Promise.all(
      (await store.connectors()).toSorted(byName((each) => each.name)).map(async (connector) => {
        const draft = (await store.version(connector.draftId))!
        const routes = await store.incomingRoutes(connector.id)
        const fallback = usesSide(draft.settings.useFor, 'incoming')
          ? routes.find((route) => route.class === 'fallback')
          : undefined
        const fromAddresses = usesSide(draft.settings.useFor, 'outgoing')
          ? (await store.outgoingRoutes(connector.id)).filter((route) => !route.isDefault)
          : []
        const fallbackPath = fallback ? pathOf(fallback.processId) : null
        return {
          name: connector.name,
          settings: draft.settings,
          afterMail: connector.afterMail,
          furtherAddresses: [...connector.furtherAddresses],
          owner: connector.owner,
          fallback:
            fallback && fallbackPath !== null
              ? {
                  process: fallbackPath,
                  ticketCategory: fallback.ticketCategory,
                  forAttention: fallback.forAttention,
                  sendAutomatedEmails: fallback.sendAutomatedEmails,
                  testMode: fallback.testMode,
                }
              : null,
          routes: routes
            .filter((route) => route.class === 'normal')
            .map((route) => ({
              name: route.name,
              emailAddress: route.emailAddress,
              process: pathOf(route.processId),
              ticketCategory: route.ticketCategory,
              forAttention: route.forAttention,
              sendAutomatedEmails: route.sendAutomatedEmails,
              answerCc: route.answerCc,
              testMode: route.testMode,
              enabled: route.enabled,
              match: route.match,
              rules: route.rules,
            })),
          fromAddresses: fromAddresses.map(({ name, description, emailAddress }) => ({
            name,
            description,
            emailAddress,
          })),
        }
      }),
    )
    return {
      format: formatName,
      version: 1,
      settings: context.settings(),
      processes: processes
        .toSorted(byName(processPath))
        .map(({ customer, contract, service, name, kind, fromAddress, ticketCategories }) => ({
          customer,
          contract,
          service,
          name,
          kind,
          fromAddress,
          ticketCategories: [...ticketCategories],
        })),
      connectors,
    }
  }

  const parse = (configuration: unknown): Answer<Configuration> => {
    const parsed = configurationSchema.safeParse(configuration)
    if (parsed.success) return answer(parsed.data)
    const problems = inputProblems(parsed.error)
    const first = problems[0]!
    return refuse(
      'invalid-input',
      word('refusal.import', { path: first.path || 'the file', problem: say(first.word) }),
      { fields: problems },
    )
  }

  const different = (is: unknown, was: unknown): boolean => stable(is) !== stable(was)

  /** What an import would change, compared with what an export would write now. */
  async function compare(wanted: Configuration): Promise<ReportValue> {
    const now = await exported()
    const changes: ReportValue['changes'][number][] = []
    const missingSecrets: ReportValue['missingSecrets'][number][] = []
    const note = (kind: ReportValue['changes'][number]['kind'], name: string, was: object | undefined, is: object) => {
      const fields = Object.entries(is)
        .filter(
          ([key, value]) =>
            key !== 'routes' &&
            key !== 'fromAddresses' &&
            different(value, (was as Record<string, unknown> | undefined)?.[key]),
        )
        .map(([key]) => key)
      changes.push({ kind, name, action: !was ? 'create' : fields.length > 0 ? 'change' : 'same', fields })
    }
    if (Object.keys(wanted.settings).length > 0)
      note('settings', wanted.settings.workspaceName ?? context.settings().workspaceName, now.settings, wanted.settings)
    for (const process of wanted.processes)
      note(
        'process',
        processPath(process),
        now.processes.find((each) => nameKey(processPath(each)) === nameKey(processPath(process))),
        process,
      )
    for (const connector of wanted.connectors) {
      const was = now.connectors.find((each) => nameKey(each.name) === nameKey(connector.name))
      note('connector', connector.name, was, connector)
      for (const route of connector.routes)
        note(
          'incoming-route',
          `${connector.name}: ${route.name}`,
          was?.routes.find((each) => each.name === route.name),
          route,
        )
      for (const route of connector.fromAddresses)
        note(
          'outgoing-route',
          `${connector.name}: ${route.name}`,
          was?.fromAddresses.find((each) => each.name === route.name),
          route,
        )
      const record = (await store.connectors()).find((each) => nameKey(each.name) === nameKey(connector.name))
      const stored = record && (await store.version(record.draftId))?.password
      if (signsIn(connector.settings) && !stored) missingSecrets.push({ connector: connector.name, secret: 'password' })
    }
    return { changes, missingSecrets }
  }

  const refused = (path: string, problem: string) =>
    refuse('invalid-input', word('refusal.import', { path, problem }), {
      fields: [{ path, word: word('refusal.field', { problem }) }],
    })
  /** The reason of a service, at the place in the file that it is about. */
  const refusedAt = (path: string, answered: Answer<unknown>) =>
    answered.ok
      ? undefined
      : refused(
          [path, ...(answered.refusal.fields ?? []).slice(0, 1).map((field) => field.path)].join('.'),
          say(answered.refusal.word),
        )

  /** What an import does, tried as a whole: a slip in the last line is found before anything is written. */
  async function tried(configuration: unknown, actor: Actor) {
    const parsed = parse(configuration)
    if (!parsed.ok) return parsed
    const wanted = parsed.value
    const twice = (names: readonly string[]) => names.findIndex((name, at) => names.indexOf(name) !== at)
    const twin = twice(wanted.connectors.map((connector) => nameKey(connector.name)))
    if (twin >= 0) return refused(`connectors.${twin}.name`, 'this name stands here twice')
    const twinProcess = twice(wanted.processes.map((process) => nameKey(processPath(process))))
    if (twinProcess >= 0) return refused(`processes.${twinProcess}.name`, 'this process stands here twice')

    const report = await compare(wanted)
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
      const problem = refusedAt(
        'settings',
        await service.save({ revision: before.revision, settings: { ...before.settings, ...wanted.settings } }, actor),
      )
      if (problem) return problem
    }
    const processes = createProcesses(stage.context)
    for (const [at, process] of wanted.processes.entries()) {
      const was = await processCalled(stage.context, processPath(process))
      const problem = refusedAt(
        `processes.${at}`,
        await processes.save({ id: was?.id ?? null, revision: was?.revision ?? null, settings: process }, actor),
      )
      if (problem) return problem
    }
    for (const [at, connector] of wanted.connectors.entries()) {
      const was = (await stage.context.store.connectors()).find(
        (each) => nameKey(each.name) === nameKey(connector.name),
      )
      const { fallback, routes, fromAddresses, ...rest } = connector
      const takes = fallback && (await processCalled(stage.context, fallback.process))
      if (fallback && !takes)
        return refused(`connectors.${at}.fallback.process`, `there is no process ${fallback.process}`)
      const saved = await saveConnector(
        stage.context,
        {
          ...rest,
          id: was?.id ?? null,
          revision: was?.revision ?? null,
          password: null,
          fallback: fallback && takes ? fallbackOf(fallback, takes.id) : null,
        },
        actor,
      )
      const problem = refusedAt(`connectors.${at}`, saved)
      if (problem || !saved.ok) return problem!
      const existing = await stage.context.store.incomingRoutes(saved.value.id)
      for (const [index, { process: path, ...route }] of routes.entries()) {
        const process = path === null ? null : await processCalled(stage.context, path)
        if (process === undefined)
          return refused(`connectors.${at}.routes.${index}.process`, `there is no process ${path}`)
        const known = existing.find((each) => each.class === 'normal' && each.name === route.name)
        const routed = await saveIncomingRoute(
          stage.context,
          {
            id: known?.id ?? null,
            revision: known?.revision ?? null,
            connectorId: saved.value.id,
            settings: { ...route, processId: process?.id ?? null },
          },
          actor,
          { needs: 'process may be missing' },
        )
        const wrong = refusedAt(`connectors.${at}.routes.${index}`, routed)
        if (wrong) return wrong
      }
      for (const [index, fromAddress] of fromAddresses.entries()) {
        const known = (await stage.context.store.outgoingRoutes(saved.value.id)).find(
          (each) => !each.isDefault && each.name === fromAddress.name,
        )
        const routed = await saveOutgoingRoute(
          stage.context,
          {
            id: known?.id ?? null,
            revision: known?.revision ?? null,
            connectorId: saved.value.id,
            settings: fromAddress,
            enabled: null,
          },
          actor,
        )
        const wrong = refusedAt(`connectors.${at}.fromAddresses.${index}`, routed)
        if (wrong) return wrong
      }
    }
    return answer({ report, changes: stage.changes, settings: next })
  }

  return {
    export: async () => answer({ configuration: JSON.parse(JSON.stringify(await exported())) as unknown }),
    async preview({ configuration }, actor) {
      const result = await tried(configuration, actor)
      return result.ok ? answer(result.value.report) : result
    },
    import: ({ configuration }, actor) =>
      inTurn(async () => {
        const result = await tried(configuration, actor)
        if (!result.ok) return result
        const committed = await context.commit(result.value.changes)
        if (!committed.ok) return refuseCommit(committed, context.settings().workspaceName)
        if (result.value.settings) settings.write(result.value.settings)
        context.events.changed('settings', 'processes', 'routes', 'connectors', 'workspace')
        afterChange()
        return answer(result.value.report)
      }),
  }
}

const fallbackOf = (
  { process: _, ...settings }: NonNullable<Configuration['connectors'][number]['fallback']>,
  processId: string,
) => ({ ...settings, processId })

const processCalled = async (context: Context, path: string) =>
  (await context.store.processes()).find(
    (each) => each.deletedAt === null && nameKey(processPath(each)) === nameKey(path),
  )

/** JSON with sorted keys: the same for the same content. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
