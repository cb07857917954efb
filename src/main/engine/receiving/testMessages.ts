import type { Message } from '../../../domain/message.ts'
import type { Context } from '../context.ts'

/** The header that marks a test's own message (T10). */
export const testHeader = 'X-Waypost-Test'

/** Its value: whoever writes it without knowing the workspace's id marks nothing. */
export const testMark = (context: Context, test: string): string => `${context.identity.id} ${test}`

export const isOwnTest = (context: Context, message: Pick<Message, 'headers'>): boolean =>
  message.headers.some(
    ({ name, value }) =>
      name.toLowerCase() === testHeader.toLowerCase() && value.trim().startsWith(context.identity.id),
  )
