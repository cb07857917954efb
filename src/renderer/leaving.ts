import { create } from 'zustand'
import { parse } from './shell/location.ts'

/** Something that is being edited and not saved. */
interface Unsaved {
  readonly name: string
  /** What was changed, for the question. */
  readonly fields: readonly string[]
  /** Places that belong to it: going there loses nothing. */
  readonly keeps: (path: readonly string[]) => boolean
  readonly discard: () => void
}

interface Leaving {
  readonly unsaved: Unsaved | null
  /** Where one wants to go; the question is open while it is set. */
  readonly target: string | null
}

/** Asks before unsaved edits are lost: by a link, the palette, Back, or closing the window. */
export const useLeaving = create<Leaving>()(() => ({ unsaved: null, target: null }))

let place = window.location.hash

export function setUnsaved(unsaved: Unsaved | null): void {
  place = window.location.hash
  useLeaving.setState({ unsaved })
}

// First of all listeners, so that the router never sees a place that one has not gone to yet.
addEventListener(
  'hashchange',
  (event) => {
    const { unsaved } = useLeaving.getState()
    const wanted = window.location.hash
    if (unsaved === null || unsaved.keeps(parse(wanted).path)) {
      place = wanted
      return
    }
    event.stopImmediatePropagation()
    history.replaceState(history.state, '', place)
    useLeaving.setState({ target: wanted })
  },
  { capture: true },
)

addEventListener('beforeunload', (event) => {
  if (useLeaving.getState().unsaved !== null) event.preventDefault()
})

export const stay = (): void => useLeaving.setState({ target: null })

export function leave(): void {
  const { unsaved, target } = useLeaving.getState()
  unsaved?.discard()
  useLeaving.setState({ unsaved: null, target: null })
  if (target !== null) window.location.hash = target
}
