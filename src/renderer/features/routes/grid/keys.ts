import { incomingColumns, outgoingColumns } from './columns.tsx'
import type { Line } from './model.ts'

/** The cell that has the focus of the grid: its line by key, its column from 0. */
export interface Place {
  readonly line: string
  readonly column: number
}

/** How many cells a line has. Lines of routes begin with the box that selects, and end with their menu. */
export const cellsOf = ({ kind, group }: Pick<Line, 'kind' | 'group'>): number =>
  kind === 'group'
    ? 2
    : kind === 'nothing'
      ? 1
      : (group.side === 'incoming' ? incomingColumns : outgoingColumns).length + 2

export const columnCount = incomingColumns.length + 2

/**
 * Where a key leads from a cell, as index of line and column; null where the key is none that walks.
 * `page` is how many lines are seen at once.
 */
export function walk(
  key: string,
  toTheEnd: boolean,
  from: { readonly index: number; readonly column: number },
  lines: readonly Line[],
  page: number,
): { readonly index: number; readonly column: number } | null {
  const lastLine = lines.length - 1
  const here = lines[from.index]
  if (!here) return null
  const at = (index: number, column = from.column) => ({ index: Math.min(lastLine, Math.max(0, index)), column })
  switch (key) {
    case 'ArrowDown':
      return at(from.index + 1)
    case 'ArrowUp':
      return at(from.index - 1)
    case 'ArrowRight':
      return at(from.index, Math.min(cellsOf(here) - 1, from.column + 1))
    case 'ArrowLeft':
      // From the first cell of a line on to the head of its group, as in a tree.
      return from.column > 0 || here.kind === 'group'
        ? at(from.index, Math.max(0, from.column - 1))
        : at(lines.findIndex((line) => line.key === here.group.key))
    case 'Home':
      return toTheEnd ? at(0, 0) : at(from.index, 0)
    case 'End':
      return toTheEnd ? at(lastLine) : at(from.index, cellsOf(here) - 1)
    case 'PageDown':
      return at(from.index + page)
    case 'PageUp':
      return at(from.index - page)
    default:
      return null
  }
}
