import type { Word } from '../domain/diagnosis/proof.ts'
import { en } from './en/index.ts'

/** Words are functions of their parameters; a missing or misspelt parameter does not compile. */
export type Catalogue = typeof en
export type WordKey = keyof Catalogue
type Params<K extends WordKey> = Parameters<Catalogue[K]>[0]

/** A word to be said later and elsewhere: key and parameters. */
export const word = <K extends WordKey>(key: K, ...params: Params<K> extends undefined ? [] : [Params<K>]): Word => ({
  key,
  params: (params[0] ?? {}) as Word['params'],
})

/** The sentence of a word that came over a border. An unknown key is shown as it is: it is better than nothing, and tests look for it. */
export function say(spoken: Word): string {
  const sentence = Object.hasOwn(en, spoken.key)
    ? (en as Readonly<Record<string, ((params: never) => string) | undefined>>)[spoken.key]
    : undefined
  return sentence ? sentence(spoken.params as never) : spoken.key
}

/** The sentence of a word that is known here. */
export const words = en
