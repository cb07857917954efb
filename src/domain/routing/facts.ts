import { parseAddress } from '../address.ts'
import type { Mailbox, Message } from '../message.ts'
import { foldedText } from './lists.ts'

/** One To or Cc address of a mail, as routing sees it. */
export interface Recipient {
  /** As it was written. */
  readonly address: string
  readonly key: string
  /** What stands behind the first `+` of the local part, and the address without it (I16); null where there is none. */
  readonly plus: { readonly tag: string; readonly baseKey: string } | null
}

/** What the rules of R2 look at, read once of a mail. The body is not among it. */
export interface MailFacts {
  /** To before Cc, each once, invalid entries passed over (I5, N4, N5). */
  readonly recipients: readonly Recipient[]
  readonly recipientKeys: ReadonlySet<string>
  readonly recipientDomains: ReadonlySet<string>
  /** The first usable From address (N4, N14). */
  readonly sender: { readonly address: string; readonly key: string; readonly domain: string } | null
  readonly important: boolean
  /** Attachment names as they are compared, and what each ends with from every dot on (N11). */
  readonly fileNames: readonly string[]
  readonly endings: ReadonlySet<string>
  readonly subject: string
}

const domainOf = (key: string): string => key.slice(key.lastIndexOf('@') + 1)

function recipientOf({ address }: Mailbox): Recipient | undefined {
  const parsed = parseAddress(address)
  if (!parsed) return undefined
  const { key } = parsed
  const plus = key.startsWith('"') ? -1 : key.indexOf('+')
  const at = key.lastIndexOf('@')
  return {
    address: parsed.written,
    key,
    plus:
      plus > 0 && plus < at - 1 ? { tag: key.slice(plus + 1, at), baseKey: key.slice(0, plus) + key.slice(at) } : null,
  }
}

/** The addresses of a list in order, each once. */
export function recipientsIn(mailboxes: readonly Mailbox[]): readonly Recipient[] {
  const found = new Map<string, Recipient>()
  for (const mailbox of mailboxes) {
    const recipient = recipientOf(mailbox)
    if (recipient && !found.has(recipient.key)) found.set(recipient.key, recipient)
  }
  return [...found.values()]
}

/** N9: any one of the four marks is enough; flags of the mailbox do not count. */
export function isImportant(headers: Message['headers']): boolean {
  return headers.some(({ name, value }) => {
    const said = value.trim().toLowerCase()
    switch (name.toLowerCase()) {
      case 'importance':
      case 'x-msmail-priority':
        return said === 'high'
      case 'x-priority':
        return /^[12](?!\d)/.test(said)
      case 'priority':
        return said === 'urgent'
      default:
        return false
    }
  })
}

/** More than any extension that a rule may ask for, and more than any subject that somebody wrote: what a hostile mail may cost ends there. */
const longestName = 1_000
const longestSubject = 10_000

// N11: names are compared without trailing blanks and dots, which file systems drop.
function comparedName(name: string): string {
  let end = name.length
  while (end > 0 && /[\s.]/.test(name[end - 1]!)) end -= 1
  return name
    .slice(Math.max(0, end - longestName), end)
    .normalize('NFC')
    .toLowerCase()
}

const usableSender = (message: Pick<Message, 'from'>) =>
  message.from.map(({ address }) => parseAddress(address)).find((each) => each !== undefined)

/** Who wrote a mail, as it is shown and answered: the first From address that is one (N4, N14); else what stands there. */
export const senderOf = (message: Pick<Message, 'from'>): string =>
  usableSender(message)?.written ?? message.from[0]?.address ?? ''

/** Reads what routing needs of a mail. `delivered`: further recipients that a trusted header of the own server names (I6). */
export function factsOf(message: Message, delivered: readonly Mailbox[] = []): MailFacts {
  const recipients = recipientsIn([...delivered, ...message.to, ...message.cc])
  const from = usableSender(message)
  const fileNames = message.attachments.flatMap(({ fileName }) => (fileName === null ? [] : [comparedName(fileName)]))
  const endings = new Set<string>()
  for (const name of fileNames)
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) endings.add(name.slice(dot))
  return {
    recipients,
    recipientKeys: new Set(recipients.map(({ key }) => key)),
    recipientDomains: new Set(recipients.map(({ key }) => domainOf(key))),
    sender: from ? { address: from.written, key: from.key, domain: domainOf(from.key) } : null,
    important: isImportant(message.headers),
    fileNames,
    endings,
    subject: foldedText(message.subject.slice(0, longestSubject)),
  }
}
