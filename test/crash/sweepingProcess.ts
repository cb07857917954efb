import { writeSync } from 'node:fs'
import { openEngine } from '../../src/main/hosts/openEngine.ts'
import { fileKeychain } from './fileKeychain.ts'

// Runs a workspace some days later, and dies behind the n-th transaction of retention.
const [path, keychain, days, time] = process.argv.slice(2) as [string, string, string, string]
const { now } = Date
Date.now = () => now() + Number(days) * 24 * 3_600_000

let transactions = 0
const engine = await openEngine({
  path,
  practice: true,
  host: 'cli',
  keychain: fileKeychain(keychain),
  practicePorts: 'any',
  trace: {
    reached(step) {
      if (step !== 'retention.removed' || ++transactions < Number(time)) return
      process.kill(process.pid, 'SIGKILL')
      // The signal may come a moment later; nothing of ours runs until then.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0)
    },
    failed: (where, error) => void writeSync(2, `${where}: ${String(error)}\n`),
  },
})
engine.start()
