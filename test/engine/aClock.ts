import type { Clock } from '../../src/main/engine/ports/world.ts'

/** A clock that is moved by hand: what is due by then happens, in its order. Between two moves it stands still. */
export interface ClockByHand extends Clock {
  pass(ms: number): void
  /** Until somebody waits for just so long. */
  awaited(ms: number): Promise<void>
}

export function aClock(start = Date.parse('2026-11-02T08:00:00.000Z')): ClockByHand {
  let passed = 0
  const due = new Set<{ readonly ms: number; readonly at: number; readonly act: () => void }>()
  const heard: (() => void)[] = []
  return {
    now: () => start + passed,
    monotonic: () => passed,
    after(ms, act) {
      const timer = { ms, at: passed + ms, act }
      due.add(timer)
      for (const hear of heard.splice(0)) hear()
      return () => due.delete(timer)
    },
    async awaited(ms) {
      while (![...due].some((timer) => timer.ms === ms)) await new Promise<void>((hear) => heard.push(hear))
    },
    pass(ms) {
      const end = passed + ms
      for (;;) {
        const next = [...due].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at)[0]
        if (!next) break
        due.delete(next)
        passed = Math.max(passed, next.at)
        next.act()
      }
      passed = end
    },
  }
}
