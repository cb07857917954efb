import type { Socket } from 'node:net'
import type { Failure } from '../../../domain/failure.ts'
import { imapFailure } from '../../../domain/replies/imap.ts'
import type { Where } from '../../../domain/replies/where.ts'
import { EndedEarly, exactReader, type ExactReader } from '../way/exactReader.ts'
import { ConnectionLost, Stopped, type Watch } from '../wire/watch.ts'

const lineLimit = 64 * 1024

/**
 * Brings a connection from its first octet to where TLS begins: greeting, CAPABILITY, STARTTLS (RFC 3501 6.2.1). Nothing that was heard in clear text
 * is believed afterwards. Throws Stopped or ConnectionLost.
 */
export async function untilTls(socket: Socket, watch: Watch, where: Where): Promise<void> {
  const reader = exactReader(socket)
  try {
    const greeting = await watch.during('greeting', () => line(reader, where, 'greeting'))
    const said = /^\* (OK|PREAUTH|BYE)(?: (.*))?$/i.exec(greeting)
    if (said === null) throw new Stopped(broken('greeting', where, greeting))
    if (/BYE/i.test(said[1]!)) throw new Stopped(imapFailure('greeting', greeting.slice(2), null, where))
    // RFC 3501 6.2.1: STARTTLS is for those who are not signed in. A server that let us in already offers no way to TLS.
    if (/PREAUTH/i.test(said[1]!)) throw new Stopped(missing(where))
    const offered = await watch.during('capabilities', () => ask(socket, reader, where, 'CAPABILITY'))
    const names = offered.untagged.flatMap((each) => /^\* CAPABILITY (.*)$/i.exec(each)?.[1]?.split(' ') ?? [])
    if (!names.some((name) => /^STARTTLS$/i.test(name))) throw new Stopped(missing(where))
    const ready = await watch.during('starttls', () => ask(socket, reader, where, 'STARTTLS'))
    if (!ready.ok) throw new Stopped({ ...missing(where), reply: ready.status })
    // CVE-2011-0411: what came before the handshake was not said by the server that the certificate names.
    if (reader.ahead() > 0)
      throw new Stopped({
        code: 'protocol-broken',
        stage: 'starttls',
        transient: false,
        ...where,
        detail: 'octets in clear text behind the go-ahead for TLS',
      })
  } finally {
    reader.release()
  }
}

async function ask(
  socket: Socket,
  reader: ExactReader,
  where: Where,
  command: 'CAPABILITY' | 'STARTTLS',
): Promise<{ readonly ok: boolean; readonly status: string; readonly untagged: readonly string[] }> {
  const tag = `W${command.slice(0, 1)}`
  socket.write(`${tag} ${command}\r\n`)
  const untagged: string[] = []
  const stage = command === 'STARTTLS' ? 'starttls' : 'capabilities'
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- lines come one after the other
    const text = await line(reader, where, stage)
    const status = new RegExp(`^${tag} (OK|NO|BAD)\\b(.*)$`, 'i').exec(text)
    if (status) return { ok: /^OK$/i.test(status[1]!), status: text.slice(tag.length + 1), untagged }
    if (/^\* BYE\b/i.test(text)) throw new Stopped(imapFailure(stage, text.slice(2), null, where))
    if (!text.startsWith('* ') || untagged.length >= 50) throw new Stopped(broken(stage, where, text))
    untagged.push(text)
  }
}

async function line(reader: ExactReader, where: Where, stage: Failure['stage']): Promise<string> {
  try {
    const text = await reader.line(lineLimit)
    if (text === undefined) throw new Stopped(broken(stage, where, 'a line that does not end'))
    return text
  } catch (error) {
    if (error instanceof Stopped) throw error
    if (error instanceof EndedEarly) throw new ConnectionLost(undefined, 'the server closed the connection')
    const { code, message } = error as NodeJS.ErrnoException
    throw new ConnectionLost(code ?? 'UNKNOWN', message)
  }
}

const missing = (where: Where): Failure => ({ code: 'starttls-missing', stage: 'starttls', transient: false, ...where })

const broken = (stage: Failure['stage'], where: Where, said: string): Failure => ({
  code: 'protocol-broken',
  stage,
  transient: false,
  ...where,
  reply: said.slice(0, 500),
})
