import punycode from 'punycode/punycode.js'

/** An e-mail address taken apart: RFC 5321 4.1.2 Mailbox, with RFC 6531's UTF-8. */
export interface Address {
  /** As it was written, without surrounding blanks. */
  readonly written: string
  /** Equal for equal addresses (N6): letter case, A-label and U-label, needless quotes and normal form do not count. */
  readonly key: string
  readonly local: string
  readonly domain: string
}

// RFC 5322 3.2.3 atext, widened by RFC 6531 to everything beyond ASCII that is no control, space or separator.
const atext =
  /^[A-Za-z0-9!#$%&'*+\-/=?^_`{|}~\u00a1-\u1fff\u200b-\u2027\u202a-\u2fff\u3001-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]+$/u
const label = /^(?!-)[A-Za-z0-9\-\u00a1-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]{1,63}(?<!-)$/u

/** Where nothing but ASCII is written, which is nearly everywhere, IDNA and normal forms change nothing: ten thousand routes feel it. */
const isAscii = (text: string): boolean => /^[\u0020-\u007e]*$/.test(text)

/** The domain in its comparable form: lower case U-labels in NFC. */
export function domainKey(domain: string): string {
  const lower = domain.normalize('NFC').toLowerCase().replace(/\.$/, '')
  if (isAscii(lower) && !lower.includes('xn--')) return lower
  try {
    return punycode.toUnicode(lower).normalize('NFC').toLowerCase()
  } catch {
    return lower
  }
}

/** The domain as DNS and servers take it: lower case A-labels. */
export function domainToAscii(domain: string): string {
  if (isAscii(domain)) return domain.toLowerCase()
  try {
    return punycode.toASCII(domain.normalize('NFC').toLowerCase())
  } catch {
    return domain.toLowerCase()
  }
}

/** Whether a text is a domain name as it stands behind the `@` (RFC 5321 2.3.5, RFC 5890). */
export const isDomain = (text: string): boolean =>
  text !== '' && text.split('.').every((each) => label.test(each)) && octetsOf(domainToAscii(text)) <= 253

const isDotAtom = (text: string): boolean => text.split('.').every((part) => atext.test(part))

function unquote(local: string): string | undefined {
  if (!local.startsWith('"')) return isDotAtom(local) ? local : undefined
  if (local.length < 3 || !local.endsWith('"')) return undefined
  let plain = ''
  for (let at = 1; at < local.length - 1; at++) {
    const character = local[at]!
    if (character === '"') return undefined
    if (character === '\\') {
      at += 1
      if (at >= local.length - 1) return undefined
      plain += local[at]
    } else plain += character
  }
  // oxlint-disable-next-line no-control-regex -- RFC 5321 4.1.2: a quoted string holds no controls
  return /[\u0000-\u001f\u007f]/.test(plain) ? undefined : plain
}

/**
 * Reads one address, without a display name. Undefined when it is none (RFC 5321 limits: local part 64 octets, 254 in all).
 */
export function parseAddress(text: string): Address | undefined {
  const written = text.trim()
  const at = written.lastIndexOf('@')
  // No address of 254 octets is written so long, whatever is escaped; to normalise it would cost the square of its length.
  if (at < 1 || written.length > 1_000) return undefined
  const local = unquote(written.slice(0, at))
  const domain = written.slice(at + 1)
  if (local === undefined) return undefined
  const localOctets = octetsOf(local)
  if (localOctets > 64 || localOctets + 1 + octetsOf(domainToAscii(domain)) > 254) return undefined
  if (!isDomain(domain)) return undefined
  const plain = local.normalize('NFC').toLowerCase()
  const key = `${isDotAtom(plain) ? plain : `"${plain.replace(/["\\]/g, '\\$&')}"`}@${domainKey(domain)}`
  return { written, key, local, domain }
}

/** Number of UTF-8 octets of a string; the pure layer has neither Buffer nor TextEncoder. */
export function octetsOf(text: string): number {
  if (isAscii(text)) return text.length
  let octets = 0
  for (const character of text) {
    const point = character.codePointAt(0)!
    octets += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4
  }
  return octets
}

/** The comparable form of an address, or undefined when it is none. */
export const addressKey = (text: string): string | undefined => parseAddress(text)?.key
