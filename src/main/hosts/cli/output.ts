/** What the answer looks like: for people, one JSON value, or one JSON value a line. */
export type Shape = 'human' | 'json' | 'ndjson'

export interface Paint {
  readonly ok: (text: string) => string
  readonly failed: (text: string) => string
  readonly warning: (text: string) => string
  readonly dim: (text: string) => string
  readonly strong: (text: string) => string
}

/** Where a command speaks: the answer on standard output, everything else on standard error (K1). */
export interface Output {
  readonly shape: Shape
  /** Colours of what goes to standard error. */
  readonly paint: Paint
  /** Colours of what goes to standard output. */
  readonly answerPaint: Paint
  /** Progress, warnings and reasons. */
  say(line: string): void
  /** The answer. A list, under ndjson, becomes one line a row. */
  answer(value: unknown, human: () => string): void
  /** Text for people that a script does not want: what became of a change. */
  done(value: unknown, sentence: string): void
  /** One event of a stream; only ndjson shows it. */
  event(value: unknown): void
  /** Why nothing was done, or not all. Its JSON value (`refusal` among the schemas) is printed where no answer was: there is only one. */
  refuse(value: unknown, lines: readonly string[]): void
}

const plain: Paint = { ok: same, failed: same, warning: same, dim: same, strong: same }
const coloured: Paint = {
  ok: ansi(32, 39),
  failed: ansi(31, 39),
  warning: ansi(33, 39),
  dim: ansi(2, 22),
  strong: ansi(1, 22),
}

function same(text: string): string {
  return text
}
function ansi(on: number, off: number): (text: string) => string {
  return (text) => `\u001b[${on}m${text}\u001b[${off}m`
}

/** Colours where a person reads: on a terminal, unless told not to (https://no-color.org). */
export const paintFor = (stream: { readonly isTTY?: boolean }, wanted: boolean): Paint =>
  wanted && stream.isTTY === true && !process.env['NO_COLOR'] ? coloured : plain

export function createOutput(options: { readonly shape: Shape; readonly color: boolean }): Output {
  const { shape } = options
  const write = (text: string) => void process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  let answered = false
  const machine = (value: unknown) => {
    answered = true
    if (shape === 'json') return write(JSON.stringify(value, null, 2))
    for (const row of rowsOf(value) ?? [value]) write(JSON.stringify(row))
  }
  const paint = paintFor(process.stderr, options.color)
  return {
    shape,
    paint,
    answerPaint: paintFor(process.stdout, options.color),
    say,
    answer(value, human) {
      if (shape !== 'human') return machine(value)
      const text = human()
      if (text !== '') write(text)
    },
    done(value, sentence) {
      if (shape === 'human') write(sentence)
      else machine(value)
    },
    event(value) {
      if (shape === 'ndjson') write(JSON.stringify(value))
    },
    refuse(value, lines) {
      for (const line of lines) say(line)
      if (shape !== 'human' && !answered) machine(value)
    },
  }
}

function rowsOf(value: unknown): readonly unknown[] | undefined {
  return typeof value === 'object' && value !== null && 'rows' in value && Array.isArray(value.rows)
    ? (value.rows as readonly unknown[])
    : undefined
}
