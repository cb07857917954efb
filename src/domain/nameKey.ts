/** C1: two names that look the same are the same: letter case (also ß and SS), normal form, width and runs of blanks do not count. */
export const nameKey = (name: string): string =>
  name.normalize('NFKC').trim().replace(/\s+/gu, ' ').toUpperCase().toLowerCase()

/**
 * A name as it is kept: in NFC, with a blank for control characters (a line end out of a spreadsheet would break every list that shows it),
 * without blanks around. Empty where nothing of it can be seen, such as for a zero-width space.
 */
export const keptName = (name: string): string => {
  const kept = name
    .normalize('NFC')
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return /[^\p{Cf}\p{Z}]/u.test(kept) ? kept : ''
}
