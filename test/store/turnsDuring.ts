/** Counts turns of the event loop while something is under way: a fact about who has the thread, however slow the machine is. */
export async function turnsDuring<T>(
  work: () => Promise<T>,
): Promise<{ readonly turns: number; readonly value?: T; readonly error?: unknown }> {
  let turns = 0
  let over = false
  const turn = () => {
    turns += 1
    if (!over) setImmediate(turn)
  }
  setImmediate(turn)
  try {
    const value = await work()
    return { value, turns }
  } catch (error) {
    return { error, turns }
  } finally {
    over = true
  }
}
