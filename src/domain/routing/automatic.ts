import type { Message } from '../message.ts'

type Headers = Message['headers']

/** Marks automatic mail of ours; its value is the workspace's id (N31). */
export const loopHeader = 'X-Waypost-Loop'

const valuesOf = (headers: Headers, name: string): readonly string[] =>
  headers.filter((header) => header.name.toLowerCase() === name).map(({ value }) => value.trim())

/** Whose loop headers a mail carries: workspace ids. */
export const loopMarks = (headers: Headers): readonly string[] => valuesOf(headers, loopHeader.toLowerCase())

/** What makes a mail automatic. */
export type AutomaticSign = 'auto-submitted' | 'precedence' | 'null-return-path' | 'delivery-report' | 'loop-header'

/**
 * N32: `Auto-Submitted` other than `no` (RFC 3834 5), `Precedence: bulk|junk|auto_reply`, an empty `Return-Path`, a delivery status report;
 * N31: another workspace's loop header. The first sign found, or null.
 */
export function automaticSign(message: Pick<Message, 'headers' | 'report'>, workspaceId: string): AutomaticSign | null {
  const { headers } = message
  // RFC 3834 5: a value may be followed by a comment or parameters.
  if (valuesOf(headers, 'auto-submitted').some((value) => !/^no\s*(?:$|[;(])/i.test(value) && value !== ''))
    return 'auto-submitted'
  if (valuesOf(headers, 'precedence').some((value) => /^(bulk|junk|auto_reply)$/i.test(value))) return 'precedence'
  if (valuesOf(headers, 'return-path').some((value) => /^<\s*>$/.test(value))) return 'null-return-path'
  if (message.report !== null) return 'delivery-report'
  return loopMarks(headers).some((mark) => mark !== workspaceId && mark !== '') ? 'loop-header' : null
}

/** MS-OXCMAIL 2.2.3.2.14 `X-Auto-Response-Suppress`: the sender wants no automatic answer. It does not make the mail automatic (N32). */
export const suppressesAnswer = (headers: Headers): boolean =>
  valuesOf(headers, 'x-auto-response-suppress').some((value) =>
    value.split(/[,;\s]+/).some((word) => /^(all|autoreply)$/i.test(word)),
  )
