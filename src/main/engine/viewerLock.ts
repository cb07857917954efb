import { z } from '../../domain/schema.ts'
import type { Actor } from '../../contract/define.ts'
import { word } from '../../words/index.ts'
import { refuse } from './answers.ts'
import type { Store } from './ports/store.ts'

const lockKey = 'viewerLock'
const stored = z.strictObject({ by: z.string(), at: z.string() })
type Lock = z.infer<typeof stored>

/** Whether the workspace is locked to viewing (S4). It guards against slips: whoever can open the files is not bound by it. */
export interface ViewerLock {
  state(): Lock | null
  /** Who unlocks it: the OS user who owns the workspace file. */
  readonly owner: string
  /** The actor as the lock leaves them. The engine's own work goes on. */
  bound(actor: Actor): Actor
  mayUnlock(actor: Actor): boolean
  /** The row of the next state, for the transaction that says who did it; `written` when that is done. */
  change(next: Lock | null): {
    readonly put: 'setting'
    readonly row: { readonly key: string; readonly value: unknown }
  }
  written(next: Lock | null): void
}

/** A value that cannot be read counts as a lock: nobody is let in by a damaged row. */
export async function readViewerLock(store: Store, owner: string): Promise<ViewerLock> {
  const value = await store.setting(lockKey)
  const read = stored.safeParse(value)
  let lock: Lock | null =
    value === undefined || value === false
      ? null
      : read.success
        ? read.data
        : { by: '?', at: new Date(0).toISOString() }
  return {
    state: () => lock,
    owner,
    bound: (actor) => (lock === null || actor.via === 'engine' ? actor : { ...actor, role: 'viewer' }),
    // A host that lets somebody only look has said so itself: the lock is not theirs to open.
    mayUnlock: (actor) => actor.role === 'administrator' && actor.name === owner,
    change: (next) => ({ put: 'setting', row: { key: lockKey, value: next ?? false } }),
    written: (next) => void (lock = next),
  }
}

/** Why a change is refused. */
export const refuseViewer = (lock: ViewerLock) => {
  const state = lock.state()
  return refuse(
    'not-permitted',
    state === null ? word('refusal.not-permitted') : word('refusal.locked', { by: state.by, owner: lock.owner }),
  )
}
