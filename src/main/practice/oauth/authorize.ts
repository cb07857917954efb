import { signIn } from '../accounts.ts'
import { isPracticeTenant, practiceApplication, readScopes } from './application.ts'
import type { Scopes } from './application.ts'
import type { Form } from './grants.ts'
import { refusalPage, signInPage } from './page.ts'
import { refusalBody, refusals } from './refusals.ts'
import type { Refusal } from './refusals.ts'
import type { TokenStore } from './tokens.ts'

/** What the browser gets: a page, or the way back to the application. */
export type Shown =
  | { readonly kind: 'page'; readonly status: 200 | 400; readonly html: string }
  | { readonly kind: 'redirect'; readonly location: string }

interface Asked {
  readonly redirectUri: string
  readonly state: string | undefined
  readonly scopes: Scopes
  readonly challenge: string
}

/** The sign-in page (RFC 6749 4.1.1), or why there is none. */
export function showSignIn(tenant: string, query: Form): Shown {
  const asked = readRequest(tenant, query)
  if ('kind' in asked) return asked
  if (query('prompt') === 'none') return sentBack(asked, refused(refusals.notSignedIn()))
  return signInAs(query('login_hint') ?? '')
}

/** The answer to the form of the sign-in page. */
export function takeSignIn(tokens: TokenStore, tenant: string, query: Form, form: Form): Shown {
  const asked = readRequest(tenant, query)
  if ('kind' in asked) return asked
  if (form('choice') === 'cancel') return sentBack(asked, refused(refusals.declined()))
  const username = form('username') ?? ''
  const result = signIn(username, form('password') ?? '')
  if (result.outcome !== 'signed-in') return signInAs(username, 'Your account or password is incorrect.')
  const { redirectUri, scopes, challenge } = asked
  const user = result.as.user
  return sentBack(asked, { code: tokens.code({ user, scopes, redirectUri, challenge, nonce: query('nonce') }) })
}

const signInAs = (username: string, problem?: string): Shown => ({
  kind: 'page',
  status: 200,
  html: signInPage({ username, ...(problem !== undefined && { problem }) }),
})

const refused = (refusal: Refusal) => {
  const { error, error_description, error_uri } = refusalBody(refusal)
  return { error, error_description, error_uri }
}

function sentBack({ redirectUri, state }: Pick<Asked, 'redirectUri' | 'state'>, said: Record<string, string>): Shown {
  const location = new URL(redirectUri)
  for (const [name, value] of Object.entries(said)) location.searchParams.set(name, value)
  if (state !== undefined) location.searchParams.set('state', state)
  return { kind: 'redirect', location: location.href }
}

/** What is asked for; the refusal where it cannot be: on a page as long as nobody vouches for the address to go back to. */
function readRequest(tenant: string, query: Form): Asked | Shown {
  const onPage = (refusal: Refusal): Shown => ({ kind: 'page', status: 400, html: refusalPage(refusalBody(refusal)) })
  if (!isPracticeTenant(tenant)) return onPage(refusals.unknownTenant(tenant))
  const client = query('client_id')
  if (client === undefined) return onPage(refusals.missing('client_id'))
  if (client.toLowerCase() !== practiceApplication.clientId) return onPage(refusals.unknownClient(client))
  const redirectUri = query('redirect_uri')
  if (redirectUri === undefined) return onPage(refusals.missing('redirect_uri'))
  if (!isLoopback(redirectUri)) return onPage(refusals.unregisteredRedirect(redirectUri))

  const back = { redirectUri, state: query('state') }
  const type = query('response_type')
  if (type === undefined) return sentBack(back, refused(refusals.missing('response_type')))
  if (type !== 'code') return sentBack(back, refused(refusals.responseType(type)))
  const challenge = query('code_challenge')
  // RFC 7636 4.2: the digest of the verifier, 43 characters of Base64url.
  if (challenge === undefined || !/^[\w-]{43}$/.test(challenge) || query('code_challenge_method') !== 'S256')
    return sentBack(back, refused(refusals.missingChallenge()))
  const scope = query('scope')
  if (scope === undefined) return sentBack(back, refused(refusals.missing('scope')))
  const scopes = readScopes(scope)
  if (scopes.kind === 'not-valid') return sentBack(back, refused(refusals.badScope(scopes.scope)))
  return { ...back, scopes, challenge }
}

/** RFC 8252 7.3: a program on this computer waits there, on whatever port was free. RFC 6749 3.1.2: without a fragment. */
function isLoopback(address: string): boolean {
  const url = URL.parse(address)
  return (
    url !== null &&
    url.protocol === 'http:' &&
    (url.hostname === 'localhost' || url.hostname === '127.0.0.1') &&
    url.username === '' &&
    url.password === '' &&
    !address.includes('#')
  )
}
