import type { Word } from '../diagnosis/proof.ts'
import { word } from '../diagnosis/word.ts'

/** *Danger*: going on as it is does harm. *To do*: something is missing. *Note*: good to know, and nothing to do. *Done*: it is so. */
export const lineStates = ['danger', 'to-do', 'note', 'done'] as const
export type LineState = (typeof lineStates)[number]

/** The act behind the button that mends a line. */
export type Mend =
  | { readonly act: 'open'; readonly tab: 'settings' | 'test' }
  | { readonly act: 'enable' | 'observe' | 'hold' | 'choose-start' | 'plan' | 'resume' | 'holding' | 'processes' }
  | { readonly act: 'process'; readonly processId: string }
  | { readonly act: 'set-live'; readonly processId: string }
  /** The Routes page: routes of one connector, or all of them where several connectors are concerned. */
  | { readonly act: 'routes'; readonly connectorId: string | null }

export interface ChecklistLine {
  readonly id: string
  readonly state: LineState
  /** Whether receiving cannot be switched on before it is mended. */
  readonly blocks: boolean
  /** What is so. */
  readonly title: Word
  /** What it means. */
  readonly says: Word | null
  readonly mend: { readonly word: Word; readonly act: Mend } | null
}

/** Lines, the most urgent first, and how many of each state they are. */
export interface CountedLines {
  readonly lines: readonly ChecklistLine[]
  readonly done: number
  readonly dangers: number
  readonly toDo: number
}

interface More {
  readonly says?: Word
  /** Which word the button has, and its act. */
  readonly mend?: readonly [string, Mend]
  readonly blocks?: boolean
}

export const line = (id: string, state: LineState, title: Word, more: More = {}): ChecklistLine => ({
  id,
  state,
  blocks: more.blocks ?? false,
  title,
  says: more.says ?? null,
  mend: more.mend ? { word: word(`golive.mend.${more.mend[0]}`), act: more.mend[1] } : null,
})

export function counted(lines: readonly ChecklistLine[]): CountedLines {
  const count = (state: LineState) => lines.filter((each) => each.state === state).length
  return {
    lines: lines.toSorted((a, b) => lineStates.indexOf(a.state) - lineStates.indexOf(b.state)),
    done: count('done'),
    dangers: count('danger'),
    toDo: count('to-do'),
  }
}
