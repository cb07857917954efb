import { words } from '../../../words/index.ts'
import type { CompanyView } from '../../../contract/companies.ts'
import type { ProcessView } from '../../../contract/routes.ts'
import { branchLevels, type BranchLevel } from '../../../domain/process.ts'
import { named } from './naming.ts'
import { asked } from './asked.ts'
import { WrongUsage } from './exits.ts'
import type { Session } from './session.ts'

/** The process that is meant by its id, its path (`Customer / Contract / Service / Process`) or its name alone. */
export async function processNamed(session: Session, wanted: string): Promise<ProcessView> {
  const { rows } = await asked(session.client.processes.list({}))
  const path = pathOf(wanted)
  const byPath = rows.find((row) => pathOf(row.path).toLowerCase() === path.toLowerCase())
  return byPath ?? named(rows, wanted, words['cli.a-process']())
}

/** The processes of a customer, contract or service, by its path: `Customer`, `Customer / Contract` or `Customer / Contract / Service`. */
export async function branchNamed(
  session: Session,
  wanted: string,
): Promise<{ readonly rows: readonly ProcessView[]; readonly path: string; readonly level: BranchLevel }> {
  const { rows } = await asked(session.client.processes.list({}))
  const path = pathOf(wanted)
  for (const [at, level] of branchLevels.entries()) {
    const branchOf = (row: ProcessView) =>
      branchLevels
        .slice(0, at + 1)
        .map((each) => row[each])
        .join(' / ')
    const found = rows.filter((row) => pathOf(branchOf(row)).toLowerCase() === path.toLowerCase())
    if (found.length > 0) return { rows: found, path: branchOf(found[0]!), level }
  }
  throw new WrongUsage(words['cli.not-there']({ what: words['cli.a-branch'](), name: wanted, near: '' }))
}

const pathOf = (text: string): string =>
  text
    .split('/')
    .map((part) => part.trim())
    .join(' / ')

/** The company that is meant by its name or id. */
export const companyNamed = (rows: readonly CompanyView[], wanted: string): CompanyView =>
  named(rows, wanted, words['cli.a-company']())
