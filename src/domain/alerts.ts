/** What stands still, as it may be mailed (I18, O9, I14). */
export interface Trouble {
  /** Names the condition, so that it is known again: `incoming:<connector id>`. */
  readonly key: string
  /** Since when, where that is known. */
  readonly since: string | null
  /** The sentence of the overview. */
  readonly says: string
}

/** What became of a condition that is not there any more: it is well again, nobody looks at it now, or nothing waits for it. */
export type Ending = 'well' | 'not-watched' | 'nothing-waits'

/** A condition that was mailed within a day, or is there still. */
export interface Told {
  readonly key: string
  readonly says: string
  /** Its sentence when it began, mailed last; milliseconds since 1970. */
  readonly begunAt: number
  /** Its end has to be told: it is there, and was mailed this time. */
  readonly open: boolean
}

export interface AlertMail {
  readonly began: readonly Trouble[]
  readonly over: readonly { readonly says: string; readonly ending: Ending }[]
}

/** The same condition is not mailed again within this time, milliseconds. */
export const quietFor = 24 * 3600_000

/**
 * What is to be mailed, all of it in one mail, and what has to be remembered then. A condition is mailed when it begins and when it is over; one
 * that comes and goes is mailed once a day, and its end only where its beginning was. `now` in milliseconds since 1970.
 */
export function alertsToMail(
  told: readonly Told[],
  troubles: readonly Trouble[],
  endingOf: (key: string) => Ending,
  now: number,
): { readonly mail: AlertMail | null; readonly told: readonly Told[] } {
  const known = new Map(told.map((each) => [each.key, each]))
  const there = new Set(troubles.map(({ key }) => key))
  // A clock that was set back would keep it quiet for longer than a day.
  const isQuiet = ({ begunAt }: Told) => Math.abs(now - begunAt) < quietFor
  const began = troubles.filter(({ key }) => {
    const before = known.get(key)
    return before === undefined || (!before.open && !isQuiet(before))
  })
  const ended = told.filter(({ key, open }) => open && !there.has(key))
  const beganKeys = new Set(began.map(({ key }) => key))
  const kept = told
    .filter((each) => !beganKeys.has(each.key) && (isQuiet(each) || there.has(each.key)))
    .map((each) => (there.has(each.key) ? each : { ...each, open: false }))
  return {
    mail:
      began.length + ended.length === 0
        ? null
        : { began, over: ended.map(({ key, says }) => ({ says, ending: endingOf(key) })) },
    told: [...kept, ...began.map(({ key, says }) => ({ key, says, begunAt: now, open: true }))],
  }
}
