import { create } from 'zustand'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import { emptyForm, formOf } from './form.ts'
import type { ConnectorForm } from './form.ts'

/** One editor's state; it outlives the change of a tab. */
export interface Edit {
  /** What was read; null for a new connector. */
  readonly base: ConnectorView | null
  readonly form: ConnectorForm
  /** Whether the test was asked for: then everything that is missing is said. */
  readonly asked: boolean
}

export const newConnector = 'new'

export const useEdits = create<Readonly<Record<string, Edit>>>()(() => ({}))

export const begin = (view: ConnectorView | null): Edit => ({
  base: view,
  form: view === null ? emptyForm : formOf(view),
  asked: view !== null,
})

export const setEdit = (key: string, edit: Edit): void => useEdits.setState({ [key]: edit })

export function dropEdit(key: string): void {
  const { [key]: _, ...rest } = useEdits.getState()
  useEdits.setState(rest, true)
}

/** In the place of an id: the test of all of them. */
export const testAll = 'test-all'
