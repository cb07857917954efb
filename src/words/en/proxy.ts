import { plural } from '../counted.ts'

/** The server, and the proxy as host and port. */
interface Way {
  readonly host: string
  readonly port: number
  readonly proxy: string
}

const ask = (contact: string): string => (contact === '' ? 'the IT of your organisation' : contact)

/** The proxy in Settings. */
export const proxyWords = {
  'proxy.title': () => 'Proxy',
  'proxy.says': () =>
    'Off by default. With a proxy, every connection to a mail server goes through it: tests, receiving and sending. This computer itself (localhost, 127.0.0.1) is always reached directly.',
  'proxy.kind': () => 'Connections',
  'proxy.kind.none': () => 'Directly',
  'proxy.kind.socks5': () => 'SOCKS5',
  'proxy.kind.http': () => 'HTTP (CONNECT)',
  'proxy.kind-hint.none': () => 'Connections go from this computer to the mail servers.',
  'proxy.kind-hint.socks5': () =>
    'RFC 1928. The proxy resolves the names of the mail servers; it sees where connections go, and not what is said in them.',
  'proxy.kind-hint.http': () =>
    'The method CONNECT. The proxy has to allow the mail ports, such as 993 and 587. It resolves the names of the mail servers, and does not see what is said.',
  'proxy.server-and-port': () => 'Proxy server',
  'proxy.server': () => 'Proxy server',
  'proxy.port': () => 'Proxy port',
  'proxy.server-hint': () => 'Name or address, and port. Usual ports are 1080 for SOCKS5, 3128 and 8080 for HTTP.',
  'proxy.server-error': () => 'Name the proxy server, such as proxy.example.com.',
  'proxy.port-error': () => 'The port of the proxy is a number from 1 to 65,535.',
  'proxy.sign-in': () => 'Sign-in to the proxy',
  'proxy.user': () => 'Proxy user name',
  'proxy.password': () => 'Proxy password',
  'proxy.sign-in-hint': () =>
    'Empty where the proxy asks for none. Both kinds of proxy take user name and password unencrypted, so use a sign-in that is good for nothing else.',
  'proxy.password-lost': () => 'The password of the proxy must be entered again.',
  'proxy.password-missing': () =>
    'No password is stored for this proxy and user. What was stored for another one is not shown to it.',
  'proxy.direct': () => 'Reached directly',
  'proxy.direct-hint': () => 'One host a line: a name, an address, or *.example.com for every name under it.',
  'proxy.direct-error': (p: { entry: string }) =>
    `“${p.entry}” is no host. Write a name, an address, or *.example.com.`,
  'proxy.try': () => 'Try the proxy',
  'proxy.try-hint': () => 'Connects to a mail server with what stands here, saved or not. Nothing is signed in to.',
  'proxy.try-target': () => 'Server and port',
  'proxy.try-target-error': () => 'Name a server and its port first, such as imap.example.com:993.',
  'proxy.try-incomplete': () => 'What stands here does not name a proxy yet.',
  'proxy.try-do': () => 'Try the proxy',
  'proxy.try-running': () => 'The proxy is being tried',
  'refusal.policy-proxy': (p: { contact: string }) =>
    `The policy of this computer fixes the proxy. Nothing was saved. Keep it as it is, or ask ${ask(p.contact)}.`,
  'refusal.policy-proxy-host': (p: { host: string; contact: string }) =>
    `The policy of this computer does not allow connections to ${p.host}, and the proxy is one. Nothing was saved. Name a proxy that is allowed, or ask ${ask(p.contact)}.`,
  'refusal.proxy-password': (p: { proxy: string }) =>
    `The password of the proxy ${p.proxy} is not there. Enter it, then try again.`,
  'problem.proxy.user-missing': () => 'A password without a user name is never sent. Enter the user name too.',
  'problem.proxy.user-colon': () =>
    'An HTTP proxy takes the first colon as the end of the user name. Enter a name without one.',
  'problem.proxy.user-too-long': () => 'A proxy takes user names of at most 255 octets.',
  'problem.proxy.password-too-long': () => 'A proxy takes passwords of at most 255 octets.',
  'problem.proxy.sign-in-control': () => 'User name and password hold no control characters, such as a line end.',
  'proxy.step.found': (p: Way) => `The address of the proxy ${p.proxy} is known`,
  'proxy.step.connected': (p: Way) => `The proxy ${p.proxy} takes the connection`,
  'proxy.step.opened': (p: Way) => `The proxy opens the way to ${p.host} on port ${p.port}`,
  'proxy.step.direct-found': (p: Way) => `${p.host} is reached directly, and its address is known`,
  'proxy.step.direct-connected': (p: Way) => `${p.host} answers on port ${p.port}, past the proxy`,
  'activity.field.proxy': () => 'Proxy',
  'activity.field.proxyPassword': () => 'Password of the proxy',
  'cli.proxy-form': (p: { given: string }) =>
    `“${p.given}” is no proxy. Write socks5://user@host:port or http://user@host:port; the user may be left out.`,
  'cli.proxy-password': () =>
    'A password is no part of the proxy: arguments are seen by everyone on this computer. Give it by --proxy-password-stdin.',
  'cli.proxy-none': () => 'This workspace has no proxy. Set it first: waypost settings set proxy=socks5://host:port',
  'cli.host-and-port': (p: { given: string }) => `“${p.given}” is no server and port. Write host:port.`,
  'cli.step.done': () => 'done   ',
  'cli.step.running': () => 'running',
  'cli.step.failed': () => 'failed ',
  'cli.step.undone': () => 'not run',
  'cli.proxy-secret-missing': () =>
    'The password of the proxy is missing. Enter it again: waypost settings set --proxy-password-stdin',
  'configuration.secret.proxy-password': () => 'Password of the proxy',
  'configuration.secret.workspace': () => 'Settings',
  'proxy.voids': (p: { proofs: number; connectors: number }) =>
    `Saving voids ${plural(p.proofs, 'proof')} of ${plural(p.connectors, 'connector')}: each needs a new test before it is enabled again. What runs goes on, through the new way at once.`,
  'proxy.voids-none': () => 'No proof is voided. What runs goes on, through the new way at once.',
} as const
