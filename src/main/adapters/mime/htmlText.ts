const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  auml: 'ä',
  ouml: 'ö',
  uuml: 'ü',
  Auml: 'Ä',
  Ouml: 'Ö',
  Uuml: 'Ü',
  szlig: 'ß',
  eacute: 'é',
  egrave: 'è',
  agrave: 'à',
  ccedil: 'ç',
  euro: '€',
  copy: '©',
  reg: '®',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  laquo: '«',
  raquo: '»',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  bdquo: '„',
  bull: '•',
  middot: '·',
  zwnj: '',
  shy: '',
}

const hidden = new Set(['script', 'style', 'head', 'title', 'template', 'noscript'])
const breaks = /^(?:br|p|div|tr|li|ul|ol|table|h[1-6]|blockquote|hr|pre|section|article|header|footer)$/

/** What a reader of an HTML body reads, as plain text. For matching replies, lists and copies; never for showing HTML. One pass. */
export function textOfHtml(html: string): string {
  const parts: string[] = []
  let at = 0
  while (at < html.length) {
    const open = html.indexOf('<', at)
    if (open < 0) {
      parts.push(html.slice(at))
      break
    }
    parts.push(html.slice(at, open))
    if (html.startsWith('<!--', open)) {
      const end = html.indexOf('-->', open + 4)
      at = end < 0 ? html.length : end + 3
      continue
    }
    const close = html.indexOf('>', open)
    if (close < 0) break
    const tag = /^<\/?([A-Za-z][A-Za-z0-9]*)/.exec(html.slice(open, open + 40))?.[1]?.toLowerCase()
    at = close + 1
    if (tag === undefined) {
      // "a < b" is text.
      if (!/^<[!?/]/.test(html.slice(open, open + 2))) {
        parts.push('<')
        at = open + 1
      }
      continue
    }
    if (breaks.test(tag)) parts.push('\n')
    if (hidden.has(tag) && html[open + 1] !== '/') {
      const end = indexOfClosing(html, tag, at)
      at = end < 0 ? html.length : end
    }
  }
  return parts
    .join('')
    .replace(/&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z]{2,8}));?/g, entity)
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

function indexOfClosing(html: string, tag: string, from: number): number {
  for (let at = html.indexOf('</', from); at >= 0; at = html.indexOf('</', at + 2)) {
    if (html.slice(at + 2, at + 2 + tag.length).toLowerCase() === tag) return at
  }
  return -1
}

function entity(
  whole: string,
  decimal: string | undefined,
  hexadecimal: string | undefined,
  name: string | undefined,
): string {
  if (name !== undefined) return named[name] ?? whole
  const point = decimal === undefined ? Number.parseInt(hexadecimal ?? '', 16) : Number(decimal)
  return point > 0 && point <= 0x10ffff && !(point >= 0xd800 && point <= 0xdfff)
    ? String.fromCodePoint(point)
    : '\ufffd'
}
