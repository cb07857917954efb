import { create } from 'zustand'
import type { Answer, Refusal } from '../../../contract/define.ts'
import type { MigrationBlocker, MigrationView } from '../../../contract/migration.ts'
import type { Gateway } from '../../../domain/migration/gateway.ts'
import type { MigrationStep } from '../../../domain/migration/blockers.ts'
import { api, reading } from '../../api/index.ts'

/** Reads without parameters share this one input. */
export const everything = {}

/** The migration as the engine keeps it. Its plan follows the workspace, so it is read again whenever that changes. */
export const wizard = reading(
  ['migration', 'connectors', 'routes', 'processes', 'proofs', 'settings', 'vault', 'outbox'],
  () => api.migration.get({}),
)
export const carriers = reading(['connectors', 'routes', 'processes', 'settings', 'migration'], () =>
  api.migration.carriers({}),
)

export const take = (view: MigrationView | null): void => wizard.put(everything, { migration: view })

interface Doing {
  /** How many commands are under way or wait. */
  readonly count: number
  readonly refusal: Refusal | null
  /** The field that the next step is to put the focus into. */
  readonly focus: string | null
}
export const useDoing = create<Doing>()(() => ({ count: 0, refusal: null, focus: null }))

let last: Promise<unknown> = Promise.resolve()

/**
 * One change after the other, each with the revision that the one before left: a field that is left and a button that is pressed in one
 * breath do not overtake one another. Answers whether it was done; why not is shown by the screen.
 */
export function change(
  command: (
    which: { readonly id: string; readonly revision: number },
    view: MigrationView,
  ) => Promise<Answer<MigrationView>>,
): Promise<boolean> {
  useDoing.setState(({ count }) => ({ count: count + 1, refusal: null }))
  const turn = last.then(async () => {
    const view = wizard.known(everything)?.migration
    if (!view) return false
    const answer = await command({ id: view.id, revision: view.revision }, view)
    if (answer.ok) take(answer.value)
    else {
      useDoing.setState({ refusal: answer.refusal })
      if (answer.refusal.code === 'stale') await wizard.read(everything)
    }
    return answer.ok
  })
  last = turn.catch(() => undefined)
  return turn.finally(() => useDoing.setState(({ count }) => ({ count: count - 1 })))
}

export const goTo = (step: MigrationStep, focus: string | null = null): Promise<boolean> => {
  useDoing.setState({ focus })
  return change((which) => api.migration.goTo({ ...which, step }))
}

/** What keeps a step from being left forward. */
export const blockersOf = (view: MigrationView, step: MigrationStep): readonly MigrationBlocker[] =>
  view.plan?.blockers.filter((blocker) => blocker.step === step) ?? []

/** Saves a change of the gateway or of the new connector; whatever was changed a moment before stays. */
export const saveGateway = (part: {
  readonly gateway?: Partial<Gateway>
  readonly password?: string
  readonly connectorName?: string
  readonly primaryAddress?: string
}): Promise<boolean> =>
  change((which, view) =>
    api.migration.saveGateway({
      ...which,
      gateway: { ...view.gateway, ...part.gateway },
      password: part.password ?? null,
      connectorName: part.connectorName ?? view.connectorName,
      primaryAddress: part.primaryAddress ?? view.primaryAddress,
    }),
  )
