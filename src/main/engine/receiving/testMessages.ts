import type { Message } from '../../../domain/message.ts'
import type { Context } from '../context.ts'
import type { MailRecord } from '../ports/records.ts'

/** The header that marks a test's own message (T10). */
export const testHeader = 'X-Waypost-Test'

/** Its value: whoever writes it without knowing the workspace's id marks nothing. The letters at its end prove that the message is ours. */
export const testMark = (context: Context, test: string): string =>
  `${context.identity.id} ${test} ${context.tagCheck(`test ${test}`)}`

export const isOwnTest = (context: Context, message: Pick<Message, 'headers'>): boolean =>
  message.headers.some(
    ({ name, value }) =>
      name.toLowerCase() === testHeader.toLowerCase() && value.trim().startsWith(context.identity.id),
  )

/** Longer than any test looks for its own message; milliseconds. */
const longestTest = 10 * 60_000

/**
 * T10: a test that was cancelled, or whose process ended, while its message was under way cannot remove it. The poll that meets the message
 * notes with it that it goes once no test can be looking for it any more: the note is durable, and what the test removed counts as done.
 * The workspace's id stands in every automatic mail of ours, so only a mark with the letters of the workspace's secret removes anything.
 */
export function leftOver(
  context: Context,
  { headers }: Pick<Message, 'headers'>,
): Pick<MailRecord, 'settle' | 'settleFrom'> | undefined {
  const isProved = headers.some(({ name, value }) => {
    const words = value.trim().split(/\s+/)
    return (
      name.toLowerCase() === testHeader.toLowerCase() &&
      words.length > 2 &&
      words.join(' ') === testMark(context, words.slice(1, -1).join(' '))
    )
  })
  return isProved
    ? { settle: 'remove', settleFrom: new Date(context.clock.now() + longestTest).toISOString() }
    : undefined
}
