import { createServer, type TLSSocket, type TlsOptions } from 'node:tls'
import type { AddressInfo } from 'node:net'
import { createAuthority } from '../../src/main/practice/certificates.ts'

/** What the server says to a line of the client; an empty answer says nothing, `end` closes. */
export type Script = (line: string, session: { readonly said: readonly string[] }) => string | { readonly end: string }

export interface ScriptedServer {
  readonly host: 'scripted.test'
  readonly port: number
  readonly ca: string
  /** Every line that clients said. */
  readonly said: readonly string[]
  stop(): Promise<void>
}

let certified: Promise<{ readonly ca: string; readonly key: string; readonly certificate: string }> | undefined

/** Keys take a while to make: one for all servers of a test file. */
const identity = () =>
  (certified ??= createAuthority('Scripted CA').then(async (authority) => ({
    ca: authority.certificate,
    ...(await authority.issue({ names: ['scripted.test'] })),
  })))

/** A TLS server that greets and then answers line by line, for servers that nobody can install. */
export async function scriptedServer(
  greeting: string,
  script: Script,
  options: TlsOptions = {},
): Promise<ScriptedServer> {
  const { ca, key, certificate } = await identity()
  const said: string[] = []
  const open = new Set<TLSSocket>()
  const server = createServer({ ...options, key, cert: certificate }, (socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    socket.write(greeting)
    let pending = ''
    socket.on('data', (chunk: Buffer) => {
      const lines = (pending + chunk.toString('latin1')).split('\r\n')
      pending = lines.pop() ?? ''
      for (const line of lines) {
        said.push(line)
        const answer = script(line, { said })
        if (typeof answer !== 'string') socket.end(answer.end)
        else if (answer !== '') socket.write(answer)
      }
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    host: 'scripted.test',
    port: (server.address() as AddressInfo).port,
    ca,
    said,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
