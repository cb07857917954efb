/** What does not fit in something that was handed over. Each follows the name of its field. */
export const inputWords = {
  'input.unknown-key': () => 'this key is not known',
  'input.empty': () => 'this is needed',
  'input.missing': () => 'this is missing',
  'input.too-small': (p: { limit: number }) => `this is at least ${p.limit}`,
  'input.too-big': (p: { limit: number }) => `this is at most ${p.limit}`,
  'input.too-long': (p: { limit: number }) => `this has at most ${p.limit} characters`,
  'input.wrong-type': (p: { expected: string }) => `this is of another kind: ${p.expected} belongs here`,
  'input.none-of': (p: { values: string }) => `this is one of: ${p.values}`,
  'input.other': (p: { problem: string }) => p.problem,
}
