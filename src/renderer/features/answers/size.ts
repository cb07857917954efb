const units = [
  ['megabyte', 1_000_000],
  ['kilobyte', 1000],
] as const

/** A number of octets as it is read: "412 bytes", "12 kB", "3.4 MB". */
export function sizeText(octets: number, locale = document.documentElement.lang || 'en-GB'): string {
  const [unit, size] = units.find(([, least]) => octets >= least) ?? (['byte', 1] as const)
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: unit === 'byte' ? 'long' : 'short',
    maximumFractionDigits: unit === 'megabyte' ? 1 : 0,
  }).format(octets / size)
}
