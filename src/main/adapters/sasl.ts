import type { PasswordCredentials, TokenCredentials } from '../engine/ports/conversation.ts'

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64')

/** RFC 4616: authorisation identity, user, password. The authorisation identity is empty for the user's own mailbox. */
export const plainResponse = ({ username, password, additionalMailbox }: PasswordCredentials): string =>
  base64(`${additionalMailbox ?? ''}\0${username}\0${password}`)

/** Source: Google, "OAuth 2.0 Mechanism"; Microsoft, "Authenticate an IMAP, POP or SMTP connection using OAuth". */
export const xoauth2Response = ({ mailbox, token }: TokenCredentials): string =>
  base64(`user=${mailbox}\u0001auth=Bearer ${token}\u0001\u0001`)

/**
 * What answers the challenges of XOAUTH2, one after the other. The response is given once: where it was not said with the command, or where an empty
 * challenge shows that it was passed over there. A challenge with something in it is the refusal, as JSON; upon an empty line the server says it in
 * the words of its protocol (Google, "OAuth 2.0 Mechanism", error response; RFC 7628 3.2.3 has the same for OAUTHBEARER).
 */
export function xoauth2Answers(response: string, isSaid: boolean): (challenge: string) => string {
  let isOwed = true
  return (challenge) => {
    const answer = isOwed && (!isSaid || challenge.trim() === '') ? response : ''
    isOwed = false
    return answer
  }
}

/**
 * Octets of a line that says AUTH, without its end. RFC 5034 4: 255 for POP3. RFC 4954 4: 12,288 are what an SMTP server takes. A response that does not
 * fit waits for the go-ahead.
 */
export const longestAuth = { pop3: 253, smtp: 12_286 } as const

/** Challenges that are answered: the response, and the refusal's. A server that asks on has no end to come to. */
export const mostChallenges = 3

/**
 * AUTH XOAUTH2, as POP3 and SMTP have it, up to the reply that is no challenge. `say` sends a line and hears the reply; `shown` stands for the line
 * wherever it is kept.
 */
export async function authXoauth2<R>(
  credentials: TokenCredentials,
  longest: number,
  say: (line: string, shown: string) => Promise<R>,
  challengeIn: (reply: R) => string | null,
): Promise<R> {
  const response = xoauth2Response(credentials)
  const atOnce = `AUTH XOAUTH2 ${response}`
  const fits = atOnce.length <= longest
  const answers = xoauth2Answers(response, fits)
  let reply = await (fits ? say(atOnce, 'AUTH XOAUTH2 ••••') : say('AUTH XOAUTH2', 'AUTH XOAUTH2'))
  for (let left = mostChallenges; left > 0; left--) {
    const challenge = challengeIn(reply)
    if (challenge === null) return reply
    const answer = answers(challenge)
    // oxlint-disable-next-line no-await-in-loop -- challenges come one after the other
    reply = await say(answer, answer === '' ? '' : '••••')
  }
  return reply
}
