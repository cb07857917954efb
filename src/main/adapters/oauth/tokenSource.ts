import * as oauth from 'oauth4webapi'
import { authorityPlace } from '../../../domain/oauth.ts'
import { failed, type Failure, type Outcome } from '../../../domain/failure.ts'
import { readTokenError, tokenFailure } from '../../../domain/replies/token.ts'
import type { Where } from '../../../domain/replies/where.ts'
import type { Attempt, Resolver } from '../../engine/ports/conversation.ts'
import type { IssuedToken, TokenRequest, TokenSource } from '../../engine/ports/tokens.ts'
import { askByHttps, NotTaken } from '../https/exchange.ts'
import { withoutToken } from '../secretForms.ts'
import { failureOf, startWatch } from '../wire/watch.ts'
import { listenForAnswer, type LoopbackPage } from './loopback.ts'

/** A token endpoint's answer has a few thousand octets. */
const octetsAtMost = 256 * 1024
/** RFC 6749 5.1 recommends `expires_in`, and does not demand it: without it a token is taken to live for this many seconds. */
const shortLife = 300
/** Milliseconds for the token behind a person's sign-in: they look at the page meanwhile. */
const lastAnswerMs = 30_000
/** Entra's longest live for 28 hours. Nobody is believed more than this many seconds. */
const longLife = 7 * 24 * 3600

/** Where Entra's v2.0 endpoints of a tenant are. Source: Microsoft identity platform, "OAuth 2.0 authorization code flow". */
function serverOf({ authority, tenant }: TokenRequest): oauth.AuthorizationServer {
  const base = `https://${authority.trim()}/${encodeURIComponent(tenant.trim())}`
  return {
    issuer: `${base}/v2.0`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
  }
}

const clientOf = ({ clientId }: TokenRequest): oauth.Client => ({ client_id: clientId.trim() })

/** Ends a token request from within with what the endpoint's answer comes to. */
class Refused extends Error {
  override readonly name = 'Refused'
  readonly failure: Failure
  constructor(failure: Failure) {
    super(failure.code)
    this.failure = failure
  }
}

/** An answer that brings no token that mail servers take. */
const isNoToken = (error: unknown): error is Error =>
  error instanceof NotTaken ||
  error instanceof oauth.OperationProcessingError ||
  error instanceof oauth.UnsupportedOperationError

/** Gets tokens from Entra, and from servers that answer as it does. `page` is what the browser shows after a person's sign-in. */
export function createTokenSource(world: { readonly resolver: Resolver; readonly page: LoopbackPage }): TokenSource {
  /** One request to the token endpoint, by the same way and with the same trust as mail (C13). `secret` goes with it, and comes back in no words (C17). */
  async function ask(
    request: TokenRequest,
    secret: string,
    attempt: Attempt,
    work: (asked: Asked) => Promise<Response>,
    read: (response: Response) => Promise<oauth.TokenEndpointResponse>,
  ): Promise<Outcome<IssuedToken>> {
    const where = authorityPlace(request.authority.trim())
    let socket: { destroy(): void } | undefined
    const watch = startWatch(attempt, where, () => socket?.destroy())
    const opened = (opening: { destroy(): void }) => void (socket = opening)
    const carry = async (url: string, { headers, body }: FetchOptions): Promise<Response> => {
      const { proxy, trust } = request
      const answer = await askByHttps(
        { method: 'POST', url: new URL(url), headers, body: String(body) },
        { proxy, trust, resolver: world.resolver, watch, signal: attempt.signal, stage: 'token', opened },
        octetsAtMost,
      )
      if (answer.status !== 200) throw new Refused(refusalIn(answer.text, answer.status, answer.headers, where))
      return new Response(answer.text, {
        status: answer.status,
        headers: { 'content-type': answer.headers['content-type'] ?? '' },
      })
    }
    try {
      const token = await read(await work({ [oauth.customFetch]: carry }))
      return {
        ok: true,
        value: {
          accessToken: token.access_token,
          expiresIn: Math.min(token.expires_in ?? shortLife, longLife),
          refreshToken: token.refresh_token ?? null,
          signedInAs: nameIn(signedInBy.get(token) ?? null),
        },
      }
    } catch (error) {
      if (error instanceof Refused) return failed(withoutToken(error.failure, { mailbox: '', token: secret }))
      if (isNoToken(error))
        return failed({ code: 'protocol-broken', stage: 'token', transient: false, ...where, detail: error.message })
      return failed(failureOf(error, watch.stage(), where))
    } finally {
      watch.end()
      socket?.destroy()
    }
  }

  /**
   * The identity token says whom it is about, and is shown, never trusted: it came from the token endpoint itself over TLS (OpenID Connect Core
   * 3.1.3.7, 6). Entra signs for the tenant's id also where its domain was asked for, so it is read apart from the answer's own checks.
   */
  const withoutIdentity = async (
    response: Response,
    process: (bare: Response) => Promise<oauth.TokenEndpointResponse>,
  ): Promise<oauth.TokenEndpointResponse> => {
    const text = await response.text()
    const { identity, rest } = splitIdentity(text)
    const token = await process(new Response(rest, { status: response.status, headers: response.headers }))
    if (identity !== null) signedInBy.set(token, identity)
    return token
  }

  return {
    byClientSecret: (request, clientSecret, attempt) =>
      ask(
        request,
        clientSecret,
        attempt,
        (asked) =>
          oauth.clientCredentialsGrantRequest(
            serverOf(request),
            clientOf(request),
            oauth.ClientSecretPost(clientSecret),
            { scope: request.scopes.join(' ') },
            asked,
          ),
        (response) => oauth.processClientCredentialsResponse(serverOf(request), clientOf(request), response),
      ),

    byRefreshToken: (request, refreshToken, attempt) =>
      ask(
        request,
        refreshToken,
        attempt,
        (asked) =>
          oauth.refreshTokenGrantRequest(serverOf(request), clientOf(request), oauth.None(), refreshToken, {
            ...asked,
            additionalParameters: { scope: request.scopes.join(' ') },
          }),
        (response) =>
          withoutIdentity(response, (bare) =>
            oauth.processRefreshTokenResponse(serverOf(request), clientOf(request), bare),
          ),
      ),

    async signIn(request, loginHint, attempt) {
      const endsAt = performance.now() + attempt.deadlineMs
      const where = authorityPlace(request.authority.trim())
      // The browser keeps no policy (S3): nobody is sent to a page that Waypost may not ask itself.
      const allowed = world.resolver.allows(where.host)
      if (!allowed.ok) return allowed
      const server = serverOf(request)
      const client = clientOf(request)
      const verifier = oauth.generateRandomCodeVerifier()
      const state = oauth.generateRandomState()
      const listening = await listenForAnswer(world.page, attempt)
      if (!listening.ok) return listening
      const { redirectUri, answered } = listening.value
      const url = new URL(server.authorization_endpoint!)
      url.search = new URLSearchParams({
        client_id: client.client_id,
        response_type: 'code',
        response_mode: 'query',
        redirect_uri: redirectUri,
        scope: request.scopes.join(' '),
        state,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
        // Whoever is signed in to the browser already may be somebody else: the person chooses.
        prompt: 'select_account',
        ...(loginHint === '' ? {} : { login_hint: loginHint }),
      }).toString()
      const left = () => Math.max(1, Math.min(lastAnswerMs, endsAt - performance.now()))
      const done = answered((parameters) => isAnswerTo(state, parameters)).then(
        async (came): Promise<Outcome<IssuedToken>> => {
          if (!came.ok) return came
          const { parameters, end } = came.value
          const error = parameters.get('error')
          const outcome =
            error !== null
              ? failed(tokenFailure({ status: 0, error, description: parameters.get('error_description') }, where))
              : await ask(
                  request,
                  parameters.get('code') ?? '',
                  { ...attempt, deadlineMs: left() },
                  (asked) =>
                    oauth.authorizationCodeGrantRequest(
                      server,
                      client,
                      oauth.None(),
                      oauth.validateAuthResponse(server, client, withoutIssuer(parameters), state),
                      redirectUri,
                      verifier,
                      asked,
                    ),
                  (response) =>
                    withoutIdentity(response, (bare) => oauth.processAuthorizationCodeResponse(server, client, bare)),
                )
          await end(outcome.ok)
          return outcome
        },
      )
      return { ok: true, value: { url: url.href, done } }
    },
  }
}

type FetchOptions = oauth.CustomFetchOptions<'POST', URLSearchParams>
interface Asked {
  readonly [oauth.customFetch]: (url: string, options: FetchOptions) => Promise<Response>
}

/** The identity tokens of answers, as they came. */
const signedInBy = new WeakMap<oauth.TokenEndpointResponse, string>()

function splitIdentity(text: string): { readonly identity: string | null; readonly rest: string } {
  const parsed = objectIn(text)
  if (parsed === null || typeof parsed['id_token'] !== 'string') return { identity: null, rest: text }
  const { id_token: identity, ...rest } = parsed
  return { identity, rest: JSON.stringify(rest) }
}

function objectIn(text: string): Record<string, unknown> | null {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? (parsed as Record<string, unknown>)
      : null
  } catch {
    return null
  }
}

/** The name in an identity token (RFC 7519): `preferred_username` is a person's sign-in name, usually a mail address. */
function nameIn(identity: string | null): string | null {
  const claims = objectIn(Buffer.from(identity?.split('.')[1] ?? '', 'base64url').toString('utf8'))
  const name = claims?.['preferred_username'] ?? claims?.['upn'] ?? claims?.['email']
  // It is shown on screens and in terminals, where controls of its own have no business.
  return typeof name === 'string' && name.length <= 320 && !/\p{C}/u.test(name) ? name : null
}

/** RFC 9207: Entra names the issuer by the tenant's id, also where its domain was asked for; `state` binds the answer to the question. */
function withoutIssuer(parameters: URLSearchParams): URLSearchParams {
  const rest = new URLSearchParams(parameters)
  rest.delete('iss')
  return rest
}

const isAnswerTo = (state: string, parameters: URLSearchParams): boolean =>
  parameters.get('state') === state && (parameters.has('code') || parameters.has('error'))

function refusalIn(
  text: string,
  status: number,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  where: Where,
): Failure {
  const retryAfter = Number(headers['retry-after'])
  const retryAfterSeconds = Number.isFinite(retryAfter) ? retryAfter : null
  return tokenFailure({ status, ...readTokenError(text), retryAfterSeconds }, where)
}
