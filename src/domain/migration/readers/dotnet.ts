import { addressKey } from '../../address.ts'
import { passwordLength, passwordLimit } from '../../connector.ts'
import type { Imported } from '../imported.ts'
import { bareAddress } from '../senders/tally.ts'
import { collectSlips } from '../slip.ts'

interface Tag {
  readonly line: number
  readonly name: string
  readonly attributes: ReadonlyMap<string, string>
  readonly kind: 'opens' | 'closes' | 'alone'
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const plain = (text: string): string =>
  text.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (all, hex?: string, decimal?: string, name?: string) => {
    const point = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : null
    if (point !== null) return point <= 0x10ffff ? String.fromCodePoint(point) : all
    return name !== undefined && Object.hasOwn(entities, name) ? entities[name]! : all
  })

// Comments, processing instructions, CDATA and the document type say nothing here, and may look like tags.
const anyMarkup =
  /<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<![^>]*>|<(\/?)([A-Za-z_][\w:.-]*)((?:"[^"]*"|'[^']*'|[^<>"'])*)>/g

/** The tags of an XML text with their lines. Entities of a document type are not expanded: nothing outside the file is ever read. */
function tagsOf(text: string): readonly Tag[] {
  const tags: Tag[] = []
  let line = 1
  let counted = 0
  for (const found of text.matchAll(anyMarkup)) {
    for (; counted < found.index; counted += 1) if (text[counted] === '\n') line += 1
    const [, slash, name, rest = ''] = found
    if (name === undefined) continue
    const attributes = new Map(
      [...rest.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
        ([, key, double, single]) => [key!.toLowerCase(), plain(double ?? single ?? '')] as const,
      ),
    )
    tags.push({
      line,
      name: name.toLowerCase(),
      attributes,
      kind: slash === '/' ? 'closes' : /\/\s*$/.test(rest) ? 'alone' : 'opens',
    })
  }
  return tags
}

/** Each `<smtp>` with its place: those inside `<mailSettings>` where there are any, since programs have sections of their own of that name. */
function smtpsOf(tags: readonly Tag[]): readonly { readonly tag: Tag; readonly at: number }[] {
  const all: { readonly tag: Tag; readonly at: number; readonly inside: boolean }[] = []
  let depth = 0
  for (const [at, tag] of tags.entries()) {
    if (tag.name === 'mailsettings') depth += tag.kind === 'opens' ? 1 : tag.kind === 'closes' ? -1 : 0
    if (tag.name === 'smtp' && tag.kind !== 'closes') all.push({ tag, at, inside: depth > 0 })
  }
  const inside = all.filter((each) => each.inside)
  return inside.length > 0 ? inside : all
}

const yes = (text: string | undefined): boolean => text?.trim().toLowerCase() === 'true'

/**
 * Reads `<system.net><mailSettings><smtp>` of a .NET configuration: `from`, and `<network host port userName password enableSsl
 * defaultCredentials>`. Source: Microsoft Learn, "&lt;network&gt; Element (Network Settings)". `enableSsl` is STARTTLS: SmtpClient has no
 * TLS from the first byte (SmtpClient.EnableSsl, Remarks).
 */
export function readDotNet(text: string): Imported {
  const slips = collectSlips()
  const tags = tagsOf(text)
  const nothing: Omit<Imported, 'slips'> = { gateway: null, password: null, addresses: [] }
  if (tags.length === 0) {
    slips.add(1, 'not-xml')
    return { ...nothing, slips: slips.first }
  }
  const smtps = smtpsOf(tags)
  const section = tags.find(
    (tag) =>
      ['smtp', 'mailsettings', 'system.net'].includes(tag.name) && tag.attributes.has('configprotectionprovider'),
  )
  if (section !== undefined) slips.add(section.line, 'encrypted-section', section.name)
  const [first, second] = smtps
  if (first === undefined) {
    if (section === undefined) slips.add(null, 'no-smtp')
    return { ...nothing, slips: slips.first }
  }
  if (second !== undefined) slips.add(second.tag.line, 'several-gateways')
  const source = first.tag.attributes.get('configsource')?.trim()
  if (source) {
    slips.add(first.tag.line, 'section-elsewhere', source)
    return { ...nothing, slips: slips.first }
  }
  const inside: Tag[] = []
  if (first.tag.kind === 'opens')
    for (const tag of tags.slice(first.at + 1)) {
      if (tag.name === 'smtp') break
      inside.push(tag)
    }
  const method = first.tag.attributes.get('deliverymethod') ?? 'Network'
  if (method.toLowerCase() !== 'network') slips.add(first.tag.line, 'pickup-folder', method)
  const from = first.tag.attributes.get('from')
  const sender = from === undefined ? '' : bareAddress(from)
  if (from !== undefined && !addressKey(sender)) slips.add(first.tag.line, 'wrong-address', from)
  const addresses = sender === '' ? [] : [{ address: sender, name: null, description: '' }]
  const network = inside.find((tag) => tag.name === 'network')
  if (network === undefined) {
    if (method.toLowerCase() === 'network') slips.add(first.tag.line, 'host-missing')
    return { ...nothing, addresses, slips: slips.first }
  }
  const value = (name: string) => network.attributes.get(name)
  const host = value('host')?.trim() ?? ''
  if (host === '') slips.add(network.line, 'host-missing')
  const written = value('port')?.trim() ?? '25'
  const port = /^\d{1,5}$/.test(written) && Number(written) >= 1 && Number(written) <= 65535 ? Number(written) : null
  if (port === null) slips.add(network.line, 'port-wrong', written)
  const ssl = yes(value('enablessl'))
  if (ssl && (port === 465 || port === 587 || port === 25)) slips.add(network.line, 'ssl-is-starttls', written)
  if (yes(value('defaultcredentials'))) slips.add(network.line, 'default-credentials')
  const domain = value('clientdomain')?.trim() ?? ''
  if (domain !== '') slips.add(network.line, 'greets-as', domain)
  const username = value('username') ?? ''
  const password = value('password') ?? ''
  const tooLong = passwordLength(password) > passwordLimit
  if (tooLong) slips.add(network.line, 'password-too-long', String(passwordLength(password)))
  else if (password !== '') slips.add(network.line, 'password-taken')
  return {
    gateway:
      host === ''
        ? null
        : {
            host,
            port: port ?? 25,
            security: ssl ? 'starttls' : 'none',
            authentication: username === '' ? 'none' : 'password',
            username,
          },
    password: host === '' || tooLong || password === '' ? null : password,
    addresses,
    slips: slips.first,
  }
}
