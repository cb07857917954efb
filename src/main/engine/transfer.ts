import type { Answer, Handlers, Output } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { settingsSchema } from '../../contract/workspace.ts'
import { afterMailSchema, connectorSettingsSchema, incomingSideSchema, outgoingSideSchema } from '../../domain/connector.ts'
import { processPath, processSettingsSchema } from '../../domain/process.ts'
import { incomingRouteSettingsSchema } from '../../domain/route.ts'
import { z } from '../../domain/schema.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import type { Context } from './context.ts'

const formatName = 'waypost-configuration'

/** A hand-written file may leave out whatever has an obvious default (K7); unknown keys are errors. */
const importedSettings = connectorSettingsSchema.extend({
  username: connectorSettingsSchema.shape.username.default(''),
  additionalMailbox: connectorSettingsSchema.shape.additionalMailbox.default(null),
  addressFamily: connectorSettingsSchema.shape.addressFamily.default('any'),
  incoming: incomingSideSchema
    .extend({ authentication: incomingSideSchema.shape.authentication.default('password'), folder: incomingSideSchema.shape.folder.default(null) })
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
  process: z.string(),
  ticketCategory: z.string().nullable().default(null),
  forAttention: z.string().nullable().default(null),
  sendAutomatedEmails: z.boolean().default(false),
  answerCc: z.boolean().default(false),
  testMode: z.boolean().default(false),
  enabled: z.boolean().default(true),
})

export const configurationSchema = z.strictObject({
  format: z.literal(formatName),
  version: z.literal(1),
  settings: settingsSchema.partial().default({}),
  processes: z.array(processSettingsSchema.extend({ fromAddress: z.string().max(320).default(''), ticketCategories: processSettingsSchema.shape.ticketCategories.default([]) })).default([]),
  connectors: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(200),
        settings: importedSettings,
        afterMail: afterMailSchema.default({ kind: 'keep', days: null }),
        furtherAddresses: z.array(z.string()).default([]),
        owner: z.string().default(''),
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
      }),
    )
    .default([]),
})
type Configuration = z.output<typeof configurationSchema>

type Client = Pick<Handlers<WaypostContract>, 'connectors' | 'processes' | 'routes' | 'settings'>
type ReportValue = Output<WaypostContract['transfer']['preview']>

/** S2: readable, without secrets, in a stable order; everything arrives as draft. */
export function createTransfer(context: Context, services: Client): Handlers<WaypostContract>['transfer'] {
  const { store } = context
  const byName = <T>(name: (each: T) => string) => (a: T, b: T) => name(a).localeCompare(name(b), 'en')

  async function exported(): Promise<Configuration> {
    const processes = (await store.processes()).filter((process) => process.deletedAt === null)
    const pathOf = (id: string | null) => {
      const process = processes.find((each) => each.id === id)
      return process ? processPath(process) : ''
    }
    const connectors = await Promise.all(
      (await store.connectors()).toSorted(byName((each) => each.name)).map(async (connector) => {
        const draft = (await store.version(connector.draftId))!
        const routes = await store.incomingRoutes(connector.id)
        const fallback = routes.find((route) => route.class === 'fallback')
        return {
          name: connector.name,
          settings: draft.settings,
          afterMail: connector.afterMail,
          furtherAddresses: [...connector.furtherAddresses],
          owner: connector.owner,
          fallback: fallback
            ? {
                process: pathOf(fallback.processId),
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
    const issues = parsed.error.issues.flatMap((issue) =>
      issue.code === 'unrecognized_keys'
        ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), problem: 'this key is not known' }))
        : [{ path: issue.path.join('.') || 'the file', problem: issue.message }],
    )
    return refuse('invalid-input', word('refusal.import', issues[0]!), { fields: issues.map(({ path, problem }) => ({ path, word: word('refusal.field', { problem }) })) })
  }

  const different = (is: unknown, was: unknown): boolean => stable(is) !== stable(was)

  /** What an import would change, compared with what an export would write now. */
  async function compare(wanted: Configuration): Promise<ReportValue> {
    const now = await exported()
    const changes: ReportValue['changes'][number][] = []
    const missingSecrets: ReportValue['missingSecrets'][number][] = []
    const note = (kind: 'connector' | 'incoming-route' | 'process' | 'settings', name: string, was: object | undefined, is: object) => {
      const fields = Object.entries(is)
        .filter(([key, value]) => key !== 'routes' && different(value, (was as Record<string, unknown> | undefined)?.[key]))
        .map(([key]) => key)
      changes.push({ kind, name, action: !was ? 'create' : fields.length > 0 ? 'change' : 'same', fields })
    }
    if (Object.keys(wanted.settings).length > 0) note('settings', wanted.settings.workspaceName ?? context.settings().workspaceName, now.settings, wanted.settings)
    for (const process of wanted.processes) note('process', processPath(process), now.processes.find((each) => processPath(each) === processPath(process)), process)
    for (const connector of wanted.connectors) {
      const was = now.connectors.find((each) => each.name.toLowerCase() === connector.name.toLowerCase())
      note('connector', connector.name, was, connector)
      for (const route of connector.routes) note('incoming-route', `${connector.name}: ${route.name}`, was?.routes.find((each) => each.name === route.name), route)
      const record = (await store.connectors()).find((each) => each.name.toLowerCase() === connector.name.toLowerCase())
      const stored = record && (await store.version(record.draftId))?.password
      const signsIn = connector.settings.incoming?.authentication === 'password' || connector.settings.outgoing?.authentication === 'password'
      if (signsIn && !stored) missingSecrets.push({ connector: connector.name, secret: 'password' })
    }
    return { changes, missingSecrets }
  }

  return {
    export: async () => answer({ configuration: JSON.parse(JSON.stringify(await exported())) as unknown }),
    async preview({ configuration }) {
      const parsed = parse(configuration)
      return parsed.ok ? answer(await compare(parsed.value)) : parsed
    },
    async import({ configuration }, actor) {
      const parsed = parse(configuration)
      if (!parsed.ok) return parsed
      const wanted = parsed.value
      const report = await compare(wanted)
      // References are checked before anything is written, so that a slip in the last line changes nothing.
      const known = new Set([...wanted.processes.map(processPath), ...(await exported()).processes.map(processPath)])
      for (const [at, connector] of wanted.connectors.entries()) {
        const named = [...(connector.fallback ? [['fallback.process', connector.fallback.process] as const] : []), ...connector.routes.map((route, index) => [`routes.${index}.process`, route.process] as const)]
        const unknown = named.find(([, path]) => !known.has(path))
        if (unknown) {
          return refuse('invalid-input', word('refusal.import', { path: `connectors.${at}.${unknown[0]}`, problem: `there is no process ${unknown[1]}` }))
        }
      }
      const settings = await services.settings.get({}, actor)
      if (settings.ok && Object.keys(wanted.settings).length > 0) {
        const saved = await services.settings.save({ revision: settings.value.revision, settings: { ...settings.value.settings, ...wanted.settings } }, actor)
        if (!saved.ok) return saved
      }
      for (const process of wanted.processes) {
        const was = (await store.processes()).find((each) => each.deletedAt === null && processPath(each) === processPath(process))
        const saved = await services.processes.save({ id: was?.id ?? null, revision: was?.revision ?? null, settings: process }, actor)
        if (!saved.ok) return saved
      }
      const processes = (await store.processes()).filter((process) => process.deletedAt === null)
      const idOf = (path: string) => processes.find((process) => processPath(process) === path)!.id
      for (const connector of wanted.connectors) {
        const was = (await store.connectors()).find((each) => each.name.toLowerCase() === connector.name.toLowerCase())
        const fallback = connector.fallback
        const saved = await services.connectors.save(
          {
            id: was?.id ?? null,
            revision: was?.revision ?? null,
            name: connector.name,
            settings: connector.settings,
            password: null,
            afterMail: connector.afterMail,
            furtherAddresses: connector.furtherAddresses,
            owner: connector.owner,
            fallback: fallback && {
              processId: idOf(fallback.process),
              ticketCategory: fallback.ticketCategory,
              forAttention: fallback.forAttention,
              sendAutomatedEmails: fallback.sendAutomatedEmails,
              testMode: fallback.testMode,
            },
          },
          actor,
        )
        if (!saved.ok) return saved
        const routes = await store.incomingRoutes(saved.value.id)
        for (const { process: path, ...route } of connector.routes) {
          const existing = routes.find((each) => each.class === 'normal' && each.name === route.name)
          const routed = await services.routes.saveIncoming(
            { id: existing?.id ?? null, revision: existing?.revision ?? null, connectorId: saved.value.id, settings: { ...route, processId: idOf(path) } },
            actor,
          )
          if (!routed.ok) return routed
        }
      }
      return answer(report)
    },
  }
}

/** JSON with sorted keys: the same for the same content. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each) ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1))) : each,
  )
