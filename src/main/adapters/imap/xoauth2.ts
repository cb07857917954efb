import type { ImapFlow } from 'imapflow'
import type { TokenCredentials } from '../../engine/ports/conversation.ts'
import { mostChallenges, xoauth2Answers, xoauth2Response } from '../sasl.ts'

/** What the library has and does not promise; its version is pinned, and every test of a sign-in by token fails where it is not there. */
interface Inside {
  commands: ReadonlyMap<string, unknown>
  exec(
    command: string,
    attributes: readonly { readonly type: 'ATOM'; readonly value: string; readonly sensitive?: true }[],
    options: { readonly onPlusTag: (challenge: Challenge) => Promise<void> },
  ): Promise<{ next(): void }>
  write(line: string): void
}

interface Challenge {
  readonly attributes?: readonly ({ readonly type?: string; readonly value?: unknown } | null)[]
}

/**
 * Lets a client sign in by XOAUTH2, in place of the library's own choice: it takes OAUTHBEARER wherever that is offered, and says the response with
 * the command to servers that do not know that (RFC 4959).
 */
export function signInByXoauth2(client: ImapFlow, credentials: TokenCredentials): void {
  const inside = client as unknown as Inside
  // The library's own table is one for all its clients.
  inside.commands = new Map([...inside.commands, ['AUTHENTICATE', () => authenticate(client, inside, credentials)]])
}

async function authenticate(client: ImapFlow, inside: Inside, credentials: TokenCredentials): Promise<string> {
  // In the words of the library, which is asked in the same way where it signs in by itself.
  if (!client.capabilities.has('AUTH=XOAUTH2')) throw new Error('Unsupported authentication mechanism')
  const response = xoauth2Response(credentials)
  const atOnce = client.capabilities.has('SASL-IR')
  const answers = xoauth2Answers(response, atOnce)
  const endless = Promise.withResolvers<never>()
  let left = mostChallenges
  const onPlusTag = async (challenge: Challenge): Promise<void> => {
    if (left-- > 0) inside.write(answers(textOf(challenge)))
    else endless.reject(Object.assign(new Error('challenges without end'), { code: 'InvalidResponse' }))
  }
  try {
    const said = inside.exec(
      'AUTHENTICATE',
      [
        { type: 'ATOM', value: 'XOAUTH2' },
        ...(atOnce ? [{ type: 'ATOM', value: response, sensitive: true } as const] : []),
      ],
      { onPlusTag },
    )
    const answer = await Promise.race([said, endless.promise])
    answer.next()
    return credentials.mailbox
  } catch (error) {
    throw withWords(error)
  }
}

const textOf = ({ attributes }: Challenge): string =>
  (attributes ?? []).map((attribute) => (typeof attribute?.value === 'string' ? attribute.value : '')).join('')

/** A bare NO has no words: its status is all that the server said. */
function withWords(error: unknown): unknown {
  if (typeof error !== 'object' || error === null || !('responseStatus' in error) || 'responseText' in error)
    return error
  return Object.assign(error, { responseText: error.responseStatus })
}
