import { addressKey } from '../../../domain/address.ts'
import { nameKey } from '../connectors/saving.ts'

interface Called {
  readonly name: string
  readonly emailAddress?: string | undefined
}

/** Gives each row that a file names once: of several of one name the one with its address, else with the very letters, else the first. */
export function takingEach<T extends Called>(rows: readonly T[]): (wanted: Called) => T | undefined {
  const waiting = Map.groupBy(rows, ({ name }) => nameKey(name))
  return ({ name, emailAddress }) => {
    const called = waiting.get(nameKey(name)) ?? []
    const key = addressKey(emailAddress ?? '')
    const places = [
      called.findIndex((row) => key !== undefined && addressKey(row.emailAddress ?? '') === key),
      called.findIndex((row) => row.name === name),
    ]
    return called.splice(places.find((place) => place >= 0) ?? 0, 1)[0]
  }
}
