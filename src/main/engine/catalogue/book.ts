import type { Actor } from '../../../contract/define.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { nameKey } from '../../../domain/nameKey.ts'
import {
  branchLevels,
  pathParts,
  processPath,
  type ProcessPlace,
  type ProcessSettings,
} from '../../../domain/process.ts'
import { keptProcess, pathKey, processProblems, type ProcessProblem } from '../../../domain/processProblems.ts'
import { word, words } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { FieldChange, ProcessRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

/** What a process becomes, or every reason why it cannot, each at its field. */
export type Written =
  | {
      readonly ok: true
      readonly row: ProcessRecord
      readonly differences: readonly FieldChange[]
      readonly changes: readonly Change[]
    }
  | { readonly ok: false; readonly problems: readonly { readonly path: string; readonly word: Word }[] }

/** The catalogue while it is written: one process after the other, each judged against those before it. */
export interface CatalogueBook {
  /** The process of this path, however it is written. */
  at(place: ProcessPlace): ProcessRecord | undefined
  write(existing: ProcessRecord | null, settings: ProcessSettings): Written
}

export function catalogueBook(
  context: Context,
  stored: readonly ProcessRecord[],
  carried: ReadonlySet<string>,
  actor: Actor,
): CatalogueBook {
  const byPath = new Map<string, ProcessRecord>()
  /** How a branch is spelled by the processes in it, by its key. */
  const spellings = new Map<string, Map<string, ProcessPlace>>()
  const keep = (process: ProcessRecord) => {
    byPath.set(pathKey(process), process)
    for (const level of branchLevels) {
      const key = branchKey(process, level)
      const known = spellings.get(key) ?? new Map<string, ProcessPlace>()
      spellings.set(key, known.set(process.id, process))
    }
  }
  const drop = (process: ProcessRecord) => {
    byPath.delete(pathKey(process))
    for (const level of branchLevels) spellings.get(branchKey(process, level))?.delete(process.id)
  }
  for (const process of stored) if (process.deletedAt === null) keep(process)

  /** What looks the same is the same branch: a process joins it under the spelling that is there. */
  const spelled = <T extends ProcessPlace>(place: T, own: string | undefined): T => {
    const there = branchLevels.map((level) => {
      for (const [id, known] of spellings.get(branchKey(place, level)) ?? [])
        if (id !== own) return [level, known[level]]
      return [level, place[level]]
    })
    return { ...place, ...(Object.fromEntries(there) as Pick<ProcessPlace, (typeof branchLevels)[number]>) }
  }

  return {
    at(place) {
      const found = byPath.get(pathKey(place))
      // A name with a slash in it may look like two: then the path is taken by another process.
      return found && pathParts.every((part) => nameKey(found[part]) === nameKey(place[part])) ? found : undefined
    },
    write(existing, settings) {
      const kept = spelled(keptProcess(settings), existing?.id)
      const other = byPath.get(pathKey(kept))
      const problems = processProblems(kept, {
        existing,
        taken: other !== undefined && other.id !== existing?.id,
        carried,
      })
      if (problems.length > 0)
        return {
          ok: false,
          problems: problems.map((problem) => ({ path: problem.field, word: problemWord(problem, kept) })),
        }
      const differences = processDifferences(existing, kept)
      if (existing && differences.length === 0) return { ok: true, row: existing, differences, changes: [] }
      const row: ProcessRecord = {
        ...kept,
        id: existing?.id ?? context.random.id(),
        live: existing?.live ?? false,
        revision: (existing?.revision ?? 0) + 1,
        deletedAt: null,
      }
      if (existing) drop(existing)
      keep(row)
      return {
        ok: true,
        row,
        differences,
        changes: [
          { put: 'process', row },
          processHistory(context, actor, row, existing ? 'edited' : 'created', differences),
        ],
      }
    },
  }
}

const branchKey = (place: ProcessPlace, level: (typeof branchLevels)[number]): string =>
  branchLevels
    .slice(0, branchLevels.indexOf(level) + 1)
    .map((each) => nameKey(place[each]))
    .join('\n')

/** One line of a process's activity (R12). */
export const processHistory = (
  context: Context,
  actor: Actor,
  process: ProcessRecord,
  action: string,
  changes: readonly FieldChange[] = [],
): Change => context.history(actor, { kind: 'process', id: process.id, name: processPath(process) }, action, changes)

const problemWord = (problem: ProcessProblem, settings: ProcessSettings): Word => {
  switch (problem.code) {
    case 'taken':
      return word('refusal.process-taken', { path: processPath(settings) })
    case 'categories-tickets-only':
    case 'actions-cases-only':
      return word(`refusal.${problem.code}`)
    case 'action-twice':
      return word('refusal.action-twice', { action: problem.action })
    case 'address':
      return word('refusal.address', { address: problem.address })
    case 'not-carried':
      return word('refusal.from-not-carried', { address: problem.address })
  }
}

/** Fields as a history and a dry run write them. */
export const processTexts = (settings: ProcessSettings): Readonly<Record<keyof ProcessSettings, string>> => ({
  customer: settings.customer,
  contract: settings.contract,
  service: settings.service,
  name: settings.name,
  kind: settings.kind,
  fromAddress: settings.fromAddress,
  ticketCategories: settings.ticketCategories.join('; '),
  actions: settings.actions
    .map(({ name, fromAddress, takesPart }) =>
      words['processes.action-text']({ name, address: fromAddress, takesPart: String(takesPart) }),
    )
    .join('; '),
})

function processDifferences(was: ProcessSettings | null, is: ProcessSettings): readonly FieldChange[] {
  const before = was && processTexts(was)
  const after = processTexts(is)
  return (Object.keys(after) as (keyof ProcessSettings)[])
    .map((field) => ({ field, from: before && before[field], to: after[field] }))
    .filter(({ from, to }) => (from ?? '') !== to)
}
