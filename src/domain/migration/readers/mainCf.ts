import { passwordLength, passwordLimit, type Security } from '../../connector.ts'
import type { Gateway } from '../gateway.ts'
import type { Imported } from '../imported.ts'
import { collectSlips, type Slips } from '../slip.ts'

interface Setting {
  readonly line: number
  readonly value: string
}
type Settings = ReadonlyMap<string, Setting>

/**
 * The parameters of a main.cf, the last assignment of each (postconf(5)): a line that begins with blanks goes on with the one before; empty
 * lines and comments do not end it.
 */
function settingsOf(text: string, slips: Slips): Settings {
  const settings = new Map<string, Setting>()
  let name: string | null = null
  for (const [index, raw] of text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .entries()) {
    if (/^\s*(#|$)/.test(raw)) continue
    if (/^\s/.test(raw)) {
      const before = name === null ? undefined : settings.get(name)
      if (name === null || before === undefined) slips.add(index + 1, 'not-an-assignment', withoutSecret(raw))
      else settings.set(name, { ...before, value: `${before.value} ${raw.trim()}`.trim() })
      continue
    }
    const found = /^([A-Za-z0-9_]+)\s*=\s*(.*)$/.exec(raw)
    name = found?.[1] ?? null
    if (found === null) slips.add(index + 1, 'not-an-assignment', withoutSecret(raw))
    else settings.set(found[1]!, { line: index + 1, value: found[2]!.trim() })
  }
  return settings
}

/** C17: these tables hold their values in the file itself (DATABASE_README), and a value here is a password. */
const withoutSecret = (text: string): string => text.replace(/\b(static|inline):.*$/is, '$1:…')

const deepest = 10
/** More variables than any value names: one that names the next many times over, and so on, would never come to its end. */
const mostExpanded = 1000

/** `$name`, `$(name)`, `${name}`, `${name?value}`, `${name:value}` and `$$` (postconf(5)). What the file does not set has Postfix's own value. */
function expanded(setting: Setting, settings: Settings, slips: Slips, depth = 0, count = { expanded: 0 }): string {
  const of = (name: string): string | undefined => {
    const known = settings.get(name)
    count.expanded += 1
    if (known !== undefined)
      return depth < deepest && count.expanded <= mostExpanded ? expanded(known, settings, slips, depth + 1, count) : ''
    // postconf(5): mydomain is myhostname without its first label.
    return name === 'mydomain' ? of('myhostname')?.replace(/^[^.]*\./, '') : undefined
  }
  return setting.value.replace(
    /\$\$|\$(?:\{([A-Za-z0-9_]+)(?:([?:])([^}]*))?\}|\(([A-Za-z0-9_]+)\)|([A-Za-z0-9_]+))/g,
    (all, braced?: string, operator?: string, other?: string, round?: string, bare?: string) => {
      if (all === '$$') return '$'
      const name = braced ?? round ?? bare ?? ''
      const value = of(name)
      if (operator === '?') return value ? (other ?? '').trim() : ''
      if (operator === ':') return value || (other ?? '').trim()
      if (value === undefined) slips.add(setting.line, 'variable-unknown', name)
      return value ?? ''
    },
  )
}

/** services(5), as IANA has them. */
const services: Readonly<Record<string, number>> = { smtp: 25, smtps: 465, submissions: 465, submission: 587 }

interface NextHop {
  readonly host: string
  readonly port: number | null
  /** Without brackets Postfix asks DNS for the MX of the name. */
  readonly isMx: boolean
}

/** `[host]:port`, `[host]`, `host:port`, `host`, `[2001:db8::1]:25`; an optional `smtp:` or `relay:` before it (transport(5)). */
function nextHopOf(written: string): NextHop | null {
  const plain = written.replace(/^(smtp|relay):(?=[[\w])/i, (all) => (/^smtp:\d+$/i.test(written) ? all : ''))
  const found = /^(?:\[(?:ipv6:)?([^\]\s]+)\]|([^[\]:\s]+))(?::([\w-]+))?$/i.exec(plain)
  if (found === null) return null
  const [, bracketed, bare, service] = found
  const port = service === undefined ? 25 : /^\d+$/.test(service) ? Number(service) : (services[service] ?? 0)
  return {
    host: bracketed ?? bare ?? '',
    port: port >= 1 && port <= 65535 ? port : null,
    isMx: bracketed === undefined && !/^\d+(\.\d+){3}$/.test(bare ?? ''),
  }
}

const isOn = (value: string): boolean => /^yes$/i.test(value)
// postconf(5), smtp_tls_security_level: everything from encrypt on refuses to send in clear text.
const demanding = new Set(['encrypt', 'dane-only', 'fingerprint', 'verify', 'secure'])

/** Reads a Postfix main.cf: `relayhost`, its security and its sign-in. Source: postconf(5), TLS_README, SASL_README. */
export function readMainCf(text: string): Imported {
  const slips = collectSlips()
  const settings = settingsOf(text, slips)
  const nothing: Omit<Imported, 'slips'> = { gateway: null, password: null, addresses: [] }
  const value = (name: string): string => {
    const setting = settings.get(name)
    return setting === undefined ? '' : expanded(setting, settings, slips).trim()
  }
  const lineOf = (name: string): number | null => settings.get(name)?.line ?? null
  const hops = value('relayhost')
    .split(/[,\s]+/)
    .filter((hop) => hop !== '')
  const [written] = hops
  if (written === undefined) {
    slips.add(lineOf('relayhost'), 'no-relayhost')
    return { ...nothing, slips: slips.first }
  }
  if (hops.length > 1) slips.add(lineOf('relayhost'), 'several-gateways', hops.slice(1).join(', '))
  const hop = nextHopOf(written)
  if (hop === null) {
    slips.add(lineOf('relayhost'), 'wrong-value', written)
    return { ...nothing, slips: slips.first }
  }
  if (hop.port === null) slips.add(lineOf('relayhost'), 'port-wrong', written)
  if (hop.isMx) slips.add(lineOf('relayhost'), 'looked-up-by-mx', hop.host)
  const bySender = ['sender_dependent_relayhost_maps', 'sender_dependent_default_transport_maps'].find(
    (name) => value(name) !== '',
  )
  if (bySender !== undefined) slips.add(lineOf(bySender), 'by-sender', bySender)
  const gateway = {
    host: hop.host,
    port: hop.port ?? 25,
    security: securityOf(value, lineOf, slips),
    ...signInOf(value, lineOf, slips),
  }
  if (gateway.security === 'none' && gateway.authentication === 'password')
    slips.add(lineOf('smtp_sasl_auth_enable'), 'clear-text')
  const { password, ...rest } = gateway
  return { gateway: rest, password, addresses: [], slips: slips.first }
}

type Read = (name: string) => string
type LineOf = (name: string) => number | null

function securityOf(value: Read, lineOf: LineOf, slips: Slips): Security {
  if (isOn(value('smtp_tls_wrappermode'))) return 'tls'
  const [level = ''] = value('smtp_tls_security_level').toLowerCase().split(/\s/)
  if (demanding.has(level) || (level === '' && isOn(value('smtp_enforce_tls')))) return 'starttls'
  const where = level === '' ? 'smtp_use_tls' : 'smtp_tls_security_level'
  // TLS where it happens to be offered: a connector asks for it, or goes without (C14).
  if (level === 'may' || level === 'dane' || (level === '' && isOn(value('smtp_use_tls')))) {
    slips.add(lineOf(where), 'opportunistic', level || 'may')
    return 'starttls'
  }
  if (level !== '' && level !== 'none') slips.add(lineOf(where), 'wrong-value', level)
  return 'none'
}

function signInOf(
  value: Read,
  lineOf: LineOf,
  slips: Slips,
): Pick<Gateway, 'authentication' | 'username'> & { readonly password: string | null } {
  if (!isOn(value('smtp_sasl_auth_enable'))) return { authentication: 'none', username: '', password: null }
  const maps = value('smtp_sasl_password_maps')
  // DATABASE_README: `static:` gives one value for every key; in braces it may hold blanks.
  const fixed = /^static:(?:\{\s*([^:\s]+):(.+?)\s*\}|([^:\s{]+):(\S+))$/.exec(maps)
  if (fixed === null) {
    slips.add(
      lineOf('smtp_sasl_password_maps') ?? lineOf('smtp_sasl_auth_enable'),
      'password-elsewhere',
      withoutSecret(maps),
    )
    return { authentication: 'password', username: '', password: null }
  }
  const [, bracedName, bracedSecret, plainName, plainSecret] = fixed
  const username = bracedName ?? plainName ?? ''
  const password = bracedSecret ?? plainSecret ?? ''
  const length = passwordLength(password)
  if (length > passwordLimit) {
    slips.add(lineOf('smtp_sasl_password_maps'), 'password-too-long', String(length))
    return { authentication: 'password', username, password: null }
  }
  slips.add(lineOf('smtp_sasl_password_maps'), 'password-taken')
  return { authentication: 'password', username, password }
}
