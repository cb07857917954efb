import type { Call, Refusal } from '../../contract/define.ts'
import { word } from '../../words/index.ts'

/** The most that one call carries: characters of text and octets of binary data together. */
export const largestCall = 40 * 1024 * 1024
const deepest = 100
const mostValues = 2_000_000

export type Carried = { readonly ok: true; readonly call: Call } | { readonly ok: false; readonly refusal: Refusal }

const refused = (problem: string): Carried => ({
  ok: false,
  refusal: { code: 'invalid-input', word: word('host.not-a-call', { problem }) },
})

/**
 * What a page sent, as a call: exactly `{ procedure, input }` of plain data. Whether there is such a procedure, and whether
 * its input fits, is the dispatch's matter. Structured clone lets more through than JSON does (maps, dates, own `__proto__`
 * properties, cycles): none of it gets further than here.
 */
export function carriedCall(value: unknown): Carried {
  if (!isPlainObject(value)) return refused('it is no object')
  const keys = Object.keys(value)
  if (keys.some((key) => key !== 'procedure' && key !== 'input'))
    return refused('it has more than a procedure and an input')
  const { procedure, input } = value
  if (typeof procedure !== 'string' || !/^[a-zA-Z]{1,40}\.[a-zA-Z]{1,40}$/.test(procedure)) {
    return refused('its procedure is no name')
  }
  const problem = problemOf(input)
  if (problem === 'too large') {
    return { ok: false, refusal: { code: 'invalid-input', word: word('host.too-large', { limit: '40 MB' }) } }
  }
  return problem === undefined ? { ok: true, call: { procedure, input } } : refused(problem)
}

/** Walks without recursion, because the depth is the sender's choice. */
function problemOf(input: unknown): string | undefined {
  let size = 0
  let values = 0
  const ahead: { readonly value: unknown; readonly depth: number }[] = [{ value: input, depth: 0 }]
  for (let next = ahead.pop(); next !== undefined; next = ahead.pop()) {
    const { value, depth } = next
    if (depth > deepest) return `it is nested deeper than ${deepest} levels`
    if (++values > mostValues) return 'too large'
    if (typeof value === 'string') size += value.length
    else if (Array.isArray(value)) for (const entry of value) ahead.push({ value: entry, depth: depth + 1 })
    else if (isPlainObject(value)) {
      for (const key of Object.keys(value)) {
        if (key === '__proto__') return 'it names a prototype'
        size += key.length
        ahead.push({ value: value[key], depth: depth + 1 })
      }
    } else if (value !== null && !['boolean', 'number', 'undefined'].includes(typeof value))
      return 'it is not plain data'
    if (size > largestCall) return 'too large'
  }
  return undefined
}

function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
