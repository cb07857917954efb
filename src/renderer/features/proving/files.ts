import { mostOctets } from '../../../contract/proving.ts'
import { base64Of } from '../answers/index.ts'

/** Mails of one try; more would not fit into a call. */
export const mostMails = 200

/** A mail on the list: a dropped file with its content, or one that the workspace keeps. */
export interface MailToTry {
  /** Its own, also where the same file is dropped twice. */
  readonly key: string
  readonly mail:
    | { readonly name: string; readonly base64: string }
    | { readonly mailId: string }
    | { readonly testId: string }
}

const octetsOf = ({ mail }: MailToTry): number => ('base64' in mail ? mail.base64.length : 0)

// Names, ids and braces of a call take room as well.
const room = mostOctets - 256 * 1024

/** As many as fit into one call, from the first on; the names of the others. */
export function fitting(
  known: readonly MailToTry[],
  more: readonly MailToTry[],
): { readonly mails: readonly MailToTry[]; readonly left: readonly string[] } {
  const mails = [...known]
  const left: string[] = []
  let octets = known.reduce((sum, each) => sum + octetsOf(each), 0)
  for (const each of more) {
    octets += octetsOf(each)
    if (octets <= room && mails.length < mostMails) mails.push(each)
    else {
      octets -= octetsOf(each)
      left.push('name' in each.mail ? each.mail.name : each.key)
    }
  }
  return { mails, left }
}

let keys = 0
export const nextKey = (): string => String((keys += 1))

/** Reads dropped or chosen files; those that cannot be read are named. */
export async function readFiles(
  files: readonly File[],
): Promise<{ readonly read: readonly MailToTry[]; readonly failed: readonly string[] }> {
  const read: MailToTry[] = []
  const failed: string[] = []
  for (const file of files) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other: their order is the order of arrival
    const base64 = file.size > room ? null : await base64Of(file)
    if (base64 === null) failed.push(file.name)
    else read.push({ key: nextKey(), mail: { name: file.name, base64 } })
  }
  return { read, failed }
}

/** Octets as a reader sees them; what is no UTF-8 shows as such. */
export const textOf = (base64: string): { readonly octets: number; readonly text: (most: number) => string } => {
  const raw = Uint8Array.from(atob(base64), (octet) => octet.charCodeAt(0))
  return { octets: raw.length, text: (most) => new TextDecoder().decode(raw.subarray(0, most)) }
}
