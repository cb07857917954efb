/** C1: two names that look the same are the same: letter case (also ß and SS), normal form, width and runs of blanks do not count. */
export const nameKey = (name: string): string =>
  name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toUpperCase().toLowerCase()
