import { foldedText } from './lists.ts'

/** R9: what is typed into a column's search: the text starts with it; behind a leading `*` it contains it. Letter case does not matter. */
export function searchFor(written: string): (text: string) => boolean {
  const anywhere = written.trimStart().startsWith('*')
  const wanted = foldedText(anywhere ? written.trimStart().slice(1) : written)
  if (wanted === '') return () => true
  return anywhere ? (text) => foldedText(text).includes(wanted) : (text) => foldedText(text).startsWith(wanted)
}
