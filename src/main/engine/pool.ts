/** Works on several things, `limit` of them at a time, in their order; none is begun after `signal` aborts. */
export async function atMost<T>(
  limit: number,
  things: readonly T[],
  signal: AbortSignal,
  work: (thing: T, at: number) => Promise<void>,
): Promise<void> {
  const waiting = [...things.entries()]
  const worker = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && !signal.aborted; next = waiting.shift())
      // oxlint-disable-next-line no-await-in-loop -- one thing after the other is what a worker does
      await work(next[1], next[0])
  }
  await Promise.all(Array.from({ length: Math.min(limit, things.length) }, worker))
}
