import { isIPv4, isIPv6, SocketAddress, type Socket } from 'node:net'
import { ipv6Groups } from '../../../domain/diagnosis/certificateName.ts'
import type { ProxyFailureCode } from '../../../domain/failure.ts'
import type { ProxyAccess } from '../../engine/ports/conversation.ts'
import type { ExactReader } from './exactReader.ts'
import { ProxyFailed } from './proxyFailed.ts'

const version = 5
const noSignIn = 0
const userAndPassword = 2
const noneAcceptable = 0xff

/** RFC 1928 6, in its own words. */
const replies: Readonly<Record<number, readonly [words: string, ProxyFailureCode]>> = {
  1: ['general SOCKS server failure', 'proxy-no-way'],
  2: ['connection not allowed by ruleset', 'proxy-refused'],
  3: ['network unreachable', 'proxy-no-way'],
  4: ['host unreachable', 'proxy-no-way'],
  5: ['connection refused', 'proxy-no-way'],
  6: ['TTL expired', 'proxy-timed-out'],
  7: ['command not supported', 'proxy-broken'],
  8: ['address type not supported', 'proxy-broken'],
}

/**
 * Has a SOCKS5 proxy connect to a host (RFC 1928), after signing in with user name and password where it asks for them (RFC 1929).
 * Octets of the server that come with the last reply stay unread. Throws ProxyFailed, EndedEarly or the socket's error.
 */
export async function socks5Connect(
  socket: Socket,
  reader: ExactReader,
  { credentials }: Pick<ProxyAccess, 'credentials'>,
  target: { readonly host: string; readonly port: number },
): Promise<void> {
  const methods = credentials === null ? [noSignIn] : [noSignIn, userAndPassword]
  socket.write(Buffer.from([version, methods.length, ...methods]))
  const [speaks, chosen] = await reader.octets(2)
  if (speaks !== version) throw new ProxyFailed('proxy-broken', `SOCKS version ${speaks}`)
  if (chosen === noneAcceptable) throw new ProxyFailed('proxy-sign-in', 'SOCKS: no acceptable methods')
  if (chosen === userAndPassword && credentials !== null) await signIn(socket, reader, credentials)
  else if (chosen !== noSignIn) throw new ProxyFailed('proxy-broken', `SOCKS method ${chosen}`)

  const port = Buffer.alloc(2)
  port.writeUInt16BE(target.port)
  socket.write(Buffer.concat([Buffer.from([version, 1, 0]), addressOf(target.host), port]))
  const [again, reply, , type] = await reader.octets(4)
  if (again !== version) throw new ProxyFailed('proxy-broken', `SOCKS version ${again}`)
  if (reply !== 0) {
    const [words, code] = replies[reply!] ?? ['unassigned', 'proxy-broken']
    throw new ProxyFailed(code, `SOCKS reply ${reply}: ${words}`)
  }
  // The address that the proxy connects from; its length is all that is of interest.
  if (type === 1) await reader.octets(4 + 2)
  else if (type === 4) await reader.octets(16 + 2)
  else if (type === 3) await reader.octets((await reader.octets(1))[0]! + 2)
  else throw new ProxyFailed('proxy-broken', `SOCKS address type ${type}`)
}

async function signIn(
  socket: Socket,
  reader: ExactReader,
  { username, password }: NonNullable<ProxyAccess['credentials']>,
): Promise<void> {
  const user = Buffer.from(username, 'utf8')
  const secret = Buffer.from(password, 'utf8')
  if (user.length === 0 || user.length > 255 || secret.length > 255)
    throw new ProxyFailed('proxy-sign-in', 'SOCKS: user name and password have 1 to 255 octets')
  socket.write(Buffer.concat([Buffer.from([1, user.length]), user, Buffer.from([secret.length]), secret]))
  const [, status] = await reader.octets(2)
  if (status !== 0) throw new ProxyFailed('proxy-sign-in', `SOCKS sign-in: status ${status}`)
}

/** RFC 1928 5: an address in its octets, or a name for the proxy to resolve. */
function addressOf(host: string): Buffer {
  if (isIPv4(host)) return Buffer.from([1, ...host.split('.').map(Number)])
  if (isIPv6(host)) return Buffer.concat([Buffer.from([4]), ipv6Octets(host)])
  const name = Buffer.from(host, 'latin1')
  return Buffer.concat([Buffer.from([3, name.length]), name])
}

function ipv6Octets(address: string): Buffer {
  // Node writes it in its canonical form, without an IPv4 tail in most cases; a tail is two groups.
  const { address: canonical } = new SocketAddress({ address, family: 'ipv6' })
  const plain = canonical.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, (_, a: string, b: string, c: string, d: string) =>
    [Number(a) * 256 + Number(b), Number(c) * 256 + Number(d)].map((group) => group.toString(16)).join(':'),
  )
  const groups =
    ipv6Groups(plain)
      ?.split(':')
      .map((group) => Number.parseInt(group, 16)) ?? []
  return Buffer.from(groups.flatMap((group) => [group >> 8, group & 0xff]))
}
