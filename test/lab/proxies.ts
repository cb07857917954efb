import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** What the proxy does instead of connecting. */
export type ProxyManner =
  | 'pass'
  /** Every octet in a segment of its own, to the client. */
  | 'trickle'
  /** Takes the connection and says nothing. */
  | 'silent'
  /** Answers the first part of the conversation and closes. */
  | 'closes'
  /** The octets that it answers in place of its last reply. */
  | { readonly says: string | Buffer }

/** A proxy on 127.0.0.1 for tests: it counts, and resolves names that nobody else knows. */
export interface LabProxy {
  readonly kind: 'socks5' | 'http'
  readonly host: '127.0.0.1'
  readonly port: number
  /** Where clients asked to be connected to, in order: `host:port`, as the client wrote the host. */
  readonly asked: readonly string[]
  behave(manner: ProxyManner): void
  /** Ends what is open. */
  cut(): void
  stop(): Promise<void>
}

interface LabProxyOptions {
  readonly kind: 'socks5' | 'http'
  /** Asked of every client. */
  readonly signIn?: { readonly username: string; readonly password: string }
  /** Names the proxy knows; undefined is refused as unknown. */
  readonly resolve: (host: string) => string | undefined
}

export async function startLabProxy({ kind, signIn, resolve }: LabProxyOptions): Promise<LabProxy> {
  const asked: string[] = []
  const open = new Set<Socket>()
  let manner: ProxyManner = 'pass'

  const server = createServer({ noDelay: true }, (client) => {
    open.add(client)
    client.on('error', () => undefined)
    client.on('close', () => open.delete(client))
    if (manner === 'silent') return
    void (kind === 'socks5' ? socks(client) : http(client)).catch(() => client.destroy())
  })
  const send = async (client: Socket, octets: string | Buffer) => {
    const all = Buffer.from(octets as string, 'latin1')
    if (manner !== 'trickle') return void client.write(all)
    for (const octet of all)
      await new Promise<void>((done) => client.write(Buffer.from([octet]), () => setImmediate(done)))
  }
  /** Reads until `enough` says how many octets belong to this part. */
  const take = (client: Socket, enough: (have: Buffer) => number | undefined): Promise<Buffer> =>
    new Promise((done, gone) => {
      const leave = () => gone(new Error('gone'))
      const look = () => {
        const chunk = client.read() as Buffer | null
        if (chunk === null) return
        const length = enough(chunk)
        if (length === undefined) return client.unshift(chunk)
        client.off('readable', look)
        client.off('close', leave)
        if (chunk.length > length) client.unshift(chunk.subarray(length))
        done(chunk.subarray(0, length))
      }
      client.on('readable', look)
      client.once('close', leave)
    })
  const octets = (client: Socket, count: number) => take(client, (have) => (have.length >= count ? count : undefined))

  async function bridge(client: Socket, host: string, port: number, no: string | Buffer, yes: string | Buffer) {
    asked.push(`${host}:${port}`)
    if (typeof manner === 'object') return void client.write(Buffer.from(manner.says as string, 'latin1'))
    const address = resolve(host)
    const target = connect({ host: address ?? '127.0.0.1', port: address === undefined ? 1 : port, noDelay: true })
    open.add(target)
    target.on('close', () => open.delete(target))
    target.once('error', () => {
      client.end(no)
    })
    target.once('connect', () => {
      void send(client, yes).then(() => {
        client.pipe(target)
        let told = Promise.resolve()
        if (manner === 'trickle')
          target.on('data', (chunk: Buffer) => void (told = told.then(() => send(client, chunk))))
        else target.pipe(client)
        target.on('close', () => client.destroy())
        client.on('close', () => target.destroy())
        client.resume()
      })
    })
  }

  async function socks(client: Socket) {
    const [, methods] = await octets(client, 2)
    const offered = await octets(client, methods!)
    if (manner === 'closes') return void client.end(Buffer.from([5]))
    const method = signIn === undefined ? 0 : offered.includes(2) ? 2 : 0xff
    await send(client, Buffer.from([5, method]))
    if (method === 0xff) return void client.end()
    if (method === 2) {
      const [, length] = await octets(client, 2)
      const user = (await octets(client, length!)).toString('utf8')
      const secret = (await octets(client, (await octets(client, 1))[0]!)).toString('utf8')
      const isRight = user === signIn?.username && secret === signIn.password
      await send(client, Buffer.from([1, isRight ? 0 : 1]))
      if (!isRight) return void client.end()
    }
    const [, , , type] = await octets(client, 4)
    const host =
      type === 3
        ? (await octets(client, (await octets(client, 1))[0]!)).toString('latin1')
        : type === 1
          ? (await octets(client, 4)).join('.')
          : (await octets(client, 16)).toString('hex').replace(/(.{4})(?!$)/g, '$1:')
    const port = (await octets(client, 2)).readUInt16BE()
    const reply = (code: number) => Buffer.from([5, code, 0, 1, 127, 0, 0, 1, 0, 80])
    await bridge(client, host, port, reply(resolve(host) === undefined ? 4 : 5), reply(0))
  }

  async function http(client: Socket) {
    const header = (
      await take(client, (have) => {
        const end = have.indexOf('\r\n\r\n')
        return end < 0 ? undefined : end + 4
      })
    ).toString('latin1')
    const [, host = '', port = ''] = /^CONNECT (\[[^\]]+\]|[^:]+):(\d+) HTTP\/1\.1\r\n/.exec(header) ?? []
    if (manner === 'closes') return void client.end('HTTP/1.1 200 Con')
    const given = /\r\nProxy-Authorization: Basic (\S+)\r\n/.exec(header)?.[1]
    const wanted = signIn && Buffer.from(`${signIn.username}:${signIn.password}`).toString('base64')
    if (wanted !== given)
      return void client.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: Basic realm="lab"\r\nContent-Length: 4\r\n\r\nno!\n',
      )
    await bridge(
      client,
      host,
      Number(port),
      'HTTP/1.1 502 Bad Gateway\r\n\r\n',
      'HTTP/1.1 200 Connection established\r\nX: y\r\n\r\n',
    )
  }

  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const cut = () => {
    for (const socket of open) socket.destroy()
  }
  return {
    kind,
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    asked,
    behave: (next) => void (manner = next),
    cut,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped())
        cut()
      }),
  }
}
