// Runs in a session of its own and carries the OS keychain over its standard input and output, one JSON value a line.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createInterface } from 'node:readline'
import { osKeychain } from '../../src/main/adapters/keychain/osKeychain.ts'

export interface KeychainCall {
  readonly id: number
  readonly call: 'read' | 'write' | 'remove' | 'longest-pause'
  readonly account: string
  readonly value: string
}

const keychain = osKeychain({ timeLimitMs: Number(process.env['KEYCHAIN_TIME_LIMIT_MS'] ?? 3_000) })

const pauses = monitorEventLoopDelay({ resolution: 10 })
pauses.enable()

async function answer({ call, account, value }: KeychainCall): Promise<unknown> {
  switch (call) {
    case 'read':
      return keychain.read(account)
    case 'write':
      return keychain.write(account, value)
    case 'remove':
      return keychain.remove(account)
    case 'longest-pause':
      return pauses.max / 1e6
  }
}

const lines = createInterface({ input: process.stdin })
lines.on('line', (line) => {
  const call = JSON.parse(line) as KeychainCall
  void answer(call).then(
    (result) => process.stdout.write(`${JSON.stringify({ id: call.id, result })}\n`),
    (failure: unknown) => process.stdout.write(`${JSON.stringify({ id: call.id, failure: String(failure) })}\n`),
  )
})
lines.on('close', () => process.exit(0))
process.stdout.write(`${JSON.stringify({ id: 0, result: 'ready' })}\n`)
