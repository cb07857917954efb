import type { StateMarkShape } from '../../contract/shapes.ts'
import type { SideState } from '../../domain/connectorState.ts'
import type { FromProofState } from '../../domain/fromProof.ts'
import { word } from '../../words/index.ts'

/** State names as lists show them: tone for icon and colour, word for the text. */
export function sideMark(state: SideState): StateMarkShape {
  switch (state.name) {
    case 'proved-days':
      return { tone: 'warning', word: word('state.proved-days', { days: state.days }) }
    case 'on':
    case 'proved':
      return { tone: 'ok', word: word(`state.${state.name}`) }
    case 'held':
    case 'holding-folder':
    case 'observing':
      return { tone: 'info', word: word(`state.${state.name}`) }
    case 'draft':
    case 'not-tested':
      return { tone: 'neutral', word: word(`state.${state.name}`) }
    case 'off':
      return { tone: 'off', word: word('state.off') }
    case 'needs-test':
    case 'backing-off':
    case 'paused':
      return { tone: 'warning', word: word(`state.${state.name}`) }
    case 'test-failed':
    case 'stopped':
    case 'needs-secret':
    case 'vault-locked':
      return { tone: 'failed', word: word(`state.${state.name}`) }
  }
}

/** The proof of a From address as lists show it. */
export function fromMark(state: FromProofState): StateMarkShape {
  if (state.name === 'proved-days') return sideMark(state)
  const { name } = state
  return name === 'carried-over' ? { tone: 'warning', word: word('state.carried-over') } : sideMark({ name })
}
