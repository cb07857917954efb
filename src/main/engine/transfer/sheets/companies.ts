import type { Actor } from '../../../../contract/define.ts'
import type { SheetProblem, SheetRow } from '../../../../contract/transfer.ts'
import { companySettingsSchema, keptCompany, type CompanySettings } from '../../../../domain/company.ts'
import { readCellList, writeCellList } from '../../../../domain/csv.ts'
import { word } from '../../../../words/index.ts'
import { nameKey } from '../../connectors/saving.ts'
import type { Context } from '../../context.ts'
import { inputProblems } from '../../inputProblems.ts'
import type { Change } from '../../ports/store.ts'
import { companyChanges } from '../companies.ts'
import { standingOnce, type Planned, type Sheet } from './sheet.ts'

export const companyRequired: readonly string[] = ['Name']
export const companyTitles: readonly string[] = ['Name', 'Entries']

export const companyCells = ({ name, entries }: CompanySettings): readonly string[] => [name, writeCellList(entries)]

/** What a sheet of companies comes to (R4). */
export async function planCompanies(context: Context, sheet: Sheet, actor: Actor): Promise<Planned> {
  const known = new Map((await context.store.companies()).map((company) => [nameKey(company.name), company]))
  const stands = standingOnce()
  const rows: SheetRow[] = []
  const problems: SheetProblem[] = []
  const changes: Change[] = []
  for (const row of sheet.rows) {
    const wrong = (column: string, why: SheetProblem['word']) => problems.push({ row: row.row, column, word: why })
    const name = row.cell('Name') ?? ''
    const existing = known.get(nameKey(name)) ?? null
    const cell = row.cell('Entries')
    const parsed = companySettingsSchema.safeParse({
      name,
      entries: cell === undefined ? (existing?.entries ?? []) : readCellList(cell),
    })
    if (!parsed.success) {
      for (const { path, word: why } of inputProblems(parsed.error)) wrong(path === 'name' ? 'Name' : 'Entries', why)
      continue
    }
    const before = stands(nameKey(name), row.row)
    if (before !== undefined) {
      wrong('Name', word('sheet.row-twice', { name, row: before }))
      continue
    }
    const written = companyChanges(context, existing, parsed.data, actor)
    if (!written.ok) {
      for (const problem of written.problems) wrong('Entries', problem.word)
      continue
    }
    changes.push(...written.changes)
    const was = existing && companyCells(existing)
    const fields = companyCells(keptCompany(parsed.data))
      .map((to, index) => ({ column: companyTitles[index]!, from: was && was[index]!, to }))
      .filter(({ from, to }) => (from ?? '') !== to)
    rows.push({
      row: row.row,
      connector: null,
      name: parsed.data.name,
      action: existing === null ? 'create' : fields.length > 0 ? 'change' : 'same',
      fields,
    })
  }
  return { rows, problems, changes }
}
