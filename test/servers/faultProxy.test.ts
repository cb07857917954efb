import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { startFaultProxy, type FaultProxy } from '../lab/faultProxy.ts'
import { lineClient, type LineClient } from '../lab/lineClient.ts'

describe('the fault proxy', () => {
  let server: Server
  let proxy: FaultProxy
  let received = ''
  let peers: Socket[] = []

  beforeEach(async () => {
    received = ''
    peers = []
    // Answers every line with itself in capitals, as a server that speaks in lines would.
    server = createServer((socket) => {
      peers.push(socket)
      socket.on('error', () => {})
      socket.on('data', (chunk) => {
        received += chunk.toString()
        socket.write(chunk.toString().toUpperCase())
      })
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    proxy = await startFaultProxy({ target: { host: '127.0.0.1', port: (server.address() as AddressInfo).port } })
  })
  afterEach(async () => {
    await proxy.close()
    for (const peer of peers) peer.destroy()
    await new Promise((resolve) => server.close(resolve))
  })

  const connect = (): Promise<LineClient> => lineClient({ host: proxy.host, port: proxy.port, tls: 'none' })

  test('passes both directions until it is told otherwise', async () => {
    const client = await connect()
    expect(await client.ask('hello', /\r\n/)).toBe('HELLO\r\n')
    expect(proxy.accepted()).toBe(1)
    client.close()
  })

  test('sends single bytes and loses none of them', async () => {
    void proxy.behave({ kind: 'trickle' })
    const client = await connect()
    expect(await client.ask('x'.repeat(300), /\r\n/)).toBe(`${'X'.repeat(300)}\r\n`)
    client.close()
  })

  test('stalls after so many bytes of the server, and goes on when it passes again', async () => {
    const struck = proxy.behave({ kind: 'stall', from: 'server', after: 4 })
    const client = await connect()
    const answer = client.ask('hello', /\r\n/)
    await struck
    void proxy.behave({ kind: 'pass' })
    expect(await answer).toBe('HELLO\r\n')
    client.close()
  })

  test('resets behind so many bytes of the server, one connection only', async () => {
    const struck = proxy.behave({ kind: 'reset', from: 'server', after: 4 }, 1)
    const client = await connect()
    await expect(client.ask('hello', /\r\n/)).rejects.toMatchObject({ code: 'ECONNRESET' })
    await struck
    const next = await connect()
    expect(await next.ask('hello', /\r\n/)).toBe('HELLO\r\n')
    next.close()
  })

  test('closes behind a text, also one that came in two parts: the server has it, the client gets no answer', async () => {
    const struck = proxy.behave({ kind: 'close', from: 'client', on: '\r\n.\r\n' })
    const client = await connect()
    client.send('body\r\n')
    expect(await client.read(/\r\n/)).toBe('BODY\r\n')
    client.send('.\r\nQUIT\r\n')
    await struck
    await client.closed
    await expect(client.read(/\.\r\n/)).rejects.toThrow(/closed the connection/)
    expect(received).toBe('body\r\n.\r\n')
  })

  test('resets behind a text of the server, which still reaches the client', async () => {
    void proxy.behave({ kind: 'reset', from: 'server', on: 'LITERAL' })
    const client = await connect()
    expect(await client.ask('a literal of bytes', /LITERAL/)).toBe('A LITERAL')
    await expect(client.read(/OF/)).rejects.toMatchObject({ code: 'ECONNRESET' })
  })

  test('half open: accepted, and nothing ever reaches the server', async () => {
    const struck = proxy.behave({ kind: 'half-open' })
    const client = await connect()
    client.send('hello\r\n')
    await struck
    expect([proxy.open(), peers.length, received]).toEqual([1, 0, ''])
    proxy.cut()
    await client.closed
  })

  test('a client that leaves while its answer stalls leaves nothing behind', async () => {
    const struck = proxy.behave({ kind: 'stall', from: 'server', after: 0 })
    const client = await connect()
    client.send('hello\r\n')
    await struck
    client.close()
    await client.closed
    await expect.poll(() => proxy.open()).toBe(0)
  })
})
