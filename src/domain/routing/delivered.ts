import type { Mailbox, Message } from '../message.ts'

/** Headers in which servers note whom they delivered to; what one of them says can be trusted on a connector (I6). */
export const deliveryHeaders = [
  'Delivered-To',
  'X-Original-To',
  'Envelope-To',
  'X-Envelope-To',
  'X-Delivered-To',
] as const

/**
 * I6: the address of the topmost header of this name: the own server wrote it last, and what stands below may be anybody's.
 * None where the connector trusts no header.
 */
export function deliveredTo(message: Pick<Message, 'headers'>, header: string | null): readonly Mailbox[] {
  if (header === null) return []
  const first = message.headers.find(({ name }) => name.toLowerCase() === header.toLowerCase())
  const address = /<([^<>]+)>/.exec(first?.value ?? '')?.[1] ?? first?.value.trim()
  return address ? [{ name: '', address }] : []
}

/** I6: addresses in delivery headers that stand in neither To nor Cc: the server may have rewritten `To`, or the mail came by BCC. */
export function rewriteHints(
  message: Pick<Message, 'headers'>,
  isKnown: (address: string) => boolean,
): readonly string[] {
  const named = new Set(['resent-to', ...deliveryHeaders.map((name) => name.toLowerCase())])
  return [
    ...new Set(
      message.headers
        .filter(({ name }) => named.has(name.toLowerCase()))
        .map(({ value }) => /<([^<>]+)>/.exec(value)?.[1] ?? value.trim())
        .filter((address) => address !== '' && !isKnown(address)),
    ),
  ]
}
