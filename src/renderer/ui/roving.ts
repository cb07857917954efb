import type { KeyboardEvent } from 'react'

/**
 * Where an arrow key leads in a row or column of `count` places; null when the key is not one of them.
 * The ends do not wrap in lists, and wrap in small groups.
 */
export function roveTo(event: KeyboardEvent, from: number, count: number, ends: 'stop' | 'wrap'): number | null {
  if (count === 0 || event.altKey || event.ctrlKey || event.metaKey) return null
  const at = (index: number) => (ends === 'wrap' ? (index + count) % count : Math.min(count - 1, Math.max(0, index)))
  switch (event.key) {
    case 'ArrowDown':
      return at(from + 1)
    case 'ArrowUp':
      return at(from - 1)
    case 'ArrowRight':
      return ends === 'wrap' ? at(from + 1) : null
    case 'ArrowLeft':
      return ends === 'wrap' ? at(from - 1) : null
    case 'PageDown':
      return ends === 'stop' ? at(from + 10) : null
    case 'PageUp':
      return ends === 'stop' ? at(from - 10) : null
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
