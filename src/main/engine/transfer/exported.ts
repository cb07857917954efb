import { usesSide } from '../../../domain/connector.ts'
import { processPath, type ProcessSettings } from '../../../domain/process.ts'
import type { Settings } from '../../../contract/workspace.ts'
import type { CompanySettings } from '../../../domain/company.ts'
import { inOrder } from '../../../domain/routing/routeIndex.ts'
import type { Context } from '../context.ts'
import type { ProcessRecord } from '../ports/records.ts'
import { formatName, type Configuration } from './format.ts'

const byName =
  <T>(name: (each: T) => string) =>
  (a: T, b: T) =>
    name(a).localeCompare(name(b), 'en')

/** What an export writes: of a process everything, where a file by hand may leave something out. */
type Exported = Omit<Configuration, 'processes'> & { readonly processes: ProcessSettings[] }

/** S2: the whole configuration, without secrets, in a stable order. */
export async function exportedConfiguration(context: Context): Promise<Exported> {
  const { store } = context
  const processes = (await store.processes()).filter((process) => process.deletedAt === null)
  const paths = new Map(processes.map((process) => [process.id, processPath(process)]))
  const pathOf = (id: string | null) => (id === null ? null : (paths.get(id) ?? null))
  const companies = await exportedCompanies(context)
  const connectors = await Promise.all(
    (await store.connectors()).toSorted(byName((each) => each.name)).map(async (connector) => {
      const draft = (await store.version(connector.draftId))!
      const routes = inOrder(await store.incomingRoutes(connector.id))
      const outgoing = usesSide(draft.settings.useFor, 'outgoing') ? await store.outgoingRoutes(connector.id) : []
      const defaultRoute = outgoing.find((route) => route.isDefault)
      const fallback = usesSide(draft.settings.useFor, 'incoming')
        ? routes.find((route) => route.class === 'fallback')
        : undefined
      const fallbackPath = fallback ? pathOf(fallback.processId) : null
      return {
        name: connector.name,
        settings: draft.settings,
        afterMail: connector.afterMail,
        furtherAddresses: [...connector.furtherAddresses],
        owner: connector.owner,
        deliveryHeader: connector.deliveryHeader,
        planned: connector.planned,
        holding: connector.holding,
        fallback:
          fallback && fallbackPath !== null
            ? {
                name: fallback.name,
                process: fallbackPath,
                ticketCategory: fallback.ticketCategory,
                forAttention: fallback.forAttention,
                sendAutomatedEmails: fallback.sendAutomatedEmails,
                answerCc: fallback.answerCc,
                testMode: fallback.testMode,
              }
            : null,
        routes: routes
          .filter((route) => route.class !== 'fallback')
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
            rules: { ...route.rules, companies: companies.namesOf(route.rules.companies) },
          })),
        defaultRoute: defaultRoute ? { name: defaultRoute.name, description: defaultRoute.description } : null,
        fromAddresses: outgoing
          .filter((route) => !route.isDefault)
          .toSorted(byName((route) => route.name))
          .map(({ name, description, emailAddress }) => ({ name, description, emailAddress })),
      }
    }),
  )
  return {
    format: formatName,
    version: 1,
    settings: exportedSettings(context.settings()),
    companies: companies.rows,
    processes: exportedProcesses(processes),
    connectors,
  }
}

/** The catalogue by path: what a process is, without its standing. */
export const exportedProcesses = (processes: readonly ProcessRecord[]): ProcessSettings[] =>
  processes
    .filter((process) => process.deletedAt === null)
    .toSorted(byName(processPath))
    .map(({ customer, contract, service, name, kind, fromAddress, ticketCategories, actions }) => ({
      customer,
      contract,
      service,
      name,
      kind,
      fromAddress,
      ticketCategories: [...ticketCategories],
      actions: [...actions],
    }))

interface ExportedCompanies {
  readonly rows: CompanySettings[]
  /** What a file calls the companies of a rule. */
  namesOf(ids: readonly string[]): string[]
}

/**
 * The companies by name. One that was deleted under a rule leaves as a company without entries: neither ever holds (N16), and a rule that
 * lost its company would take every sender.
 */
export async function exportedCompanies({ store }: Context): Promise<ExportedCompanies> {
  const [companies, routes] = await Promise.all([store.companies(), store.incomingRoutes(null)])
  const names = new Map(companies.map(({ id, name }) => [id, name]))
  const taken = new Set(names.values())
  let none = 'Deleted company'
  for (let next = 2; companies.some(({ name, entries }) => name === none && entries.length > 0); next++)
    none = `Deleted company ${next}`
  const isLost = routes.some(({ rules }) => rules.companies.some((id) => !names.has(id)))
  return {
    rows: [
      ...companies.map(({ name, entries }) => ({ name, entries: [...entries] })),
      ...(isLost && !taken.has(none) ? [{ name: none, entries: [] }] : []),
    ].toSorted(byName((each) => each.name)),
    namesOf: (ids) => [...new Set(ids.map((id) => names.get(id) ?? none))],
  }
}

/** How long raw mail is kept is settled in each workspace: an import would begin to remove mail. */
const exportedSettings = ({ retentionDays: _, ...settings }: Settings) => settings
