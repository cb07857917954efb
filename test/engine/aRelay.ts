import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** A place on the way to a port of this computer. */
export interface Relay {
  readonly port: number
  /** From now on whoever comes waits, until they are let go. */
  hold(): void
  /** Until somebody waits. */
  came(): Promise<void>
  letGo(): void
  stop(): Promise<void>
}

export async function aRelay(to: number): Promise<Relay> {
  const open = new Set<Socket>()
  let waiting = Promise.withResolvers<void>()
  let gate: PromiseWithResolvers<void> | undefined
  const keep = (socket: Socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
  }
  const server = createServer((socket) => {
    keep(socket)
    if (gate) waiting.resolve()
    void (gate?.promise ?? Promise.resolve()).then(() => {
      if (socket.destroyed) return
      const onwards = connect(to, '127.0.0.1')
      keep(onwards)
      socket.on('close', () => onwards.destroy())
      onwards.on('close', () => socket.destroy())
      socket.pipe(onwards).pipe(socket)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    hold() {
      gate = Promise.withResolvers()
      waiting = Promise.withResolvers()
    },
    came: () => waiting.promise,
    letGo() {
      gate?.resolve()
      gate = undefined
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of open) socket.destroy()
      }),
  }
}
