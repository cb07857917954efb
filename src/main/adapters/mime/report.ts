import type { DeliveryReport, ReportedRecipient } from '../../../domain/message.ts'
import { firstValue, readHeader, type HeaderField } from './header.ts'
import type { Leaf, Part } from './parts.ts'
import { decodeBody } from './transferEncoding.ts'

/** Octets of a report, and of a returned header, that are read; so no header below is longer. */
const limit = 256 * 1024
const mostRecipients = 1_000

/** The delivery status report of a mail (RFC 3464, RFC 6533), wherever among its parts; null where it has none. */
export function readReport(root: Part): DeliveryReport | null {
  if (root.kind !== 'multipart') return null
  const leaves = leavesOf(root)
  const status = leaves.find(({ mediaType }) => /^message\/(global-)?delivery-status$/.test(mediaType))
  if (status === undefined) return null
  const returned = leaves.find(({ mediaType }) =>
    /^(message\/rfc822|message\/global|message\/global-headers|text\/rfc822-headers)$/.test(mediaType),
  )
  const header = returned && readHeader(octetsOf(returned), Infinity).fields
  return {
    messageId: /<[^<>\s]+>/.exec((header && firstValue(header, 'message-id')) ?? '')?.[0] ?? null,
    recipients: blocksOf(octetsOf(status)).flatMap(recipientOf).slice(0, mostRecipients),
  }
}

const leavesOf = (part: Part): readonly Leaf[] => (part.kind === 'leaf' ? [part] : part.parts.flatMap(leavesOf))

// The header of a returned mail is cut to what is read, so that a large mail costs nothing.
function octetsOf(leaf: Leaf): Buffer {
  const decoded = Buffer.from(decodeBody(leaf.body.subarray(0, limit), leaf.encoding))
  if (leaf.mediaType.endsWith('delivery-status')) return decoded
  // Some servers put an empty line in front of it.
  const from = decoded.findIndex((octet) => octet !== 0x0d && octet !== 0x0a)
  const header = decoded.subarray(Math.max(from, 0))
  const end = header.indexOf('\r\n\r\n')
  return end < 0 ? header : header.subarray(0, end + 4)
}

/** Groups of fields, separated by blank lines: the first about the mail, each other about one recipient (RFC 3464 2.1). */
function blocksOf(octets: Buffer): readonly (readonly HeaderField[])[] {
  return octets
    .toString('utf8')
    .split(/\r?\n[ \t]*\r?\n/)
    .map((block) => readHeader(Buffer.from(`${block.replace(/^[\r\n]+/, '')}\r\n\r\n`), Infinity).fields)
}

const actions = ['failed', 'delayed', 'delivered', 'relayed', 'expanded'] as const

function recipientOf(fields: readonly HeaderField[]): readonly ReportedRecipient[] {
  const typed = (name: string) =>
    firstValue(fields, name)
      ?.replace(/^[^;]*;\s*/, '')
      .trim() ?? ''
  const address = plainAddress(typed('original-recipient')) || plainAddress(typed('final-recipient'))
  if (address === '') return []
  // Some servers write a comment behind it: "delayed (will retry)".
  const said = /^[a-z]+/.exec(firstValue(fields, 'action')?.toLowerCase() ?? '')?.[0]
  return [
    {
      address,
      action: actions.find((action) => action === said) ?? 'unknown',
      status: /\d\.\d{1,3}\.\d{1,3}/.exec(firstValue(fields, 'status') ?? '')?.[0] ?? '',
      diagnostic: typed('diagnostic-code').slice(0, 2_000),
    },
  ]
}

/** RFC 6533 3: beyond ASCII an address may be written `j\\x{F6}rg@example.com`. Angle brackets are met, and mean nothing. */
const plainAddress = (address: string): string =>
  address
    .replace(/^<|>$/g, '')
    .replace(/\\x\{([0-9a-f]{2,6})\}/gi, (written, hex: string) =>
      parseInt(hex, 16) <= 0x10ffff ? String.fromCodePoint(parseInt(hex, 16)) : written,
    )
