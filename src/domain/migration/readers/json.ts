import { securities, type Security } from '../../connector.ts'
import type { Gateway, Reliant } from '../gateway.ts'
import type { Imported } from '../imported.ts'
import { bareAddress } from '../senders/tally.ts'
import { collectSlips, slip, type Slips } from '../slip.ts'
import { NotJson, readJsonLines, type JsonNode } from './jsonLines.ts'

type Members = ReadonlyMap<string, JsonNode>

const membersOf = (node: JsonNode): Members | null => (node.value instanceof Map ? (node.value as Members) : null)
const textOf = (node: JsonNode | undefined): string | null => (typeof node?.value === 'string' ? node.value : null)

/**
 * Reads `{ "gateway": { "host", "port", "security", "authentication", "username" }, "addresses": [...] }`; an address is a text, or
 * `{ "address", "name", "description" }`; a bare list is a list of addresses. Unknown keys are slips, each with its line (K7).
 */
export function readMigrationJson(text: string): Imported {
  const slips = collectSlips()
  const nothing = { gateway: null, password: null, addresses: [] }
  let root: JsonNode
  try {
    root = readJsonLines(text)
  } catch (error) {
    if (!(error instanceof NotJson)) throw error
    return { ...nothing, slips: [slip(error.line, 'not-json', error.message)] }
  }
  if (Array.isArray(root.value)) return { ...nothing, addresses: addressesOf(root, slips), slips: slips.first }
  const members = membersOf(root)
  if (members === null) return { ...nothing, slips: [slip(root.line, 'not-an-object')] }
  unknownKeys(members, ['gateway', 'addresses'], slips)
  const gateway = members.get('gateway')
  const addresses = members.get('addresses')
  return {
    gateway: gateway === undefined ? null : gatewayOf(gateway, slips),
    password: null,
    addresses: addresses === undefined ? [] : addressesOf(addresses, slips),
    slips: slips.first,
  }
}

function unknownKeys(members: Members, known: readonly string[], slips: Slips): void {
  for (const [key, { line }] of members) if (!known.includes(key)) slips.add(line, 'unknown-key', key)
}

function gatewayOf(node: JsonNode, slips: Slips): Gateway | null {
  const members = membersOf(node)
  if (members === null) {
    slips.add(node.line, 'wrong-value', 'gateway')
    return null
  }
  // A password in a file that is passed around is a slip of its own kind: it is not taken from here.
  unknownKeys(members, ['host', 'port', 'security', 'authentication', 'username'], slips)
  const wrong = (key: string) => slips.add(members.get(key)?.line ?? node.line, 'wrong-value', key)
  const host = textOf(members.get('host'))
  if (host === null) slips.add(members.get('host')?.line ?? node.line, 'host-missing')
  const security = members.has('security') ? textOf(members.get('security')) : 'starttls'
  if (!securities.includes(security as Security)) wrong('security')
  const username = members.has('username') ? textOf(members.get('username')) : ''
  if (username === null) wrong('username')
  const authentication = members.has('authentication')
    ? textOf(members.get('authentication'))
    : username
      ? 'password'
      : 'none'
  if (authentication !== 'none' && authentication !== 'password') wrong('authentication')
  const usual = security === 'tls' ? 465 : security === 'none' ? 25 : 587
  const port = members.has('port') ? members.get('port')!.value : usual
  const fits = typeof port === 'number' && Number.isInteger(port) && port >= 1 && port <= 65535
  if (!fits) slips.add(members.get('port')!.line, 'port-wrong', String(typeof port === 'object' ? 'port' : port))
  return host === null
    ? null
    : {
        host: host.trim(),
        port: fits ? port : usual,
        security: securities.find((each) => each === security) ?? 'starttls',
        authentication: authentication === 'password' ? 'password' : 'none',
        username: username ?? '',
      }
}

function addressesOf(node: JsonNode, slips: Slips): readonly Reliant[] {
  if (!Array.isArray(node.value)) {
    slips.add(node.line, 'wrong-value', 'addresses')
    return []
  }
  return (node.value as readonly JsonNode[]).flatMap((each): readonly Reliant[] => {
    const bare = textOf(each)
    const members = membersOf(each)
    const address = bareAddress(bare ?? (members && textOf(members.get('address'))) ?? '').slice(0, 1000)
    if (address === '') {
      slips.add(each.line, 'wrong-value', 'addresses')
      return []
    }
    if (members === null) return [{ address, name: null, description: '' }]
    unknownKeys(members, ['address', 'name', 'description'], slips)
    for (const key of ['name', 'description']) {
      const said = members.get(key)
      if (said !== undefined && said.value !== null && textOf(said) === null) slips.add(said.line, 'wrong-value', key)
    }
    return [
      {
        address,
        name: textOf(members.get('name'))?.trim().slice(0, 200) || null,
        description: (textOf(members.get('description')) ?? '').slice(0, 1000),
      },
    ]
  })
}
