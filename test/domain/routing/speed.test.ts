import { expect, test } from 'vitest'
import { compiled, shapes, stateWith } from '../../../bench/routes.ts'
import { planWorkItems } from '../../../src/domain/routing/plan.ts'

// Time of this thread alone, so that other work on the machine does not count; `npm run bench routing` measures what is quoted.
const threadTime = (work: () => void): number => {
  const before = process.threadCpuUsage()
  work()
  const { user, system } = process.threadCpuUsage(before)
  return user + system
}

test.each(shapes.map((shape) => [shape.title, shape] as const))(
  'a decision among 10,000 routes stays under a tenth of a millisecond: %s',
  (_, shape) => {
    const state = stateWith(compiled(shape, 10_000))
    const mails = Array.from({ length: 2_000 }, (_mail, at) => shape.mail((at * 7_919) % 10_000))
    for (const [at, mail] of mails.slice(0, 200).entries())
      expect(planWorkItems(mail, state).parts).toMatchObject([{ kind: 'create', routeId: `r${(at * 7_919) % 10_000}` }])
    const rounds = Array.from({ length: 3 }, () =>
      threadTime(() => {
        for (const mail of mails) planWorkItems(mail, state)
      }),
    )
    // µs. Asking one route after the other takes hundreds.
    expect(Math.min(...rounds) / mails.length).toBeLessThan(100)
  },
)
