import { useEffect } from 'react'
import { create } from 'zustand'
import type { LintFinding } from '../../../../contract/routes.ts'
import { api, onChanged } from '../../../api/index.ts'
import { lintTopics } from './store.ts'

/** What is known, by route. What was said of a route stays while it is asked about again. */
const useKnown = create<ReadonlyMap<string, readonly LintFinding[]>>()(() => new Map())

const none: readonly LintFinding[] = []

/** What lint says of a route that is, or was, in sight. */
export const useFindings = (routeId: string): readonly LintFinding[] => useKnown((known) => known.get(routeId)) ?? none

/** ms for which the same rows are in sight before they are asked about: what flies by is not. */
const settles = 80
/** ms after a change before they are asked about anew: finding it out then takes the engine longest, and the next move goes first. */
const settlesAfterChange = 500

let inSight: readonly string[] = []
/** Those that were asked about since the last change. */
const asked = new Set<string>()
let waiting: ReturnType<typeof setTimeout> | undefined
/** Something changed since they were asked about. */
let isStale = false

/**
 * R14: keeps asking what lint says of the routes that are in sight, and only of them: of ten thousand routes that have the same slip the
 * answer is larger than the list itself.
 */
export function useLintOf(routeIds: readonly string[]): void {
  const key = routeIds.join(' ')
  useEffect(() => {
    inSight = key === '' ? [] : key.split(' ')
    if (!isStale) askIn(settles)
  }, [key])
  useEffect(
    () =>
      onChanged(lintTopics, () => {
        asked.clear()
        // Not put off by the next change: they may come for as long as mail does.
        if (!isStale) askIn(settlesAfterChange)
        isStale = true
      }),
    [],
  )
}

function askIn(ms: number): void {
  clearTimeout(waiting)
  waiting = setTimeout(() => void ask(), ms)
}

async function ask(): Promise<void> {
  isStale = false
  const routeIds = inSight.filter((id) => !asked.has(id))
  if (routeIds.length === 0) return
  for (const id of routeIds) asked.add(id)
  const answer = await api.routes.lint({ routeIds })
  if (!answer.ok) return
  const found = Map.groupBy(answer.value.rows, ({ routeId }) => routeId)
  const known = new Map(useKnown.getState())
  for (const id of routeIds) known.set(id, found.get(id) ?? none)
  useKnown.setState(known, true)
}
