import { connect as connectTcp, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { labAddress } from './people.ts'

/** Speaks IMAP, POP3 or SMTP line by line, to see exactly what a server says. */
export interface LineClient {
  /** Sends a line and reads up to the answer that matches; resolves to everything read. Rejects where the server leaves. */
  ask(line: string, until: RegExp): Promise<string>
  /** Reads up to the first match. */
  read(until: RegExp): Promise<string>
  /** Sends bytes as they are. */
  send(bytes: string | Uint8Array): void
  /** Resolves when the connection is over, however it ended. */
  readonly closed: Promise<void>
  /** Goes on under TLS, with the certificate checked against the lab's CA. */
  upgrade(): Promise<void>
  close(): void
}

export interface LineTarget {
  readonly port: number
  /** The name that the certificate must bear. */
  readonly servername?: string
  readonly ca?: string
  readonly tls: 'at once' | 'none'
  /** The lab's own address unless set, such as for a fault proxy. */
  readonly host?: string
}

/** Connects to the lab. Text is read as Latin-1, so that every byte stays one character. */
export async function lineClient({
  port,
  ca,
  tls,
  servername = 'mail.lab.test',
  host = labAddress,
}: LineTarget): Promise<LineClient> {
  let seen = ''
  let over: Error | undefined
  let wake = () => {}
  let socket: Socket
  const { promise: closed, resolve: announceClosed } = Promise.withResolvers<void>()

  function listen(to: Socket): void {
    socket = to
    to.on('data', (chunk: Buffer) => {
      seen += chunk.toString('latin1')
      wake()
    })
    to.on('error', end)
    to.on('close', () => end(new Error(`the server closed the connection after ${JSON.stringify(seen)}`)))
  }
  function end(why: Error): void {
    over ??= why
    announceClosed()
    wake()
  }
  async function read(until: RegExp): Promise<string> {
    for (;;) {
      const match = until.exec(seen)
      if (match !== null) {
        const text = seen.slice(0, match.index + match[0].length)
        seen = seen.slice(text.length)
        return text
      }
      if (over !== undefined) throw over
      await new Promise<void>((resolve) => (wake = resolve))
    }
  }
  function encrypt(over?: Socket): Promise<void> {
    return new Promise((resolve, reject) => {
      const secured = connectTls({ ...(over ? { socket: over } : { host, port }), ca, servername })
      secured.once('secureConnect', () => resolve())
      secured.once('error', reject)
      listen(secured)
    })
  }

  if (tls === 'at once') {
    await encrypt()
  } else {
    await new Promise<void>((resolve, reject) => {
      const plain = connectTcp({ host, port })
      plain.once('connect', resolve)
      plain.once('error', reject)
      listen(plain)
    })
  }
  return {
    read,
    ask: (line, until) => {
      socket.write(`${line}\r\n`, 'utf8')
      return read(until)
    },
    send: (bytes) => void socket.write(bytes),
    closed,
    upgrade: () => {
      socket.removeAllListeners('data')
      return encrypt(socket)
    },
    close: () => void socket.destroy(),
  }
}

/** The initial response of SASL XOAUTH2 (developers.google.com/workspace/gmail/imap/xoauth2-protocol). */
export function saslXoauth2(mailbox: string, token: string): string {
  return Buffer.from(`user=${mailbox}\x01auth=Bearer ${token}\x01\x01`).toString('base64')
}

/** The initial response of SASL PLAIN (RFC 4616): authorisation identity, sign-in name, password. */
export function saslPlain(signIn: string, password: string, authorisation = ''): string {
  return Buffer.from(`${authorisation}\0${signIn}\0${password}`).toString('base64')
}
