import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { Practice, PracticePort } from '../../src/main/practice/index.ts'

/** A client that says what it is told and reads until it has seen what it waits for. */
export interface Dialogue {
  /** Everything up to and including the match; rejects when the server ends first. */
  read(pattern: RegExp): Promise<string>
  /** Sends a line, then reads. */
  say(line: string, until: RegExp): Promise<string>
  send(bytes: string): void
  /** Upgrades to TLS after the server has agreed to it. */
  startTls(): Promise<void>
  /** Whatever is still to come until the server ends the connection. */
  rest(): Promise<string>
  /** How the bytes arrived: the size of every piece so far. */
  pieces(): readonly number[]
  end(): void
}

export class EndedEarly extends Error {
  override readonly name = 'EndedEarly'
  readonly received: string
  constructor(received: string) {
    super(`The server ended after: ${received}`)
    this.received = received
  }
}

const tlsPorts: readonly PracticePort[] = ['imaps', 'pop3s', 'smtps', 'login']

export async function dial(practice: Practice, port: PracticePort): Promise<Dialogue> {
  const servername =
    practice.hosts[
      port === 'login' ? port : port.startsWith('imap') ? 'imap' : port.startsWith('pop3') ? 'pop3' : 'smtp'
    ]
  const tls = { servername, ca: practice.ca.certificate }
  let socket: Socket = tlsPorts.includes(port)
    ? connectTls({ ...tls, host: '127.0.0.1', port: practice.ports[port] })
    : connect({ host: '127.0.0.1', port: practice.ports[port] })
  let text = ''
  let ended = false
  const sizes: number[] = []
  const waiting = new Set<() => void>()
  const wake = () => {
    for (const one of waiting) one()
  }
  const follow = (one: Socket) => {
    one.on('data', (chunk: Buffer) => {
      text += chunk.toString('latin1')
      sizes.push(chunk.length)
      wake()
    })
    one.on('error', () => undefined)
    one.once('close', () => {
      ended = true
      wake()
    })
  }
  follow(socket)
  await once(socket, tlsPorts.includes(port) ? 'secureConnect' : 'connect')

  const until = <T>(done: () => T | undefined): Promise<T> =>
    new Promise((resolve, reject) => {
      const look = () => {
        const result = done()
        if (result === undefined && !ended) return
        waiting.delete(look)
        if (result === undefined) reject(new EndedEarly(text))
        else resolve(result)
      }
      waiting.add(look)
      look()
    })
  const read = (pattern: RegExp) =>
    until(() => {
      const found = pattern.exec(text)
      if (found === null) return undefined
      const seen = text.slice(0, found.index + found[0].length)
      text = text.slice(seen.length)
      return seen
    })
  return {
    read,
    say(line, pattern) {
      socket.write(`${line}\r\n`, 'latin1')
      return read(pattern)
    },
    send: (bytes) => void socket.write(bytes, 'latin1'),
    async startTls() {
      socket.removeAllListeners('data')
      socket.removeAllListeners('close')
      socket = connectTls({ ...tls, socket })
      follow(socket)
      await once(socket, 'secureConnect')
    },
    rest: () => until(() => (ended ? text : undefined)),
    pieces: () => sizes,
    end: () => void socket.destroy(),
  }
}

/** What XOAUTH2 says: the mailbox that is to open, and the token. */
export const xoauth2 = (mailbox: string, token: string) =>
  Buffer.from(`user=${mailbox}\x01auth=Bearer ${token}\x01\x01`).toString('base64')

export const plain = (user: string, password: string, authorisation = '') =>
  Buffer.from(`${authorisation}\0${user}\0${password}`).toString('base64')
