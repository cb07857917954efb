import { useEffect, useState } from 'react'
import type { Output } from '../../../../contract/define.ts'
import type { OutgoingRouteView, routes } from '../../../../contract/routes.ts'
import { api, reading } from '../../../api/index.ts'
import { everything, routeGroups } from '../store.ts'

/** P3: what stops with a From address. */
export const consequences = reading(
  ['connectors', 'routes', 'processes', 'outbox', 'settings'],
  api.routes.consequences,
)

export const consequencesOfMany = reading(
  ['connectors', 'routes', 'processes', 'outbox', 'settings'],
  api.routes.consequencesOfMany,
)

export type Consequences = Output<(typeof routes)['consequencesOfMany']> & { readonly address?: string }
export type ProofRow = Output<(typeof routes)['proofs']>['rows'][number]

export const stopsSomething = ({ liveProcesses, liveActions, queued, unmonitored }: Consequences): boolean =>
  liveProcesses.length > 0 || liveActions.length > 0 || queued > 0 || unmonitored

/** A From address as it is now: a test that ends shows in it without anything being opened anew. */
export const useFresh = (id: string | null): OutgoingRouteView | null =>
  routeGroups
    .use(everything)
    .value?.groups.flatMap((group) => group.outgoing ?? [])
    .find((route) => route.id === id) ?? null

/** Rows of a job's results, each read once: a long job ends one test after the other. */
export function useProofRows(ids: readonly string[]): readonly ProofRow[] {
  const [rows, setRows] = useState<ReadonlyMap<string, ProofRow>>(new Map())
  const missing = ids.filter((id) => !rows.has(id)).join(' ')
  useEffect(() => {
    if (missing === '') return
    let wanted = true
    void api.routes.proofs({ ids: missing.split(' ') }).then((answer) => {
      if (wanted && answer.ok)
        setRows((known) => new Map([...known, ...answer.value.rows.map((row) => [row.proof.id, row] as const)]))
    })
    return () => {
      wanted = false
    }
  }, [missing])
  return ids.flatMap((id) => rows.get(id) ?? [])
}
