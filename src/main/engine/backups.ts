import { isAbsolute } from 'node:path'
import type { Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import { opensElsewhere, type BackupFacts } from '../../domain/backup.ts'
import type { Word } from '../../domain/diagnosis/proof.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import type { Context } from './context.ts'
import { BackupFailed } from './ports/backups.ts'
import { takingTurns } from './turns.ts'

interface LastBackup {
  readonly at: string
  readonly path: string
  readonly size: number
}
const lastKey = 'lastBackup'

/** What is in the way of a backup or restore, as a sentence. */
export const backupProblem = ({ code, path, message }: BackupFailed): Word =>
  word(`backup.problem.${code}`, { path, detail: message })

/** Backup while everything runs, and restore into a new workspace file (S2, S7, V3). */
export function createBackups(context: Context): Handlers<WaypostContract>['backups'] {
  const { backups, store, identity } = context
  const inTurn = takingTurns()

  /** V3: secrets and stored mail of a copy open elsewhere only by something that can be carried there. */
  function onlyHere(): Word | null {
    const vault = context.vault.state()
    if (vault.state === 'absent') return null
    if (vault.state === 'open' && vault.persistence === 'session') return word('backup.session-only')
    if (opensElsewhere(vault.slots.map(({ kind }) => kind))) return null
    return word('backup.only-here', { keychain: identity.keychainName })
  }

  const field = (path: string, why: Word) => refuse('invalid-input', why, { fields: [{ path, word: why }] })
  const notFull = (name: string, path: string) =>
    isAbsolute(path) ? null : field(name, word('backup.problem.not-full', { path, detail: '' }))
  const failed = (name: string, error: unknown) => {
    if (!(error instanceof BackupFailed)) throw error
    return field(name, backupProblem(error))
  }
  const shown = (path: string, facts: BackupFacts) => ({
    path,
    workspaceName: facts.workspaceName ?? (facts.workspaceId === identity.id ? context.settings().workspaceName : null),
    size: facts.size,
    newest: facts.newest,
    ofThis: facts.workspaceId === identity.id,
    ways: [...facts.ways],
  })

  return {
    async get() {
      const now = context.now()
      const [kept, last] = await Promise.all([backups.kept(), store.setting(lastKey)])
      return answer({
        proposed: backups.proposed(now),
        proposedRestore: backups.proposedRestore(now),
        onlyHere: onlyHere(),
        last: (last as LastBackup | undefined) ?? null,
        kept: kept.map((file) => ({ ...file })),
      })
    },
    async make({ to, withoutSecondSlot }, actor) {
      const wrong = notFull('to', to)
      if (wrong) return wrong
      const why = withoutSecondSlot ? null : onlyHere()
      if (why) return refuse('refused', why, { fields: [{ path: 'withoutSecondSlot', word: why }] })
      const fits = await backups.free(to).then(
        () => null,
        (error: unknown) => failed('to', error),
      )
      if (fits) return fits
      return answer(
        context.jobs.start('backup', to, (job) =>
          inTurn(async () => {
            try {
              const size = await backups.make(
                to,
                (progress) => job.update({ progress, note: word('backup.copying', { path: to }) }),
                job.signal,
              )
              const last: LastBackup = { at: context.now(), path: to, size }
              await context.commit([
                { put: 'setting', row: { key: lastKey, value: last } },
                context.history(
                  actor,
                  { kind: 'workspace', id: identity.id, name: context.settings().workspaceName },
                  'backed up',
                  [{ field: 'file', from: null, to }],
                ),
              ])
              job.update({ note: word('backup.made', { path: to, size }) })
              context.events.changed('backups')
              return { state: 'done' }
            } catch (error) {
              if (job.signal.aborted) return { state: 'cancelled' }
              if (!(error instanceof BackupFailed)) throw error
              job.update({ note: backupProblem(error) })
              return {
                state: 'failed',
                failure: {
                  code: error.code === 'disk-full' ? 'disk-full' : 'store-failed',
                  stage: 'store',
                  transient: false,
                  detail: error.message,
                },
              }
            }
          }),
        ),
      )
    },
    async inspect({ from }) {
      const wrong = notFull('from', from)
      if (wrong) return wrong
      try {
        return answer(shown(from, await backups.inspect(from)))
      } catch (error) {
        return failed('from', error)
      }
    },
    restore: ({ from, to }, actor) =>
      inTurn(async () => {
        const wrong = notFull('from', from) ?? notFull('to', to)
        if (wrong) return wrong
        try {
          const facts = await backups.restore(from, to)
          await context.commit([
            context.history(
              actor,
              { kind: 'workspace', id: identity.id, name: context.settings().workspaceName },
              'restored into another file',
              [{ field: 'file', from, to }],
            ),
          ])
          context.events.changed('backups')
          return answer(shown(from, facts))
        } catch (error) {
          return failed(error instanceof BackupFailed && error.path === to ? 'to' : 'from', error)
        }
      }),
  }
}
