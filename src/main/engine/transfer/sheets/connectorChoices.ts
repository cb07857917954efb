import type { AfterMail } from '../../../../domain/connector.ts'
import { word } from '../../../../words/index.ts'
import { nameKey } from '../../connectors/saving.ts'
import type { ReadCell } from './sheet.ts'

/** A choice by the name that screens give it, or by its own; letter case does not matter. */
export function choice<V extends string>(
  choices: readonly V[],
  labelOf: (value: V) => string,
  also: Readonly<Record<string, V>> = {},
) {
  const known = new Map<string, V>([
    ...Object.entries(also),
    ...choices.flatMap((value) => [[nameKey(labelOf(value)), value] as const, [value, value] as const]),
  ])
  return {
    write: labelOf,
    read(cell: string): ReadCell<V> {
      const value = known.get(nameKey(cell))
      return value === undefined
        ? { ok: false, word: word('sheet.not-a-choice', { cell, choices: choices.map(labelOf).join(', ') }) }
        : { ok: true, value }
    },
  }
}

/** What stands in the cell of After Mail (I2): Keep, Keep 30 days, Remove, Move to FOLDER. */
export function readAfterMail(cell: string): ReadCell<AfterMail> {
  const said = cell.trim()
  if (/^(keep)?$/i.test(said)) return { ok: true, value: { kind: 'keep', days: null } }
  if (/^remove$/i.test(said)) return { ok: true, value: { kind: 'remove' } }
  const days = Number(/^keep (\d{1,4}) days?$/i.exec(said)?.[1])
  if (days >= 1 && days <= 3650) return { ok: true, value: { kind: 'keep', days } }
  const folder = /^move to (.{1,1000})$/i.exec(said)?.[1]
  return folder === undefined
    ? { ok: false, word: word('sheet.not-after-mail', { cell }) }
    : { ok: true, value: { kind: 'move', folder } }
}
export const writeAfterMail = (after: AfterMail): string =>
  after.kind === 'move'
    ? `Move to ${after.folder}`
    : after.kind === 'remove'
      ? 'Remove'
      : after.days === null
        ? 'Keep'
        : `Keep ${after.days} days`
