import type { Mailbox, Message } from '../../../domain/message.ts'
import { readAddresses } from './addresses.ts'
import { readDate } from './date.ts'
import { decodeWords } from './encodedWords.ts'
import { fieldValues, firstValue, readHeader } from './header.ts'
import { readBody, readParts, type MimeLimits } from './parts.ts'
import { readReport } from './report.ts'

const limits: MimeLimits = { header: 2 * 1024 * 1024, depth: 50, parts: 5_000, text: 1024 * 1024 }

/** Header fields and addresses that are kept; more is no mail that anybody wrote. */
const mostFields = 20_000
const mostReferences = 1_000

/** Reads a raw source. Throws HeaderTooLarge. */
export async function readMessage(raw: Uint8Array): Promise<Message> {
  const source = Buffer.from(raw.buffer, raw.byteOffset, raw.byteLength)
  const block = readHeader(source, limits.header)
  const fields = block.fields.slice(0, mostFields)
  const addresses = (name: string): readonly Mailbox[] => fieldValues(fields, name).flatMap(readAddresses)
  const root = readParts(fields, source.subarray(block.body), limits)
  const body = await readBody(root, limits)
  const [inReplyTo = null, ...otherParents] = ids(firstValue(fields, 'in-reply-to') ?? '')
  return {
    messageId: firstId(firstValue(fields, 'message-id')),
    subject: decodeWords(firstValue(fields, 'subject') ?? ''),
    from: addresses('from'),
    replyTo: addresses('reply-to'),
    to: addresses('to'),
    cc: addresses('cc'),
    date: readDate(firstValue(fields, 'date')),
    inReplyTo,
    // RFC 5322 3.6.4: a mail may answer several. They are its nearest references, which are asked from last to first (N21).
    references: [...ids(fieldValues(fields, 'references').join(' ')), ...otherParents].slice(-mostReferences),
    headers: fields,
    ...body,
    report: readReport(root),
  }
}

/** Message-IDs in angle brackets; where nothing is in brackets, the words themselves (seen from old gateways). */
function ids(value: string): readonly string[] {
  const bracketed = value.match(/<[^<>\s]+>/g)
  return (bracketed ?? value.split(/\s+/).filter((each) => each !== '')).slice(-mostReferences)
}

const firstId = (value: string | undefined): string | null => ids(value ?? '')[0] ?? null
