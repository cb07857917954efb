import { placeName, type ProxySettings } from '../../../domain/proxy.ts'
import { words } from '../../../words/index.ts'
import { WrongUsage } from './exits.ts'

/** A proxy in one word: `socks5://user@proxy.example.com:1080`. */
export const proxyUrl = (proxy: ProxySettings): string =>
  `${proxy.kind}://${proxy.username === '' ? '' : `${encodeURIComponent(proxy.username)}@`}${placeName(proxy)}`

/** The same read again, with what is reached directly. Throws WrongUsage; a password in it is refused, as arguments are seen by everyone (K1). */
export function proxyFrom(text: string, direct: readonly string[]): ProxySettings {
  const parts = /^(socks5|http):\/\/(?:([^@]*)@)?(\[[^\]\s]+\]|[^:/@\s]+):(\d{1,5})\/?$/.exec(text)
  const port = Number(parts?.[4])
  if (!parts || port < 1 || port > 65_535)
    throw new WrongUsage(words['cli.proxy-form']({ given: text.replace(/\/\/.*@/, '//…@') }))
  const user = parts[2] ?? ''
  if (user.includes(':')) throw new WrongUsage(words['cli.proxy-password']())
  return {
    kind: parts[1] === 'http' ? 'http' : 'socks5',
    host: parts[3]!.replace(/^\[|\]$/g, ''),
    port,
    username: decoded(user),
    direct: [...direct],
  }
}

function decoded(user: string): string {
  try {
    return decodeURIComponent(user)
  } catch {
    return user
  }
}
