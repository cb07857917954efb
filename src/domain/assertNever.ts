/** Ends a `switch` over a union: the compiler finds the forgotten case, and a stray value at run time is named. */
export function assertNever(value: never): never {
  throw new TypeError(`Not expected here: ${JSON.stringify(value)}`)
}
