/** Work that reads, decides and then writes: one after the other, so that two clicks at once cannot both decide on the state before. */
export function takingTurns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (work) => {
    const turn = last.then(work)
    last = turn.catch(() => undefined)
    return turn
  }
}

/** Work that goes on behind its caller, one piece at a time: the next begins when the last has ended, and hears of its failure. */
export function oneBehind() {
  let last: Promise<void> = Promise.resolve()
  return {
    /** Resolves when the work has begun. */
    async begin(work: () => Promise<void>): Promise<void> {
      await last
      last = work()
      last.catch(() => undefined)
    },
    ended: (): Promise<void> => last,
  }
}

/** Lets at most `most` pieces of work run at once; the others wait, first come, first served. */
export function sideBySide(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running >= most) await new Promise<void>((begin) => waiting.push(begin))
    else running += 1
    try {
      return await work()
    } finally {
      // Whoever is next takes the place over.
      const next = waiting.shift()
      if (next) next()
      else running -= 1
    }
  }
}
