/** Longer than any record of a tracking log. */
const longestRecord = 256 * 1024

/**
 * Cuts pieces of a text into CSV records (RFC 4180) with the line that each begins on; quoted line ends belong to their cell. `broken` is
 * called for a record whose quote never closes within what a record may hold; reading goes on behind it.
 */
export function createRecords(
  delimiter: string,
  each: (cells: readonly string[], line: number) => void,
  broken: (line: number) => void,
) {
  let line = 1
  let begun = 1
  let cells: string[] = []
  let cell = ''
  let held = 0
  let quoted: 'no' | 'inside' | 'after' = 'no'

  const finish = () => {
    cells.push(cell)
    if (cells.length > 1 || cells[0]!.trim() !== '') each(cells, begun)
    restart()
  }
  const restart = () => {
    cells = []
    cell = ''
    held = 0
    quoted = 'no'
  }
  return {
    feed(text: string): void {
      for (const character of text) {
        held += 1
        if (held > longestRecord) {
          broken(begun)
          restart()
          begun = line
        }
        if (character === '\n') line += 1
        if (quoted === 'inside') {
          if (character === '"') quoted = 'after'
          else cell += character
          continue
        }
        if (character === '"' && quoted === 'after') {
          cell += character
          quoted = 'inside'
        } else if (character === '"' && cell === '') quoted = 'inside'
        else if (character === delimiter) {
          cells.push(cell)
          cell = ''
          quoted = 'no'
        } else if (character === '\n') {
          if (cell.endsWith('\r')) cell = cell.slice(0, -1)
          finish()
          begun = line
        } else cell += character
      }
    },
    /** The number of lines in all. */
    end(): number {
      if (quoted === 'inside') broken(begun)
      else if (cells.length > 0 || cell !== '') finish()
      return line - (begun === line && held === 0 ? 1 : 0)
    },
  }
}
