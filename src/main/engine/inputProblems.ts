import type { z } from '../../domain/schema.ts'

type Issue = z.core.$ZodIssue

const kinds: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  null: 'null',
}

/** What does not fit, in our words, with its path; unknown keys are named one by one (K7). */
export function inputProblems(issues: readonly Issue[]): readonly { readonly path: string; readonly problem: string }[] {
  return issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join('.'), problem: 'this key is not known' }))
      : [{ path: issue.path.join('.'), problem: problemOf(issue) }],
  )
}

function problemOf(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return /received undefined$/.test(issue.message) ? 'this is missing' : `this must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return `this must be ${issue.values.length === 1 ? '' : 'one of '}${issue.values.map(String).join(', ')}`
    case 'too_big':
      return issue.origin === 'string' ? `this has at most ${issue.maximum} characters` : issue.origin === 'array' ? `these are at most ${issue.maximum}` : `this is at most ${issue.maximum}`
    case 'too_small':
      if (issue.origin === 'string') return issue.minimum === 1 ? 'this is needed' : `this has at least ${issue.minimum} characters`
      return issue.origin === 'array' ? `these are at least ${issue.minimum}` : `this is at least ${issue.minimum}`
    case 'invalid_union':
      return 'this is none of the forms that are known'
    case 'invalid_format':
      return issue.format === 'datetime' ? 'this must be an instant such as 2026-11-21T08:00:00Z' : 'this is not written as it should be'
    default:
      return 'this does not fit'
  }
}
