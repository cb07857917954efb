import { addressKey } from '../address.ts'
import type { Mailbox, Message } from '../message.ts'

// N28: compared decoded, line ends normalised.
const plain = (text: string): string => text.replaceAll('\r\n', '\n').replaceAll('\r', '\n')
// Longer is no line that a reader sees; to normalise it costs the square of its length.
const oneLine = (text: string): string => text.slice(0, 10_000).normalize('NFC').replace(/\s+/gu, ' ').trim()
const people = (mailboxes: readonly Mailbox[]): readonly (readonly [string, string])[] =>
  mailboxes.map(({ name, address }) => [oneLine(name), addressKey(address) ?? oneLine(address)])

/** The visible header: From, To, Cc, Subject, Date (N28). */
const visibleHeader = (message: Message): readonly unknown[] => [
  people(message.from),
  people(message.to),
  people(message.cc),
  oneLine(message.subject),
  message.date ?? message.headers.find(({ name }) => name.toLowerCase() === 'date')?.value ?? '',
]

/** I4b: what a reader sees, as one text; equal for equal mails, whatever way each took here. */
export const contentText = (message: Message): string =>
  JSON.stringify([
    ...visibleHeader(message),
    plain(message.text).trimEnd(),
    message.attachments.map(({ fileName, digest }) => [fileName, digest]),
  ])

/** I4c: Message-ID and visible header as one text; null without a Message-ID, which equals nothing (N28). */
export const headerText = (message: Message): string | null =>
  message.messageId === null ? null : JSON.stringify([message.messageId, ...visibleHeader(message)])
