import { parentPort, workerData } from 'node:worker_threads'
import type { Store } from '../../engine/ports/store.ts'
import { openSqliteStore } from '../sqliteStore.ts'
import { failureOf, type Asked, type Told } from './messages.ts'

// The thread of the store: opens the database whose path it is given, and answers calls until it is told to close.
const port = parentPort!
const tell = (told: Told) => port.postMessage(told)

function serve(store: Store): void {
  const stopped = new Set<number>()
  const calls = store as unknown as Readonly<Record<string, (...args: readonly unknown[]) => Promise<unknown>>>
  const answer = async (id: number, call: string, args: readonly unknown[]): Promise<void> => {
    const progress = (part: number) => {
      if (stopped.delete(id)) throw new Error('the copy was stopped')
      tell({ id, progress: part })
    }
    try {
      tell({ id, value: await calls[call]!(...args, ...(call === 'copyTo' ? [progress] : [])) })
    } catch (error) {
      tell({ id, failure: failureOf(error) })
    }
    if (call === 'close') port.close()
  }
  port.on('message', (asked: Asked) => {
    if ('stop' in asked) stopped.add(asked.stop)
    else void answer(asked.id, asked.call, asked.args)
  })
  tell({ calls: Object.keys(store) })
}

try {
  serve(openSqliteStore(workerData as string))
} catch (error) {
  tell({ refused: failureOf(error) })
}
