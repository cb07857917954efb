import { addressKey, domainKey, isDomain, parseAddress } from '../address.ts'

/** One entry of a list of addresses and domains (R3, N15): exactly this address, or exactly this domain. */
export type ListEntry =
  | { readonly kind: 'address'; readonly key: string }
  | { readonly kind: 'domain'; readonly key: string }

/** Why a list's entry is none, with the form that would be one where it can be guessed. */
export interface EntryProblem {
  readonly entry: string
  readonly why: 'bare-domain' | 'other-star' | 'not-an-address' | 'wildcard-not-allowed' | 'not-an-extension'
  readonly offer: string | null
}

export type ReadEntry<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problem: EntryProblem }

/** Entries as a person types or pastes them: separated by `;`, empty ones ignored (N12). */
export const splitEntries = (text: string): readonly string[] =>
  text
    .split(/[;\n]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

/**
 * Reads an entry of a sender, recipient, company or blocked list. `*@example.com` and `*example.com` mean exactly that domain (N15);
 * other star forms and bare domains are refused, with the right form offered.
 */
export function readListEntry(written: string): ReadEntry<ListEntry> {
  const entry = written.trim()
  const refused = (why: EntryProblem['why'], offer: string | null): ReadEntry<ListEntry> => ({
    ok: false,
    problem: { entry, why, offer },
  })
  if (entry.startsWith('*')) {
    const domain = entry.slice(entry[1] === '@' ? 2 : 1)
    if (isDomain(domain)) return { ok: true, value: { kind: 'domain', key: domainKey(domain) } }
    return refused('other-star', everyoneOf(entry))
  }
  const key = addressKey(entry)
  if (key !== undefined && !parseAddress(entry)!.local.includes('*'))
    return { ok: true, value: { kind: 'address', key } }
  const bare = entry.replace(/^[@.]+/, '')
  if (isDomain(bare)) return refused('bare-domain', `*@${bare}`)
  return entry.includes('*') ? refused('other-star', everyoneOf(entry)) : refused('not-an-address', null)
}

/** The whole domain that an entry with a star probably means; null where there is none in it. */
function everyoneOf(entry: string): string | null {
  const domain = entry.slice(entry.lastIndexOf('@') + 1).replace(/^[*.]+/, '')
  return isDomain(domain) ? `*@${domain}` : null
}

/** The form in which an entry is kept: an address as it was written, a domain as `*@example.com`. */
export function keptListEntry(written: string): string {
  const read = readListEntry(written)
  const entry = written.trim()
  return read.ok && read.value.kind === 'domain' ? `*@${entry.replace(/^\*@?/, '')}` : entry
}

/**
 * An extension as it is compared: lower case with its dot. `pdf` and `*.pdf` become `.pdf`; `.tar.gz` works (N11).
 */
export function readExtension(written: string): ReadEntry<string> {
  const entry = written.trim()
  const plain = entry
    .replace(/^\*?\.?/, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\s.]+$/, '')
  // What a file name cannot end with can never hold; several in one entry are none either.
  return plain === '' || /[\\/:*?"<>|;,]|\s\./.test(plain)
    ? { ok: false, problem: { entry, why: 'not-an-extension', offer: null } }
    : { ok: true, value: `.${plain}` }
}

/** N12: both sides in NFC, case-folded, white space collapsed. */
export const foldedText = (text: string): string => foldCase(text.normalize('NFC')).replace(/\s+/gu, ' ').trim()

// Full case folding as far as the language has it: `ß` is `ss`, a final sigma is a sigma. `ẞ` has no upper case form, so it is lowered first.
const foldCase = (text: string): string => text.toLowerCase().toUpperCase().toLowerCase().replaceAll('ς', 'σ')
