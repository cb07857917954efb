/** A message or one of its parts, as byte ranges of the raw message. */
export interface Part {
  readonly raw: Buffer
  readonly header: readonly [start: number, end: number]
  readonly body: readonly [start: number, end: number]
  readonly type: string
  readonly subtype: string
  readonly parameters: readonly (readonly [string, string])[]
  /** Parts of a multipart. */
  readonly parts: readonly Part[]
  /** The mail inside of a message/rfc822. */
  readonly message: Part | undefined
}

// Deeper parts are served as they are, unread: mail may nest thousands of levels.
const depthLimit = 40
const parsed = new WeakMap<Buffer, Part>()

/** The structure of a message; read once for each message. */
export function structureOf(raw: Buffer): Part {
  const known = parsed.get(raw)
  if (known !== undefined) return known
  const part = readPart(raw, 0, raw.length, 0, 'text/plain')
  parsed.set(raw, part)
  return part
}

function readPart(raw: Buffer, start: number, end: number, depth: number, usual: string): Part {
  const bodyStart = headerEnd(raw, start, end)
  const fields: FieldRange = [start, bodyStart]
  const { value, parameters } = readStructured(fieldOf({ raw, header: fields }, 'content-type') ?? usual)
  const [type = 'text', subtype = 'plain'] = /^[^/\s]+\/[^/\s]+$/.test(value) ? value.split('/') : usual.split('/')
  const part = { raw, header: fields, body: [bodyStart, end] as const, type, subtype, parameters }
  const boundary = parameters.find(([name]) => name === 'boundary')?.[1]
  if (depth < depthLimit && type === 'multipart' && boundary) {
    const inner = subtype === 'digest' ? 'message/rfc822' : 'text/plain'
    const parts = splitMultipart(raw, bodyStart, end, boundary).map(([from, to]) =>
      readPart(raw, from, to, depth + 1, inner),
    )
    return { ...part, parts, message: undefined }
  }
  const isMessage = depth < depthLimit && type === 'message' && subtype === 'rfc822'
  return { ...part, parts: [], message: isMessage ? readPart(raw, bodyStart, end, depth + 1, 'text/plain') : undefined }
}

type FieldRange = readonly [start: number, end: number]

/** Where the body begins: after the first empty line. */
function headerEnd(raw: Buffer, start: number, end: number): number {
  let line = start
  while (line < end) {
    const feed = raw.indexOf(0x0a, line)
    if (feed < 0 || feed >= end) return end
    if (feed === line || (feed === line + 1 && raw[line] === 0x0d)) return feed + 1
    line = feed + 1
  }
  return end
}

function splitMultipart(raw: Buffer, start: number, end: number, boundary: string): FieldRange[] {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1')
  const ranges: FieldRange[] = []
  let open: number | undefined
  let at = raw.indexOf(delimiter, start)
  while (at >= 0 && at < end) {
    const after = at + delimiter.length
    const feed = raw.indexOf(0x0a, after)
    const lineEnd = feed < 0 || feed >= end ? end : feed + 1
    const rest = raw.toString('latin1', after, lineEnd).trimEnd()
    if ((at === start || raw[at - 1] === 0x0a) && (rest === '' || rest === '--')) {
      // RFC 2046 5.1.1: the line end before the delimiter belongs to the delimiter.
      const partEnd = raw[at - 2] === 0x0d ? at - 2 : at - 1
      if (open !== undefined) ranges.push([open, Math.max(open, partEnd)])
      open = rest === '' ? lineEnd : undefined
      if (rest === '--') break
    }
    at = raw.indexOf(delimiter, Math.max(after, at + 1))
  }
  if (open !== undefined && open <= end) ranges.push([open, end])
  return ranges
}

/** Every header field with its bytes as they stand (one character per byte, folds and line ends included). */
export function headerFields(
  part: Pick<Part, 'raw' | 'header'>,
): readonly { readonly name: string; readonly text: string }[] {
  const text = part.raw.toString('latin1', ...part.header)
  return text
    .split(/(?<=\n)(?![ \t])/)
    .filter((field) => field.trim() !== '')
    .map((field) => ({
      name: field
        .slice(0, Math.max(0, field.indexOf(':')))
        .trim()
        .toLowerCase(),
      text: field,
    }))
}

/** The unfolded value of the first field of that name (lower case), one character per byte. */
export function fieldOf(part: Pick<Part, 'raw' | 'header'>, name: string): string | undefined {
  const field = headerFields(part).find((one) => one.name === name)
  return field?.text
    .slice(field.text.indexOf(':') + 1)
    .replace(/\r?\n(?=[ \t])/g, '')
    .trim()
}

/** `value; name=value; …` as in Content-Type and Content-Disposition; value and names in lower case. */
export function readStructured(text: string): Pick<Part, 'parameters'> & { readonly value: string } {
  const [value = ''] = text.split(';', 1)
  const parameters = [...text.slice(value.length).matchAll(/;\s*([^\s=;]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^;\s]*))/g)]
  return {
    value: value.trim().toLowerCase(),
    parameters: parameters.map(([, name = '', quoted, plain = '']) => [
      name.toLowerCase(),
      quoted?.replace(/\\(.)/g, '$1') ?? plain,
    ]),
  }
}
