import type { Answer, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { folderOf, protocolOf, sameFolderName, usesSide, type ConnectorSettings } from '../../../domain/connector.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { holdingText, isHolding, plannedInstant, type Holding, type Planned } from '../../../domain/golive/planned.ts'
import { isZone } from '../../../domain/zone.ts'
import { word } from '../../../words/index.ts'
import { mailboxAccess } from '../access.ts'
import { answer, notFound, refuse, refuseCommit, refuseFailure } from '../answers.ts'
import { settingsDifferences, viewOf } from '../connectors/view.ts'
import type { Context } from '../context.ts'
import type { ConnectorRecord, FieldChange, SettingsVersionRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

type Golive = Handlers<WaypostContract>['golive']

const attempt = () => ({ signal: AbortSignal.timeout(30_000), deadlineMs: 30_000 })
const day = 24 * 3600_000

/** G2: why a connector cannot wait in a holding folder; null where it can. */
export function holdingRefused({ useFor, incoming }: ConnectorSettings): Word | null {
  if (!usesSide(useFor, 'incoming') || incoming === null) return word('golive.holding.no-incoming')
  if (protocolOf(incoming.service) === 'pop3') return word('golive.holding.pop3')
  return protocolOf(incoming.service) === 'graph' ? word('golive.holding.graph') : null
}

/** Why a plan cannot be kept, at its field; null where it can. */
export function plannedProblem(planned: Planned): { readonly path: string; readonly word: Word } | null {
  if (!isZone(planned.zone)) return { path: 'planned.zone', word: word('golive.plan.zone', { zone: planned.zone }) }
  return planned.local !== null && plannedInstant(planned) === undefined
    ? { path: 'planned.local', word: word('golive.plan.date', { date: planned.local }) }
    : null
}

/** Whether a connector that waits in its holding folder would read it as a real one when another folder becomes that. */
export const takesOnceMoved = (
  record: ConnectorRecord,
  holding: Holding | null,
  { settings }: SettingsVersionRecord,
): boolean =>
  record.enabled &&
  (record.receiving === 'on' || record.receiving === 'observe') &&
  isHolding(record.holding, settings) &&
  !isHolding(holding, settings)

/** G2, G5: what is planned for a connector's go-live, and its two folders. */
export function createPlanning(context: Context): Pick<Golive, 'plan' | 'hold' | 'holding'> {
  const { store } = context
  const find = async (id: string) => {
    const record = await store.connector(id)
    return record?.deletedAt === null ? record : undefined
  }
  const wrong = (path: string, why: Word) => refuse('invalid-input', why, { fields: [{ path, word: why }] })

  async function saved(
    record: ConnectorRecord,
    next: ConnectorRecord,
    actor: Parameters<Golive['plan']>[1],
    differences: readonly FieldChange[],
    more: readonly Change[] = [],
  ) {
    if (differences.length === 0) return answer(await viewOf(context, record))
    const committed = await context.commit([
      { expect: 'connector', id: record.id, revision: record.revision },
      { put: 'connector', row: next },
      ...more,
      context.history(actor, { kind: 'connector', id: record.id, name: record.name }, 'edited', differences),
    ])
    if (!committed.ok) return refuseCommit(committed, record.name)
    context.events.changed('connectors')
    return answer(await viewOf(context, next))
  }

  return {
    async plan({ id, revision, owner, planned }, actor) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: record.name }))
      const problem = planned && plannedProblem(planned)
      if (problem) return wrong(problem.path, problem.word)
      const differences: FieldChange[] = [
        { field: 'owner', from: record.owner || null, to: owner.trim() || null },
        { field: 'planned', from: plannedText(record.planned), to: plannedText(planned) },
      ].filter(({ from, to }) => from !== to)
      return saved(record, { ...record, owner: owner.trim(), planned, revision: revision + 1 }, actor, differences)
    },

    async hold({ id, revision, folders, create }, actor) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      if (record.revision !== revision) return refuse('stale', word('refusal.stale', { what: record.name }))
      const draft = (await store.version(record.draftId))!
      const running = record.runningId === null ? undefined : await store.version(record.runningId)
      const before = { field: 'holding', from: holdingText(record.holding) }
      if (folders === null) {
        if (running && isHolding(record.holding, running.settings))
          return refuse('refused', word('golive.holding.in-use', { connector: record.name }))
        return saved(record, { ...record, holding: null, revision: revision + 1 }, actor, [{ ...before, to: null }])
      }
      const refused = holdingRefused(draft.settings)
      if (refused) return refuse('refused', refused)
      const holding: Holding = {
        folder: sameFolderName(folders.folder),
        realFolder: sameFolderName(folders.realFolder),
      }
      if (holding.folder === holding.realFolder) return wrong('folders.folder', word('golive.holding.same'))
      // The folders count at once, and the draft when it is enabled: until then the mail of the old one would be taken.
      if (running && takesOnceMoved(record, holding, running))
        return refuse(
          'refused',
          word('golive.holding.still-read', { connector: record.name, folder: folderOf(running.settings.incoming!) }),
        )
      const ready = await foldersReady(draft, holding, create)
      if (!ready.ok) return ready
      const incoming = {
        ...draft.settings.incoming!,
        folder: holding.folder === 'INBOX' ? null : holding.folder,
      }
      const settings: ConnectorSettings = { ...draft.settings, incoming }
      const same = folderOf(incoming) === folderOf(draft.settings.incoming!)
      const version: SettingsVersionRecord = same
        ? draft
        : { ...draft, id: context.random.id(), settings, savedAt: context.now() }
      return saved(
        record,
        { ...record, holding, draftId: version.id, revision: revision + 1 },
        actor,
        [{ ...before, to: holdingText(holding) }, ...settingsDifferences(draft, version)].filter(
          ({ from, to }) => from !== to,
        ),
        same ? [] : [{ put: 'settingsVersion', row: version }],
      )
    },

    async holding({ id }) {
      const record = await find(id)
      if (!record) return notFound('This connector')
      const version = (await store.version(record.runningId ?? record.draftId))!
      const why = holdingRefused(version.settings)
      if (why) return answer({ refused: why, folder: null, exists: false, mails: 0, newest: null, recent: 0 })
      if (record.holding === null)
        return answer({ refused: null, folder: null, exists: false, mails: 0, newest: null, recent: 0 })
      const { folder } = record.holding
      const access = await mailboxAccess(context, version)
      if (!access.ok) return refuseFailure(access.failure)
      const opened = await context.mailboxes.open({ ...access.value, folder, readOnly: true }, attempt())
      if (!opened.ok) {
        return opened.failure.stage === 'folder'
          ? answer({ refused: null, folder, exists: false, mails: 0, newest: null, recent: 0 })
          : refuseFailure(opened.failure)
      }
      try {
        const listing = await opened.value.list(null)
        if (!listing.ok) return refuseFailure(listing.failure)
        const dates = listing.value.messages.flatMap(({ receivedAt }) => receivedAt ?? []).toSorted()
        const since = new Date(context.clock.now() - 30 * day).toISOString()
        return answer({
          refused: null,
          folder,
          exists: true,
          mails: listing.value.messages.length,
          newest: dates.at(-1) ?? null,
          recent: dates.filter((at) => at >= since).length,
        })
      } finally {
        await opened.value.close()
      }
    },
  }

  /** Both folders are there; the holding folder is made where that was asked for. Nothing in them is looked at. */
  async function foldersReady(draft: SettingsVersionRecord, holding: Holding, create: boolean): Promise<Answer<null>> {
    const access = await mailboxAccess(context, draft)
    if (!access.ok) return refuseFailure(access.failure)
    const found = await context.mailboxes.folders(access.value, attempt())
    if (!found.ok) return refuseFailure(found.failure)
    const names = new Set(found.value.filter(({ selectable }) => selectable).map(({ path }) => sameFolderName(path)))
    if (!names.has(holding.realFolder))
      return wrong('folders.realFolder', word('golive.holding.no-real-folder', { folder: holding.realFolder }))
    if (names.has(holding.folder)) return answer(null)
    if (!create) return wrong('folders.folder', word('golive.holding.no-folder', { folder: holding.folder }))
    const made = await context.mailboxes.createFolder(access.value, holding.folder, attempt())
    return made.ok
      ? answer(null)
      : refuse(
          'failed',
          word('golive.holding.not-made', {
            folder: holding.folder,
            why: made.failure.reply ?? made.failure.detail ?? made.failure.code,
          }),
          { failure: made.failure },
        )
  }
}

/** As a history writes it. */
export const plannedText = (planned: ConnectorRecord['planned']): string | null =>
  planned === null
    ? null
    : [
        planned.local === null ? null : `${planned.local.replace('T', ' ')} ${planned.zone}`,
        planned.start === null
          ? null
          : planned.start.from === 'date'
            ? `from ${planned.start.date}`
            : planned.start.from,
      ]
        .filter((part) => part !== null)
        .join(', ') || null
