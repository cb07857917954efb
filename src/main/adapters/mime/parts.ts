import type { Attachment } from '../../../domain/message.ts'
import { decode } from './charset.ts'
import { fileNameOf, firstValue, readHeader, readStructured, type HeaderField, type Structured } from './header.ts'
import { textOfHtml } from './htmlText.ts'
import { decodeBody, decodedFacts } from './transferEncoding.ts'

/** What a hostile mail may cost. Beyond them a part is one attachment, whatever is inside of it. */
export interface MimeLimits {
  /** Octets of one header. */
  readonly header: number
  /** Multiparts within multiparts. */
  readonly depth: number
  /** Parts in all. */
  readonly parts: number
  /** Octets of text that are read, in all. */
  readonly text: number
}

export interface Leaf {
  readonly kind: 'leaf'
  readonly mediaType: string
  readonly type: Structured
  readonly disposition: Structured
  readonly contentId: string | null
  readonly encoding: string
  readonly body: Buffer
}

interface Multipart {
  readonly kind: 'multipart'
  readonly subtype: string
  readonly parts: readonly Part[]
}

export type Part = Leaf | Multipart

/** The MIME tree below a header that was read already (RFC 2046 5.1). */
export function readParts(fields: readonly HeaderField[], body: Buffer, limits: MimeLimits): Part {
  let parts = 0
  const read = (header: readonly HeaderField[], content: Buffer, depth: number, inDigest: boolean): Part => {
    parts += 1
    const type = readStructured(firstValue(header, 'content-type'))
    const boundary = type.parameters.get('boundary')
    if (type.value.startsWith('multipart/') && boundary !== undefined && boundary !== '' && depth < limits.depth) {
      const subtype = type.value.slice('multipart/'.length)
      const children: Part[] = []
      for (const [from, to] of cut(content, boundary)) {
        if (parts >= limits.parts) break
        const source = content.subarray(from, to)
        const block = readHeader(source, limits.header)
        children.push(read(block.fields, source.subarray(block.body), depth + 1, subtype === 'digest'))
      }
      if (children.length > 0) return { kind: 'multipart', subtype, parts: children }
    }
    return {
      kind: 'leaf',
      // RFC 2045 5.2 and 2046 5.1.5: what is not said, or not a type at all.
      mediaType: /^[^/\s]+\/[^/\s]+$/.test(type.value) ? type.value : inDigest ? 'message/rfc822' : 'text/plain',
      type,
      disposition: readStructured(firstValue(header, 'content-disposition')),
      contentId: /<?([^<>\s]+)>?/.exec(firstValue(header, 'content-id') ?? '')?.[1] ?? null,
      encoding: /[\w-]+/.exec(firstValue(header, 'content-transfer-encoding')?.toLowerCase() ?? '')?.[0] ?? '',
      body: content,
    }
  }
  return read(fields, body, 0, false)
}

/** Ranges between the delimiter lines; an unterminated multipart ends with its content. */
function cut(content: Buffer, boundary: string): readonly (readonly [number, number])[] {
  const delimiter = Buffer.from(`--${boundary}`, 'utf8')
  const ranges: (readonly [number, number])[] = []
  let from = -1
  for (let at = content.indexOf(delimiter); at >= 0; at = content.indexOf(delimiter, at + delimiter.length)) {
    if (at > 0 && content[at - 1] !== 0x0a) continue
    let end = at + delimiter.length
    const isLast = content[end] === 0x2d && content[end + 1] === 0x2d
    if (isLast) end += 2
    while (content[end] === 0x20 || content[end] === 0x09) end += 1
    if (content[end] === 0x0d) end += 1
    if (end < content.length && content[end] !== 0x0a) continue
    // The line end before a delimiter belongs to it (RFC 2046 5.1.1).
    if (from >= 0) ranges.push([from, Math.max(from, at - (content[at - 2] === 0x0d ? 2 : 1))])
    from = Math.min(end + 1, content.length)
    if (isLast) return ranges
  }
  if (from >= 0) ranges.push([from, content.length])
  return ranges
}

const isText = (leaf: Leaf): boolean =>
  (leaf.mediaType === 'text/plain' || leaf.mediaType === 'text/html') &&
  leaf.disposition.value !== 'attachment' &&
  fileNameOf(leaf.disposition, leaf.type) === null

/** What a reader of the mail reads, and what hangs on it (N10, N11). */
export async function readBody(
  root: Part,
  limits: MimeLimits,
): Promise<{ readonly text: string; readonly attachments: readonly Attachment[] }> {
  let left = limits.text
  const html: string[] = []
  const decoded = (leaf: Leaf): string => {
    const octets = decodeBody(leaf.body.subarray(0, left), leaf.encoding)
    left = Math.max(0, left - leaf.body.length)
    const text = decode(octets, leaf.type.parameters.get('charset'))
    if (leaf.mediaType !== 'text/html') return text
    html.push(text)
    return textOfHtml(text)
  }
  const textOf = (part: Part): { readonly plain: boolean; readonly text: string } => {
    if (part.kind === 'leaf')
      return isText(part) ? { plain: part.mediaType === 'text/plain', text: decoded(part) } : nothing
    const texts = part.parts.map(textOf).filter(({ text }) => text.trim() !== '')
    if (part.subtype === 'alternative') return texts.find(({ plain }) => plain) ?? texts.at(-1) ?? nothing
    return { plain: texts.some(({ plain }) => plain), text: texts.map(({ text }) => text).join('\n') }
  }
  const { text } = textOf(root)
  const shown = shownIn(html.join('\n'))

  const attachments: Attachment[] = []
  const collect = async (part: Part, isAlternative: boolean): Promise<void> => {
    if (part.kind === 'multipart') {
      for (const each of part.parts) await collect(each, part.subtype === 'alternative')
      return
    }
    const fileName = fileNameOf(part.disposition, part.type)
    const isAttached = part.disposition.value === 'attachment'
    if (isText(part) || (part === root && part.body.length === 0)) return
    // Another form of the text, as an invitation to a calendar, is no attachment.
    if (isAlternative && !isAttached && fileName === null) return
    if (!isAttached && part.contentId !== null && shown.has(part.contentId)) return
    attachments.push({ fileName, mediaType: part.mediaType, ...(await decodedFacts(part.body, part.encoding)) })
  }
  await collect(root, false)
  return { text: text.replaceAll('\r\n', '\n'), attachments }
}

const nothing = { plain: false, text: '' } as const

/** Content-IDs that an HTML body shows. RFC 2392 2: a cid: URL is percent-encoded. */
const shownIn = (html: string): ReadonlySet<string> =>
  new Set([...html.matchAll(/\bcid:([^\s"'<>()]{1,998})/gi)].flatMap(([, id]) => [id!, unescaped(id!)]))

function unescaped(url: string): string {
  try {
    return decodeURIComponent(url.replaceAll('&amp;', '&'))
  } catch {
    return url
  }
}
