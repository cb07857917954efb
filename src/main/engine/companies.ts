import type { CompanyView } from '../../contract/companies.ts'
import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { CompanySettings } from '../../domain/company.ts'
import { companyProblems, keptCompany } from '../../domain/company.ts'
import { word } from '../../words/index.ts'
import { entryProblem } from '../../words/problems.ts'
import { answer, notFound, refuse, refuseCommit } from './answers.ts'
import { nameKey } from './connectors/saving.ts'
import type { Context } from './context.ts'
import type { CompanyRecord, FieldChange } from './ports/records.ts'
import { takingTurns } from './turns.ts'

/** R4: companies, by whose domains and addresses routes know their senders. */
export function createCompanies(context: Context): Handlers<WaypostContract>['companies'] {
  const { store } = context
  const inTurn = takingTurns()
  const find = async (id: string) => (await store.companies()).find((each) => each.id === id)

  async function viewer() {
    const [routes, connectors] = await Promise.all([store.incomingRoutes(null), store.connectors()])
    const connectorName = new Map(connectors.map((connector) => [connector.id, connector.name]))
    return ({ id, revision, name, entries }: CompanyRecord): CompanyView => ({
      id,
      revision,
      name,
      entries: [...entries],
      usedBy: routes
        .filter((route) => route.rules.companies.includes(id))
        // Routes of a deleted connector are gone with it.
        .flatMap((route) => {
          const name = connectorName.get(route.connectorId)
          return name === undefined ? [] : [{ id: route.id, name: route.name, connectorName: name }]
        }),
    })
  }

  return {
    async list() {
      return answer({ rows: (await store.companies()).map(await viewer()) })
    },
    save: ({ id, revision, settings }, actor) =>
      inTurn(async () => {
        const existing = id === null ? undefined : await find(id)
        if (id !== null && !existing) return notFound('This company')
        const kept = keptCompany(settings)
        const key = nameKey(kept.name)
        if ((await store.companies()).some((each) => each.id !== id && each.nameKey === key)) {
          const taken = word('refusal.company-taken', { name: kept.name })
          return refuse('invalid-input', taken, { fields: [{ path: 'settings.name', word: taken }] })
        }
        const fields = companyProblems(kept).map(({ index, problem }) => ({
          path: `settings.entries.${index}`,
          word: entryProblem(problem),
        }))
        if (fields[0]) return refuse('invalid-input', fields[0].word, { fields })
        const row: CompanyRecord = {
          ...kept,
          id: existing?.id ?? context.random.id(),
          nameKey: key,
          revision: (existing?.revision ?? 0) + 1,
          deletedAt: null,
        }
        const changes = companyDifferences(existing ?? null, kept)
        if (existing && changes.length === 0) return answer((await viewer())(existing))
        const committed = await context.commit([
          ...(existing ? [{ expect: 'company', id: existing.id, revision: revision ?? -1 } as const] : []),
          { put: 'company', row },
          context.history(
            actor,
            { kind: 'company', id: row.id, name: row.name },
            existing ? 'edited' : 'created',
            changes,
          ),
        ])
        if (!committed.ok) return refuseCommit(committed, row.name)
        context.events.changed('routes')
        return answer((await viewer())(row))
      }),
    remove: ({ id, revision, despiteRoutes }, actor) =>
      inTurn(async () => {
        const company = await find(id)
        if (!company) return notFound('This company')
        const { usedBy } = (await viewer())(company)
        if (usedBy.length > 0 && !despiteRoutes) {
          const routes = usedBy.map(({ name, connectorName }) => `${name} (${connectorName})`).join(', ')
          return refuse('refused', word('refusal.company-used', { name: company.name, routes }))
        }
        const committed = await context.commit([
          { expect: 'company', id, revision },
          { put: 'company', row: { ...company, nameKey: null, revision: revision + 1, deletedAt: context.now() } },
          context.history(actor, { kind: 'company', id, name: company.name }, 'deleted'),
        ])
        if (!committed.ok) return refuseCommit(committed, company.name)
        context.events.changed('routes')
        return answer({})
      }),
  }
}

/** What an edit of a company changed, for its history; all of it where it is new. */
export const companyDifferences = (was: CompanySettings | null, is: CompanySettings): readonly FieldChange[] =>
  [
    { field: 'name', from: was && was.name, to: is.name },
    { field: 'entries', from: was && was.entries.join('; '), to: is.entries.join('; ') },
  ].filter(({ from, to }) => (from ?? '') !== to)
