/** A stretch of a mail's text: what was written, or what was quoted from earlier mail. */
export interface Stretch {
  readonly kind: 'written' | 'quoted'
  readonly lines: readonly string[]
}

const quoted = /^\s*>/
// What mail programs put above a quote: one line, or two where it was wrapped at 76 columns.
const attribution = /^(?:On|Am|Le|El|Il|Op|Den|Em) .{5,200}:\s*$/
const attributionHead = /^(?:On|Am|Le|El|Il|Op|Den|Em) .{5,120}$/
const attributionTail = /^.{0,120}(?:wrote|schrieb|a écrit|escribió|ha scritto|schreef|skrev|escreveu).*:\s*$/
// Outlook quotes without a mark: everything below this line is the earlier mail.
const original =
  /^-{3,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d.origine|Mensaje original|Forwarded message)\s*-{3,}\s*$/i
const outlookHead = /^_{20,}\s*$/
const header = /^(?:From|Von|De|Da|Van|Från):\s/

/** How many lines from here on introduce a quote: 0, 1 or 2. */
function attributionAt(lines: readonly string[], at: number): number {
  const line = lines[at] ?? ''
  const next = lines[at + 1] ?? ''
  const behind = (from: number) =>
    quoted.test(lines[from] ?? '') || (lines[from]?.trim() === '' && quoted.test(lines[from + 1] ?? ''))
  if (attribution.test(line) && behind(at + 1)) return 1
  if (attributionHead.test(line) && attributionTail.test(next) && behind(at + 2)) return 2
  return 0
}

/**
 * Takes the text of a mail apart, so that quoted earlier mail can be folded: lines with `>` (RFC 3676 4.5) with the line that
 * introduces them, and everything behind Outlook's separators. Nothing is lost: all stretches together are the text.
 */
export function stretchesOf(text: string): readonly Stretch[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const kinds: Stretch['kind'][] = []
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? ''
    if (original.test(line) || (outlookHead.test(line) && header.test(lines[at + 1] ?? ''))) {
      while (kinds.length < lines.length) kinds.push('quoted')
      break
    }
    const introduces = attributionAt(lines, at)
    if (introduces > 0) {
      for (let each = 0; each < introduces; each++) kinds.push('quoted')
      at += introduces - 1
    } else kinds.push(quoted.test(line) ? 'quoted' : 'written')
  }
  // An empty line between two quoted ones belongs to the quote.
  for (let at = 0; at < lines.length; at++) {
    if (kinds[at] !== 'written' || lines[at]?.trim() !== '' || kinds[at - 1] !== 'quoted') continue
    let next = at
    while (next < lines.length && lines[next]?.trim() === '') next++
    if (next < lines.length && kinds[next] === 'quoted') kinds.fill('quoted', at, next)
  }
  const stretches: { kind: Stretch['kind']; lines: string[] }[] = []
  for (const [at, line] of lines.entries()) {
    const kind = kinds[at] ?? 'written'
    const last = stretches.at(-1)
    if (last?.kind === kind) last.lines.push(line)
    else stretches.push({ kind, lines: [line] })
  }
  return stretches
}
