/** Milliseconds for everything under way to reach a safe point. */
const limit = 5_000

/**
 * Ends the process when it is told to: `close` first, and by force when that takes longer than five seconds. Nothing is lost
 * then either, since every step is committed before the next begins. A second signal means at once.
 */
export function endOnSignals(close: () => Promise<void>): void {
  let ending = false
  const end = () => {
    if (ending) return kill()
    ending = true
    const late = setTimeout(kill, limit)
    close().then(
      () => {
        clearTimeout(late)
        // process.exit would wait for a keychain that hangs; left alone the process ends when nothing is open any more.
        setTimeout(kill, limit).unref()
      },
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
        process.exitCode = 5
        setTimeout(kill, 0)
      },
    )
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end)
}

function kill() {
  process.kill(process.pid, 'SIGKILL')
}
