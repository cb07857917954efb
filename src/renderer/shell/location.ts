import { useSyncExternalStore } from 'react'

/** Where one is: `#/connectors/abc/test?side=out` is path ['connectors', 'abc', 'test'] and query side=out. */
export interface Location {
  readonly path: readonly string[]
  readonly query: Readonly<Record<string, string>>
}

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** Reads a hash. Unknown shapes give the empty path, never an error. */
export function parse(hash: string): Location {
  const [path = '', query = ''] = hash.replace(/^#?\/?/, '').split('?', 2)
  return {
    path: path
      .split('/')
      .filter((part) => part !== '')
      .map(decode),
    query: Object.fromEntries(new URLSearchParams(query)),
  }
}

/** The hash of a place, for `href`. Empty parts and undefined query values are left out. */
export function hrefTo(path: readonly string[], query: Readonly<Record<string, string | undefined>> = {}): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined)
  const search = new URLSearchParams(given).toString()
  const parts = path.filter((part) => part !== '').map(encodeURIComponent)
  return `#/${parts.join('/')}${search === '' ? '' : `?${search}`}`
}

/** Goes there. `replace` leaves no step behind: for filters and list selection. */
export function navigate(
  path: readonly string[],
  query: Readonly<Record<string, string | undefined>> = {},
  how: 'push' | 'replace' = 'push',
): void {
  const href = hrefTo(path, query)
  if (how === 'push') {
    window.location.hash = href
    return
  }
  history.replaceState(history.state, '', href)
  dispatchEvent(new HashChangeEvent('hashchange'))
}

// The same hash must give the same object, or useSyncExternalStore renders for ever.
let known: { readonly hash: string; readonly location: Location } = { hash: '', location: parse('') }
function current(): Location {
  const { hash } = window.location
  if (hash !== known.hash) known = { hash, location: parse(hash) }
  return known.location
}

function subscribe(onChange: () => void): () => void {
  addEventListener('hashchange', onChange)
  return () => removeEventListener('hashchange', onChange)
}

/** The current place; renders again when it changes. */
export const useLocation = (): Location => useSyncExternalStore(subscribe, current)
