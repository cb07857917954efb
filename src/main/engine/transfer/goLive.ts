import type { Actor } from '../../../contract/define.ts'
import { sameFolderName } from '../../../domain/connector.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { holdingText, isHolding, type Holding } from '../../../domain/golive/planned.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import { holdingRefused, plannedProblem, plannedText, takesOnceMoved } from '../golive/holding.ts'
import type { ConnectorRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'
import type { Configuration } from './format.ts'

type Wanted = Pick<Configuration['connectors'][number], 'planned' | 'holding'>
/** Where in the connector's part of the file it went wrong. */
type Slip = { readonly ok: false; readonly path: string; readonly word: Word }

/** What a file plans for a connector's go-live (G2, G5). What it leaves out stays, and no mail is taken for it. */
export async function goLiveChanges(
  context: Context,
  record: ConnectorRecord,
  { planned = record.planned, holding: folders = record.holding }: Wanted,
  actor: Actor,
): Promise<Slip | { readonly ok: true; readonly changes: readonly Change[] }> {
  const slip = (path: string, why: Word): Slip => ({ ok: false, path, word: why })
  const problem = planned && plannedProblem(planned)
  if (problem) return slip(problem.path, problem.word)
  const holding = folders && {
    folder: sameFolderName(folders.folder),
    realFolder: sameFolderName(folders.realFolder),
  }
  const isOther = holdingText(holding) !== holdingText(record.holding)
  const refused = isOther ? await refusedFolders(context, record, holding) : null
  if (refused) return slip('holding', refused)
  const differences = [
    { field: 'planned', from: plannedText(record.planned), to: plannedText(planned) },
    { field: 'holding', from: holdingText(record.holding), to: holdingText(holding) },
  ].filter(({ from, to }) => from !== to)
  if (differences.length === 0) return { ok: true, changes: [] }
  return {
    ok: true,
    changes: [
      { expect: 'connector', id: record.id, revision: record.revision },
      { put: 'connector', row: { ...record, planned, holding, revision: record.revision + 1 } },
      context.history(actor, { kind: 'connector', id: record.id, name: record.name }, 'edited', differences),
    ],
  }
}

/** By the same rules as where it is chosen; whether the folders are there, its test finds out. */
async function refusedFolders({ store }: Context, record: ConnectorRecord, holding: Holding | null) {
  const draft = (await store.version(record.draftId))!
  const running = record.runningId === null ? undefined : await store.version(record.runningId)
  const connector = record.name
  if (holding === null)
    return running && isHolding(record.holding, running.settings) ? word('golive.holding.in-use', { connector }) : null
  if (holding.folder === holding.realFolder) return word('golive.holding.same')
  return running && takesOnceMoved(record, holding, running)
    ? word('golive.holding.still-read', { connector, folder: record.holding?.folder ?? '' })
    : holdingRefused(draft.settings)
}
