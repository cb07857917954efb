import { connect } from 'node:net'
import type { Socket } from 'node:net'

/**
 * The Secret Service of this session: it answers, there is none, it is there and does not answer, or its bus is of a kind
 * that we do not speak to ourselves.
 */
export type SecretServicePresence =
  | { readonly presence: 'answers' | 'silent' | 'unknown' }
  | { readonly presence: 'none'; readonly detail: string }

/**
 * Is there a Secret Service? Asked of the bus itself and before the keyring library is: the library tells "locked" from
 * "not there" only by its error text, and while it makes an entry it waits for the service on the calling thread, for 2
 * seconds if the service hangs. A service that can be started by the bus is started by the question.
 * Never rejects; answers within `limitMs` for each address of the bus (there is one, as a rule).
 */
export async function findSecretService(env: NodeJS.ProcessEnv, limitMs: number): Promise<SecretServicePresence> {
  const paths = sessionBusPaths(env)
  if (paths === 'elsewhere') return { presence: 'unknown' }
  let found: SecretServicePresence = { presence: 'none', detail: 'There is no session bus.' }
  for (const path of paths) {
    found = await pingSecretService(path, limitMs)
    if (found.presence !== 'none') break
  }
  return found
}

/**
 * Socket paths of the session bus. D-Bus specification, "Server Addresses": a `;` list of `transport:key=value,…`, values
 * %-escaped; without the variable the usual place is $XDG_RUNTIME_DIR/bus.
 */
export function sessionBusPaths(env: NodeJS.ProcessEnv): readonly string[] | 'elsewhere' {
  const usual = env['XDG_RUNTIME_DIR'] ? [`${env['XDG_RUNTIME_DIR']}/bus`] : []
  const addresses = env['DBUS_SESSION_BUS_ADDRESS']
  if (!addresses) return usual
  const paths = addresses.split(';').flatMap((address) => {
    if (!address.startsWith('unix:')) return []
    const pairs = address.slice('unix:'.length).split(',')
    const keys = new Map(
      pairs.map((pair): [string, string] => {
        const at = pair.indexOf('=')
        return [pair.slice(0, at), unescapeValue(pair.slice(at + 1))]
      }),
    )
    const path = keys.get('path')
    const abstract = keys.get('abstract')
    if (path !== undefined) return [path]
    if (abstract !== undefined) return [`\0${abstract}`]
    return keys.get('runtime') === 'yes' ? usual : []
  })
  return paths.length > 0 ? paths : 'elsewhere'
}

function unescapeValue(value: string): string {
  return value.replace(/%([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** One question; the connection lives for that question only. */
async function pingSecretService(path: string, limitMs: number): Promise<SecretServicePresence> {
  const socket = connect({ path })
  let late = false
  const limit = setTimeout(() => {
    late = true
    socket.destroy()
  }, limitMs)
  try {
    const bytes = reader(socket)
    // EXTERNAL: the kernel tells the bus who we are; the uid as decimal digits in hex (D-Bus specification, "Authentication").
    const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')
    socket.write(`\0AUTH EXTERNAL ${uid}\r\n`)
    if (!(await bytes.line()).startsWith('OK')) return noBus
    socket.write('BEGIN\r\n')
    socket.write(busMessage(1, { ...busDriver, member: 'Hello' }))
    socket.write(busMessage(2, ping))
    for (;;) {
      const { type, replyTo, sender } = await bytes.message()
      if (replyTo !== 2) continue
      // An error of the service is an answer too; one of the bus means that it could not be reached or started.
      if (type === errorReply && sender === busDriver.destination) return noService
      return { presence: 'answers' }
    }
  } catch {
    return late ? { presence: 'silent' } : noBus
  } finally {
    clearTimeout(limit)
    socket.destroy()
  }
}

const noBus: SecretServicePresence = { presence: 'none', detail: 'The session bus cannot be reached.' }
const noService: SecretServicePresence = { presence: 'none', detail: 'The session bus has no Secret Service.' }

/** What a message is for, and up to a string and a number to go with it. */
export interface BusCall {
  readonly destination: string
  readonly path: string
  readonly interface: string
  readonly member: string
  readonly text?: string
  readonly number?: number
}

export const busDriver = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
} as const

export const secretServiceName = 'org.freedesktop.secrets'

const ping: BusCall = {
  destination: secretServiceName,
  path: '/org/freedesktop/secrets',
  interface: 'org.freedesktop.DBus.Peer',
  member: 'Ping',
}

const errorReply = 3

/** Numbers of the header fields (D-Bus specification, "Header Fields"). */
const field = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, sender: 7, signature: 8 } as const

/** A method call as it goes over the wire, little endian (D-Bus specification, "Message Format"). */
export function busMessage(serial: number, call: BusCall): Buffer {
  const text = call.text === undefined ? Buffer.alloc(0) : stringValue(call.text)
  const number = call.number === undefined ? Buffer.alloc(0) : numberValue(call.number)
  const body = number.length > 0 ? Buffer.concat([padded(text, 4), number]) : text
  const signature = `${call.text === undefined ? '' : 's'}${call.number === undefined ? '' : 'u'}`
  const fields = [
    headerField(field.path, 'o', stringValue(call.path)),
    headerField(field.interface, 's', stringValue(call.interface)),
    headerField(field.member, 's', stringValue(call.member)),
    headerField(field.destination, 's', stringValue(call.destination)),
    headerField(field.signature, 'g', Buffer.from([signature.length, ...Buffer.from(signature), 0])),
  ]
  // Every field starts on a multiple of 8; the last one's padding is not part of the array's length.
  const array = Buffer.concat(fields.map((one, at) => (at === fields.length - 1 ? one : padded(one, 8))))
  const fixed = Buffer.from(['l'.charCodeAt(0), 1, 0, 1])
  const head = [fixed, numberValue(body.length), numberValue(serial), numberValue(array.length)]
  return Buffer.concat([...head, padded(array, 8), body])
}

function headerField(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), value])
}

function stringValue(text: string): Buffer {
  const bytes = Buffer.from(`${text}\0`)
  return Buffer.concat([numberValue(bytes.length - 1), bytes])
}

function numberValue(number: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(number)
  return bytes
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(align(bytes.length, to) - bytes.length)])
}

function align(at: number, to: number): number {
  return Math.ceil(at / to) * to
}

/** Reads what the bus sends: first lines, then messages. */
function reader(socket: Socket) {
  const chunks = socket[Symbol.asyncIterator]()
  let held: Buffer = Buffer.alloc(0)
  async function more(): Promise<void> {
    const next: IteratorResult<unknown> = await chunks.next()
    if (next.done || !Buffer.isBuffer(next.value)) throw new Error('The bus closed the connection.')
    held = Buffer.concat([held, next.value])
    if (held.length > 1_000_000) throw new Error('The bus sent too much.')
  }
  async function take(length: number): Promise<Buffer> {
    while (held.length < length) await more()
    const taken = held.subarray(0, length)
    held = held.subarray(length)
    return taken
  }
  return {
    async line(): Promise<string> {
      while (!held.includes('\r\n')) await more()
      return (await take(held.indexOf('\r\n') + 2)).toString('latin1').trimEnd()
    },
    async message() {
      const head = await take(16)
      // A bus may speak in the order of its own machine; ours is on this machine, and every platform of ours is little endian.
      if (head[0] !== 'l'.charCodeAt(0)) throw new Error('The bus answers in big-endian order.')
      const length = head.readUInt32LE(12)
      const fields = (await take(align(length, 8))).subarray(0, length)
      await take(head.readUInt32LE(4))
      return { type: head[1], ...readFields(fields) }
    },
  }
}

function readFields(fields: Buffer): { readonly replyTo?: number; readonly sender?: string } {
  const read: { replyTo?: number; sender?: string } = {}
  let at = 0
  while (at + 8 <= fields.length) {
    const code = fields[at]
    const type = String.fromCharCode(fields[at + 2] ?? 0)
    const value = at + 4
    if (type === 'u') {
      if (code === field.replySerial) read.replyTo = fields.readUInt32LE(value)
      at = value + 4
    } else if (type === 'g') {
      at = value + 1 + (fields[value] ?? 0) + 1
    } else {
      const length = fields.readUInt32LE(value)
      if (code === field.sender) read.sender = fields.toString('latin1', value + 4, value + 4 + length)
      at = value + 4 + length + 1
    }
    at = align(at, 8)
  }
  return read
}
