/** A number with what it counts: `1 day`, `3 days`. */
export const plural = (count: number, one: string, many = `${one}s`): string => `${count} ${count === 1 ? one : many}`

/** A number as people write it: `12,000`. */
export const number = (count: number): string => count.toLocaleString('en-GB')

/** The same as `plural` for what may be many: `12,000 addresses`. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${number(count)} ${count === 1 ? one : many}`

export const addresses = (count: number): string => counted(count, 'address', 'addresses')
