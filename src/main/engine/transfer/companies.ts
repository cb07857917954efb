import type { Actor } from '../../../contract/define.ts'
import { companyProblems, keptCompany, type CompanySettings } from '../../../domain/company.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { entryProblem } from '../../../words/problems.ts'
import { companyDifferences } from '../companies.ts'
import { nameKey } from '../connectors/saving.ts'
import type { Context } from '../context.ts'
import type { CompanyRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

/** What a company becomes by a file (R4), with its history; every entry that is none by its place. */
export function companyChanges(
  context: Context,
  existing: CompanyRecord | null,
  settings: CompanySettings,
  actor: Actor,
):
  | { readonly ok: true; readonly changes: readonly Change[] }
  | { readonly ok: false; readonly problems: readonly { readonly index: number; readonly word: Word }[] } {
  const kept = keptCompany(settings)
  const problems = companyProblems(kept).map(({ index, problem }) => ({ index, word: entryProblem(problem) }))
  if (problems.length > 0) return { ok: false, problems }
  const differences = companyDifferences(existing, kept)
  if (existing && differences.length === 0) return { ok: true, changes: [] }
  const row: CompanyRecord = {
    ...kept,
    id: existing?.id ?? context.random.id(),
    nameKey: nameKey(kept.name),
    revision: (existing?.revision ?? 0) + 1,
    deletedAt: null,
  }
  return {
    ok: true,
    changes: [
      ...(existing ? [{ expect: 'company', id: existing.id, revision: existing.revision } as const] : []),
      { put: 'company', row },
      context.history(
        actor,
        { kind: 'company', id: row.id, name: row.name },
        existing ? 'edited' : 'created',
        differences,
      ),
    ],
  }
}
