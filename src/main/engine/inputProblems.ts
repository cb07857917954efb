import type { Word } from '../../domain/diagnosis/proof.ts'
import type { z } from '../../domain/schema.ts'
import { word } from '../../words/index.ts'

/** One thing that does not fit in what was handed over, and where. */
export interface InputProblem {
  /** Such as `settings.incoming.port`; empty for the whole. */
  readonly path: string
  readonly word: Word
}

/** What a schema found, in our words instead of the library's. */
export function inputProblems(error: z.ZodError): readonly InputProblem[] {
  return error.issues.flatMap((issue): InputProblem[] => {
    const path = issue.path.map(String).join('.')
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => ({
          path: [...issue.path, key].map(String).join('.'),
          word: word('input.unknown-key'),
        }))
      case 'too_small':
        return [
          {
            path,
            word:
              issue.origin === 'string' || issue.origin === 'array'
                ? word('input.empty')
                : word('input.too-small', { limit: Number(issue.minimum) }),
          },
        ]
      case 'too_big':
        return [
          {
            path,
            word:
              issue.origin === 'string'
                ? word('input.too-long', { limit: Number(issue.maximum) })
                : word('input.too-big', { limit: Number(issue.maximum) }),
          },
        ]
      case 'invalid_type':
        return [
          {
            path,
            word: issue.message.endsWith('received undefined')
              ? word('input.missing')
              : word('input.wrong-type', { expected: issue.expected }),
          },
        ]
      case 'invalid_value':
        return [{ path, word: word('input.none-of', { values: issue.values.map(String).join(', ') }) }]
      default:
        return [{ path, word: word('input.other', { problem: issue.message }) }]
    }
  })
}
