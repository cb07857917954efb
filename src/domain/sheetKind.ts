import { readCsv } from './csv.ts'

/** What a sheet holds: one row a route, a company, or a connector. */
export const sheetKinds = ['incoming', 'outgoing', 'companies', 'connectors'] as const
export type SheetKind = (typeof sheetKinds)[number]

/** JSON is an object or a list; no sheet begins with a brace. */
export const isJson = (text: string): boolean => /^\uFEFF?\s*[{[]/.test(text)

/** Letter case and blanks in the names of columns do not count. */
export const columnKey = (name: string): string => name.normalize('NFKC').toLowerCase().replace(/\s+/gu, '')

/** What a sheet is about, by the names of its columns. */
export function sheetKindOf(text: string): SheetKind {
  const [head] = readCsv(text.slice(0, 10_000)).rows
  const titles = new Set((head?.cells ?? []).map(columnKey))
  if (titles.has('usefor') || titles.has('primaryemailaddress')) return 'connectors'
  if (titles.has('name') || titles.has('entries')) return 'companies'
  return titles.has('description') ? 'outgoing' : 'incoming'
}
