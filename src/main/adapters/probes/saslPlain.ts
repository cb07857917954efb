import type { Credentials } from '../../engine/ports/conversation.ts'

/** RFC 4616: authorisation identity, user, password. The authorisation identity is empty for the user's own mailbox. */
export const plainResponse = ({ username, password, additionalMailbox }: Credentials): string =>
  Buffer.from(`${additionalMailbox ?? ''}\0${username}\0${password}`, 'utf8').toString('base64')
