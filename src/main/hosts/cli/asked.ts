import type { Answer } from '../../../contract/define.ts'
import { CallRefused } from './exits.ts'

/** The value of a call. Throws CallRefused. */
export async function asked<T>(answer: Promise<Answer<T>>): Promise<T> {
  const given = await answer
  if (given.ok) return given.value
  throw new CallRefused(given.refusal)
}
