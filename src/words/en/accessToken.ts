import { plural } from '../counted.ts'

/** What the sentences about a token name: always there. */
interface About {
  readonly host: string
  /** The mailbox that the sign-in is meant to open. */
  readonly opened: string
  readonly mailbox: string
  /** The sign-in server. */
  readonly authority: string
  /** Whom the token is for: `application` or `delegated`. */
  readonly grant: string
}

const holder = ({ grant }: Pick<About, 'grant'>): string =>
  grant === 'application' ? 'the application' : 'the person who signed in'

/** How long a token lasts, in the unit that people would say it in. */
const lasting = (seconds: number): string =>
  seconds < 90
    ? plural(Math.round(seconds), 'second')
    : seconds < 2 * 3600
      ? plural(Math.round(seconds / 60), 'minute')
      : plural(Math.round(seconds / 3600), 'hour')

/** What Test Connection says where the sign-in is done with an access token (OAuth 2.0). */
export const accessTokenWords = {
  'step.token': () => 'Access token',

  'diagnosis.token.passed': (p: About & { seconds: number }) =>
    `${p.authority} gave an access token for ${lasting(p.seconds)}`,
  'diagnosis.token.unreachable': (p: About) => `The sign-in server ${p.authority} was not reached.`,
  'diagnosis.token.not-secured': (p: About) =>
    `The connection to the sign-in server ${p.authority} is not secured well enough. No secret was sent to it.`,
  'diagnosis.token.no-secret': (p: About) =>
    p.grant === 'application'
      ? 'No client secret is stored, so no access token can be asked for. Enter it in the connector’s settings.'
      : 'Nobody has signed in for this connector, so no access token can be asked for. Sign in once in its settings.',
  'diagnosis.token.vault-locked': (_: About) =>
    'The vault is locked, so no access token can be asked for. Unlock it, then test again.',
  'diagnosis.token.later': (p: About) => `${p.authority} gives no access token now.`,
  'diagnosis.token.not-understood': (p: About) => `${p.authority} answers something that no sign-in server says.`,
  'diagnosis.token.refused': (p: About) => `${p.authority} gives no access token for ${holder(p)}.`,

  'diagnosis.sign-in.token': (p: About & { mechanism: string }) =>
    `${p.opened} by ${p.mechanism} over TLS, with the access token of ${holder(p)}`,
  'diagnosis.sign-in.token-refused': (p: About) =>
    `${p.host} refused the access token for ${p.opened}, which ${p.authority} had given to ${holder(p)}.`,
  'diagnosis.sign-in.token-not-secured': (p: About) =>
    `The connection to ${p.host} is not secured well enough. The access token was not sent.`,
  'diagnosis.sign-in.token-later': (p: About) => `${p.host} cannot check the access token for ${p.opened} now.`,
  'diagnosis.sign-in.token-disabled': (p: About) => `${p.host} says that ${p.opened} may not sign in here.`,
  'diagnosis.sign-in.token-expired': (p: About) =>
    `${p.host} says that the access token for ${p.opened} has expired, which ${p.authority} had just given.`,
  'diagnosis.sign-in.no-xoauth2': (p: About & { offered: string }) =>
    `${p.host} offers no sign-in with an access token (XOAUTH2)${p.offered === '' ? '' : `, only ${p.offered}`}. The token was not sent.`,
  'diagnosis.sign-in.no-xoauth2-means': (p: About) =>
    `${p.host} takes no access tokens, or takes them on another port or by another mechanism.`,

  'diagnosis.mailbox.token-refused': (p: About) =>
    `${p.host} took the access token of ${holder(p)}, and does not open ${p.opened} with it.`,
  'diagnosis.additional-mailbox.token': (p: About) =>
    `${p.mailbox} may be opened with the access token of ${holder(p)}`,

  'verdict.before.token': (p: { host: string }) => `${p.host} was reached over TLS.`,
  'verdict.failed.token': (p: { authority?: string }) => `${p.authority ?? 'The sign-in server'} gave no access token.`,
  'verdict.failed.sign-in-token': (p: About) => `${p.host} refused the access token for ${p.opened}.`,

  'remedy.offer-xoauth2': (p: About) => `Let ${p.host} offer XOAUTH2 on this port, for this mailbox.`,
} as const
