import type { DeliveryReport, ReportedRecipient } from '../../../domain/message.ts'
import { firstValue, readHeader, type HeaderField } from './header.ts'
import type { Leaf, Part } from './parts.ts'
import { decodeBody } from './transferEncoding.ts'

/** Octets of a report, and of a returned header, that are read. */
const limit = 256 * 1024
const mostRecipients = 1_000

/** The delivery status report of a mail (RFC 3464, RFC 6533), wherever among its parts; null where it has none. */
export function readReport(root: Part): DeliveryReport | null {
  if (root.kind !== 'multipart') return null
  const leaves = root.parts.flatMap((part) => (part.kind === 'leaf' ? [part] : []))
  const status = leaves.find(({ mediaType }) => /^message\/(global-)?delivery-status$/.test(mediaType))
  if (status === undefined) return null
  const returned = leaves.find(({ mediaType }) =>
    /^(message\/rfc822|message\/global|message\/global-headers|text\/rfc822-headers)$/.test(mediaType),
  )
  const header = returned && readHeader(octetsOf(returned), limit).fields
  return {
    messageId: /<[^<>\s]+>/.exec((header && firstValue(header, 'message-id')) ?? '')?.[0] ?? null,
    recipients: blocksOf(octetsOf(status)).flatMap(recipientOf).slice(0, mostRecipients),
  }
}

// The header of a returned mail is cut to what is read, so that a large mail costs nothing.
function octetsOf(leaf: Leaf): Buffer {
  const decoded = Buffer.from(decodeBody(leaf.body.subarray(0, limit), leaf.encoding))
  const end = decoded.indexOf('\r\n\r\n')
  return leaf.mediaType.endsWith('delivery-status') || end < 0 ? decoded : decoded.subarray(0, end + 4)
}

/** Groups of fields, separated by blank lines: the first about the mail, each other about one recipient (RFC 3464 2.1). */
function blocksOf(octets: Buffer): readonly (readonly HeaderField[])[] {
  return octets
    .toString('utf8')
    .split(/\r?\n[ \t]*\r?\n/)
    .map((block) => readHeader(Buffer.from(`${block.replace(/^[\r\n]+/, '')}\r\n\r\n`), limit).fields)
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const

function recipientOf(fields: readonly HeaderField[]): readonly ReportedRecipient[] {
  const typed = (name: string) =>
    firstValue(fields, name)
      ?.replace(/^[^;]*;\s*/, '')
      .trim() ?? ''
  const address = typed('original-recipient') || typed('final-recipient')
  if (address === '') return []
  // Some servers write a comment behind it: "delayed (will retry)".
  const said = /^[a-z]+/.exec(firstValue(fields, 'action')?.toLowerCase() ?? '')?.[0]
  return [
    {
      address: address.replace(/^<|>$/g, ''),
      action: actions.find((action) => action === said) ?? 'unknown',
      status: /\d\.\d{1,3}\.\d{1,3}/.exec(firstValue(fields, 'status') ?? '')?.[0] ?? '',
      diagnostic: typed('diagnostic-code').slice(0, 2_000),
    },
  ]
}
