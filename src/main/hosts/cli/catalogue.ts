import { words } from '../../../words/index.ts'
import type { CompanyView } from '../../../contract/companies.ts'
import type { ProcessView } from '../../../contract/routes.ts'
import { named } from './naming.ts'
import { asked } from './asked.ts'
import type { Session } from './session.ts'

/** The process that is meant by its id, its path (`Customer / Contract / Service / Process`) or its name alone. */
export async function processNamed(session: Session, wanted: string): Promise<ProcessView> {
  const { rows } = await asked(session.client.processes.list({}))
  const path = pathOf(wanted)
  const byPath = rows.find((row) => pathOf(row.path).toLowerCase() === path.toLowerCase())
  return byPath ?? named(rows, wanted, words['cli.a-process']())
}

const pathOf = (text: string): string =>
  text
    .split('/')
    .map((part) => part.trim())
    .join(' / ')

/** The company that is meant by its name or id. */
export const companyNamed = (rows: readonly CompanyView[], wanted: string): CompanyView =>
  named(rows, wanted, words['cli.a-company']())
