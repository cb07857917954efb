import type { Actor } from '../../../contract/define.ts'
import type { SheetProblem, SheetRow } from '../../../contract/transfer.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { processPath } from '../../../domain/process.ts'
import { pathKey } from '../../../domain/processProblems.ts'
import { word, words } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import { inputProblems } from '../inputProblems.ts'
import type { Change } from '../ports/store.ts'
import type { Planned } from '../transfer/sheets/sheet.ts'
import { catalogueBook } from './book.ts'
import { fileProcessSchema, mergedProcess } from './fileProcess.ts'
import { effectiveKeys } from './standing.ts'

/** One process of a file. */
export interface Entry {
  /** Where it begins, as the file's own program numbers it. */
  readonly row: number
  readonly process: unknown
  /** It names actions alone, so that the process has to be there. */
  readonly isPartial: boolean
  /** Where a field such as `actions.1.fromAddress` stands. */
  readonly placeOf: (path: string) => { readonly row: number; readonly column: string | null }
}

const titles = {
  kind: 'Kind',
  fromAddress: 'From Address',
  ticketCategories: 'Ticket Categories',
  actions: 'Actions',
} as const

const isShown = (field: string): field is keyof typeof titles => field in titles
const shown = (field: keyof typeof titles, text: string): string =>
  field === 'kind' ? words[text === 'case' ? 'processes.kind.case' : 'processes.kind.ticket']() : text

/**
 * What a file of processes comes to (P5): by their paths they are made, as drafts, or changed; what it does not name stays. One that is live
 * is judged as its editor does (P2), and stays live.
 */
export async function planProcesses(context: Context, entries: readonly Entry[], actor: Actor): Promise<Planned> {
  const { store } = context
  const book = catalogueBook(context, await store.processes(), effectiveKeys(await store.outgoingRoutes(null)), actor)
  const stands = new Map<string, number>()
  const rows: SheetRow[] = []
  const problems: SheetProblem[] = []
  const changes: Change[] = []
  for (const { row, process, isPartial, placeOf } of entries) {
    const wrong = (path: string, why: Word) => problems.push({ ...placeOf(path), word: why })
    const parsed = fileProcessSchema.safeParse(process)
    if (!parsed.success) {
      for (const { path, word: why } of inputProblems(parsed.error)) wrong(path, why)
      continue
    }
    const path = processPath(parsed.data)
    const before = stands.get(pathKey(parsed.data))
    if (before !== undefined) {
      wrong('name', word('sheet.row-twice', { name: path, row: before }))
      continue
    }
    stands.set(pathKey(parsed.data), row)
    const existing = book.at(parsed.data) ?? null
    if (!existing && isPartial) {
      wrong('name', word('sheet.action-alone', { process: path }))
      continue
    }
    const written = book.write(existing, mergedProcess(existing, parsed.data))
    if (!written.ok) {
      for (const { path: at, word: why } of written.problems) wrong(at, why)
      continue
    }
    if (existing && written.changes.length > 0)
      changes.push({ expect: 'process', id: existing.id, revision: existing.revision })
    changes.push(...written.changes)
    rows.push({
      row,
      connector: null,
      name: processPath(written.row),
      action: existing === null ? 'create' : written.changes.length > 0 ? 'change' : 'same',
      fields: written.differences.flatMap(({ field, from, to }) =>
        isShown(field) ? [{ column: titles[field], from: from && shown(field, from), to: shown(field, to ?? '') }] : [],
      ),
    })
  }
  return { rows, problems, changes: problems.length > 0 ? [] : changes }
}
