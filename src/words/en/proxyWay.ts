/** The server, and the proxy before it as host and port. */
interface Way {
  readonly host: string
  readonly port: number
  readonly proxy: string
}

/** What Test Connection and running mail say about a proxy in between: what happened, what it means, what to do. */
export const proxyWayWords = {
  'diagnosis.name.by-proxy': (p: { host: string; proxy: string }) => `The proxy ${p.proxy} resolves ${p.host}`,
  'diagnosis.connect.passed-proxy': (p: Way) => `${p.host} answers on port ${p.port}, through the proxy ${p.proxy}`,
  'diagnosis.connect.proxy-unreachable': (p: Way) => `The proxy ${p.proxy} is not reached.`,
  'diagnosis.connect.proxy-sign-in': (p: Way) => `The proxy ${p.proxy} refuses this workspace’s sign-in.`,
  'diagnosis.connect.proxy-secret-missing': (p: Way) => `The password of the proxy ${p.proxy} is not there.`,
  'diagnosis.connect.proxy-refused': (p: Way) => `The proxy ${p.proxy} does not allow ${p.host} on port ${p.port}.`,
  'diagnosis.connect.proxy-no-way': (p: Way) => `The proxy ${p.proxy} does not reach ${p.host} on port ${p.port}.`,
  'diagnosis.connect.proxy-timed-out': (p: Way) =>
    `The proxy ${p.proxy} got no connection to ${p.host} on port ${p.port} in time.`,
  'diagnosis.connect.proxy-broken': (p: Way) =>
    `The proxy ${p.proxy} closed the connection, or answered something that no proxy of its kind says.`,

  'reply.proxy.unreachable': (p: Way) =>
    `The proxy ${p.proxy} takes no connection from this computer. It says nothing about ${p.host}.`,
  'reply.proxy.sign-in': (p: Way) =>
    `The proxy ${p.proxy} asks for a user name and password, and does not accept what it is given. The mailbox’s own sign-in was not tried.`,
  'reply.proxy.secret-missing': (p: Way) =>
    `The password of the proxy ${p.proxy} must be entered again. Nothing is connected to meanwhile, and nothing goes past the proxy.`,
  'reply.proxy.refused': (p: Way) => `The rules of the proxy ${p.proxy} do not let ${p.host} on port ${p.port} pass.`,
  'reply.proxy.no-way': (p: Way) =>
    `The proxy ${p.proxy} does not know the name ${p.host}, has no route to it, or is refused on port ${p.port}.`,
  'reply.proxy.timed-out': (p: Way) =>
    `The proxy ${p.proxy} takes connections, and what lies behind it does not answer in time.`,
  'reply.proxy.broken': (p: Way) =>
    `What listens at ${p.proxy} is a proxy of another kind, none at all, or one that is ending.`,

  'remedy.proxy-place': (p: Way) => `Check in Settings that ${p.proxy} is the proxy’s address and port.`,
  'remedy.proxy-running': (p: Way) =>
    `Ask the network team whether the proxy ${p.proxy} is running and lets this computer in.`,
  'remedy.proxy-sign-in': () => 'Enter the user name and password of the proxy in Settings.',
  'remedy.proxy-account': (p: Way) =>
    `Ask the network team for a sign-in to ${p.proxy}: with user name and password (Basic, or RFC 1929 for SOCKS), as Waypost knows no other.`,
  'remedy.proxy-allow': (p: Way) =>
    `Ask the network team to allow ${p.host} on port ${p.port} in the proxy ${p.proxy}.`,
  'remedy.proxy-direct': (p: Way) =>
    `Or, if this computer reaches ${p.host} without the proxy, list it in Settings under what is reached directly.`,
  'remedy.proxy-reach': (p: Way) =>
    `Ask the network team whether the proxy ${p.proxy} resolves ${p.host} and reaches its port ${p.port}.`,
  'remedy.proxy-log': (p: Way) => `Ask the network team to look into the log of the proxy ${p.proxy}.`,
  'remedy.proxy-kind': () => 'Check in Settings whether the proxy is a SOCKS5 or an HTTP proxy.',
} as const
