import { useCallback, useEffect, useRef, useState } from 'react'
import { create } from 'zustand'
import type { Refusal } from '../../../contract/define.ts'
import type { ProvenMail, RouteEdit } from '../../../contract/proving.ts'
import type { Topic } from '../../../contract/events.ts'
import { api, reading } from '../../api/index.ts'
import { onChanged } from '../../api/client.ts'
import { fitting, type MailToTry } from './files.ts'

/** What decides mail: when it changes, outcomes are asked for again. */
const deciding: readonly Topic[] = ['connectors', 'routes', 'processes', 'settings', 'vault', 'items', 'aside']

export interface Trial {
  /** In the order in which they would arrive. */
  readonly mails: readonly MailToTry[]
  readonly selected: string | null
  /** What did not fit into one try. */
  readonly left: readonly string[]
  /** Files that could not be read. */
  readonly failed: readonly string[]
}

const nothing: Trial = { mails: [], selected: null, left: [], failed: [] }

/** A list of mails to try; it stays while other screens are looked at, and goes with the window. */
export const createTrial = () => create<Trial>()(() => nothing)

export type TrialStore = ReturnType<typeof createTrial>

/** The list of the proving ground. */
export const groundTrial: TrialStore = createTrial()
/** The connector that received the mails; null: the first one. */
export const useReceiver = create<{ readonly connectorId: string | null }>()(() => ({ connectorId: null }))

export function addMails(trial: TrialStore, more: readonly MailToTry[], failed: readonly string[] = []): void {
  trial.setState((all) => {
    const { mails, left } = fitting(all.mails, more)
    return { mails, left, failed, selected: mails[all.mails.length]?.key ?? all.selected }
  })
}

export function removeMail(trial: TrialStore, key: string): void {
  trial.setState((all) => {
    const at = all.mails.findIndex((mail) => mail.key === key)
    const mails = all.mails.filter((mail) => mail.key !== key)
    return { ...nothing, mails, selected: (mails[at] ?? mails.at(-1))?.key ?? null }
  })
}

export const clearMails = (trial: TrialStore): void => trial.setState(nothing, true)

export interface Tried {
  /** By key of the mail; the last ones stay while they are asked for again. */
  readonly outcomes: ReadonlyMap<string, ProvenMail>
  readonly refusal: Refusal | null
  readonly asking: boolean
  readonly again: () => void
}

/** Milliseconds from the last edit to the question. */
const settles = 300

/** Tries the mails, and again when what decides them changes. `edit`: a route as it stands in an editor. */
export function useTried(mails: readonly MailToTry[], connectorId: string | null, edit: RouteEdit | null): Tried {
  const [state, setState] = useState<Omit<Tried, 'again'>>({ outcomes: new Map(), refusal: null, asking: false })
  const newest = useRef(0)
  const editKey = edit === null ? '' : JSON.stringify(edit)
  const ask = useCallback(async () => {
    if (connectorId === null || mails.length === 0) return
    const mine = (newest.current += 1)
    setState((all) => ({ ...all, asking: true }))
    const answer = await api.proving.try({
      connectorId,
      mails: mails.map(({ mail }) => mail),
      routes: editKey === '' ? [] : [JSON.parse(editKey) as RouteEdit],
    })
    // An older answer says nothing any more.
    if (newest.current !== mine) return
    if (!answer.ok) return setState((all) => ({ ...all, refusal: answer.refusal, asking: false }))
    const outcomes = new Map(
      mails.flatMap(({ key }, at) => {
        const outcome = answer.value.mails[at]
        return outcome ? [[key, outcome] as const] : []
      }),
    )
    setState({ outcomes, refusal: null, asking: false })
  }, [mails, connectorId, editKey])
  useEffect(() => onChanged(deciding, () => void ask()), [ask])
  useEffect(() => {
    const timer = setTimeout(() => void ask(), editKey === '' ? 0 : settles)
    return () => clearTimeout(timer)
  }, [ask, editKey])
  return { ...state, again: () => void ask() }
}

/** Every route test, run. */
export const routeTests = reading(
  ['route-tests', 'connectors', 'routes', 'processes', 'settings', 'vault'],
  api.proving.runTests,
)
