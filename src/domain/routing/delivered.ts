import type { Mailbox, Message } from '../message.ts'

/** Headers in which servers note whom they delivered to; what one of them says can be trusted on a connector (I6). */
export const deliveryHeaders = [
  'Delivered-To',
  'X-Original-To',
  'Envelope-To',
  'X-Envelope-To',
  'X-Delivered-To',
] as const

/** Fields that the writer of a mail fills in, or that name its sender (RFC 5322 3.6): no server says in them whom it delivered to. */
const othersFields =
  /^(from|sender|reply-to|to|cc|bcc|subject|date|message-id|in-reply-to|references|comments|keywords|return-path|received|resent-.*)$/i

/** I6: whether a header of this name can be trusted for matching: a field name (RFC 5322 2.2) that a server may speak in. */
export const isDeliveryHeader = (name: string): boolean =>
  /^[\u0021-\u0039\u003b-\u007e]{1,76}$/.test(name) && !othersFields.test(name)

const addressIn = (value: string): string => /<([^<>]+)>/.exec(value)?.[1] ?? value.trim()

/**
 * I6: the address of the topmost header of this name: the own server wrote it last, and what stands below may be anybody's.
 * None where the connector trusts no header.
 */
export function deliveredTo(message: Pick<Message, 'headers'>, header: string | null): readonly Mailbox[] {
  if (header === null) return []
  const first = message.headers.find(({ name }) => name.toLowerCase() === header.toLowerCase())
  const address = first === undefined ? '' : addressIn(first.value)
  return address === '' ? [] : [{ name: '', address }]
}

/** The delivery headers of a mail in order, with the address that each names (I6). */
export const deliveriesOf = (
  message: Pick<Message, 'headers'>,
): readonly { readonly header: string; readonly address: string }[] => {
  const named = new Map([...deliveryHeaders, 'Resent-To'].map((name) => [name.toLowerCase(), name]))
  return message.headers.flatMap(({ name, value }) => {
    const header = named.get(name.toLowerCase())
    const address = addressIn(value)
    return header === undefined || address === '' ? [] : [{ header, address }]
  })
}
