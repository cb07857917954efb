import { z } from '../schema.ts'

/** What is wrong in a file: what stands there is not taken. */
export const slipCodes = [
  'not-json',
  'not-an-object',
  'unknown-key',
  'wrong-value',
  'not-xml',
  'no-smtp',
  'encrypted-section',
  'section-elsewhere',
  'pickup-folder',
  'no-relayhost',
  'variable-unknown',
  'not-an-assignment',
  'not-a-log-line',
  'no-mail-found',
  'no-fields',
  'column-missing',
  'wrong-time',
  'wrong-address',
  'row-broken',
  'line-too-long',
  'no-address',
  'password-too-long',
  'host-missing',
  'port-wrong',
  'too-many-addresses',
] as const

/** What a person has to know: it was read, and a connector does it in another way. */
export const noteCodes = [
  'default-credentials',
  'ssl-is-starttls',
  'greets-as',
  'several-gateways',
  'looked-up-by-mx',
  'opportunistic',
  'clear-text',
  'password-elsewhere',
  'by-sender',
  'password-taken',
] as const

export type SlipCode = (typeof slipCodes)[number] | (typeof noteCodes)[number]

export const slipSchema = z.strictObject({
  /** As an editor or spreadsheet counts them, from 1; null where the whole file is meant. */
  line: z.number().int().nullable(),
  code: z.enum([...slipCodes, ...noteCodes]),
  /** What stands there, or what is meant: short, and never a secret. */
  text: z.string(),
})
export type Slip = z.infer<typeof slipSchema>

const shown = 120

/** A slip whose text is cut to what fits into a sentence. */
export const slip = (line: number | null, code: SlipCode, text = ''): Slip => {
  const tidy = text.replace(/\s+/g, ' ').trim()
  return { line, code, text: tidy.length > shown ? `${tidy.slice(0, shown)}…` : tidy }
}

const notes: ReadonlySet<SlipCode> = new Set(noteCodes)

/** Whether something could not be read, or there is only something to know. */
export const isWrong = ({ code }: Pick<Slip, 'code'>): boolean => !notes.has(code)

/** Slips of a file of any size: the first hundred with their lines, and how many there are. */
export interface Slips {
  add(line: number | null, code: SlipCode, text?: string): void
  readonly first: readonly Slip[]
  readonly count: number
}

const kept = 100

export function collectSlips(): Slips {
  const first: Slip[] = []
  let count = 0
  return {
    add(line, code, text) {
      count += 1
      if (first.length < kept) first.push(slip(line, code, text))
    },
    get first() {
      return first
    },
    get count() {
      return count
    },
  }
}
