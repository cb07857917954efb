/** Far longer than any line that a mail server writes. */
export const longestLine = 64 * 1024

/** Cuts pieces of a text into lines. `long` is called once for a line that is longer than any real one; what it holds is dropped. */
export function createLines(each: (line: string, number: number) => void, long: (number: number) => void) {
  let rest = ''
  let number = 0
  let dropping = false
  const ended = (line: string) => {
    number += 1
    if (dropping) dropping = false
    else each(line.endsWith('\r') ? line.slice(0, -1) : line, number)
  }
  return {
    feed(text: string): void {
      let from = 0
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', from)) {
        ended(rest + text.slice(from, at))
        rest = ''
        from = at + 1
      }
      if (!dropping) rest += text.slice(from)
      if (rest.length > longestLine) {
        long(number + 1)
        rest = ''
        dropping = true
      }
    },
    /** The number of lines in all. */
    end(): number {
      if (rest !== '' || dropping) ended(rest)
      rest = ''
      return number
    },
  }
}
