import { failed, done, type Outcome } from '../../domain/failure.ts'
import { secretOf, type ConnectorSettings, type SecretRef, type Secrets, type Side } from '../../domain/connector.ts'
import { authorityPlace, scopesOf, type OAuthSettings } from '../../domain/oauth.ts'
import type { Context } from './context.ts'
import type { Attempt } from './ports/conversation.ts'
import type { GivenToken } from './ports/prober.ts'
import type { IssuedToken, TokenRequest } from './ports/tokens.ts'
import { proxyFor } from './proxy.ts'
import { openSecret, resealSecret, secretRow } from './secrets.ts'
import { takingTurns } from './turns.ts'

/** Access tokens of connectors (C9). They are kept in memory only, and used until shortly before they end: asking at every poll gets an application locked out. */
export interface Tokens {
  /** `anew`: not from memory, as a test asks that proves where tokens come from. `signal` ends the wait early. */
  get(
    settings: ConnectorSettings,
    secrets: Secrets,
    side: Side,
    how: { readonly anew: boolean; readonly signal?: AbortSignal },
  ): Promise<Outcome<GivenToken>>
  /** A mail server refused what this secret brought: the next attempt asks for another token. */
  forget(secret: SecretRef): void
  stop(): Promise<void>
}

/** Milliseconds before its end at which a token is not used any more: a poll may take some minutes. */
const margin = 5 * 60_000
/** Milliseconds for one answer of the sign-in server. */
const deadlineMs = 30_000

type Instant = Readonly<Record<'monotonic' | 'now', number>>

interface Kept {
  readonly accessToken: string
  readonly secret: string
  /** Of the monotonic clock, which stands still while the computer sleeps, and of the other one, which is put back and forth. */
  readonly usableUntil: Instant
  readonly endsAt: number
}

/** The settings of a side that signs in by OAuth 2.0. */
export type OAuthConnector = ConnectorSettings & { readonly oauth: OAuthSettings }

/** What the sign-in server is asked for, by way of the workspace's proxy. */
export async function tokenRequest(
  context: Context,
  settings: OAuthConnector,
  sides: readonly Side[],
): Promise<Outcome<TokenRequest>> {
  const { authority, tenant, clientId } = settings.oauth
  const proxy = await proxyFor(context, authorityPlace(authority.trim()).host)
  if (!proxy.ok) return proxy
  return done({
    authority: authority.trim(),
    tenant: tenant.trim(),
    clientId: clientId.trim(),
    scopes: scopesOf(settings, sides),
    trust: context.trust(),
    proxy: proxy.value,
  })
}

export function createTokens(context: Context): Tokens {
  const kept = new Map<string, Kept>()
  const asking = new Map<string, Promise<Outcome<Kept>>>()
  /** By consent: a server that gives a new refresh token may take the old one once only, so two sides never use it at the same time. */
  const turns = new Map<string, ReturnType<typeof takingTurns>>()
  const ended = new AbortController()

  async function ask(settings: OAuthConnector, ref: SecretRef, side: Side): Promise<Outcome<Kept>> {
    const request = await tokenRequest(context, settings, [side])
    if (!request.ok) return request
    const { grant } = settings.oauth
    const secret = await openSecret(context, ref, grant === 'application' ? 'clientSecret' : 'consent')
    if (!secret.ok) return secret
    const attempt: Attempt = { signal: ended.signal, deadlineMs }
    const issued =
      grant === 'application'
        ? await context.tokenSource.byClientSecret(request.value, secret.value, attempt)
        : await context.tokenSource.byRefreshToken(request.value, secret.value, attempt)
    if (!issued.ok) return issued
    if (grant === 'delegated') await renew(ref, secret.value, issued.value)
    const { clock } = context
    const lives = issued.value.expiresIn * 1000
    // One that lives shortly is used for half its life.
    const usable = Math.max(lives - margin, lives / 2)
    return done({
      accessToken: issued.value.accessToken,
      secret: secretRow(ref),
      usableUntil: { monotonic: clock.monotonic() + usable, now: clock.now() + usable },
      endsAt: clock.monotonic() + lives,
    })
  }

  /** RFC 6749 6: a new refresh token takes the place of the old one. Its last use is kept with it, since it ends when it is not used. */
  async function renew(ref: SecretRef, was: string, { refreshToken }: IssuedToken): Promise<void> {
    const sealed = resealSecret(context, ref, refreshToken ?? was)
    // The vault was locked meanwhile: the old one goes on being good for a while.
    if (sealed !== null) await context.commit([{ expectSecret: sealed.id }, { put: 'secret', row: sealed }])
  }

  const isUsable = ({ usableUntil }: Kept): boolean =>
    context.clock.monotonic() < usableUntil.monotonic && context.clock.now() < usableUntil.now

  return {
    async get(settings, secrets, side, { anew, signal }) {
      const { oauth } = settings
      const ref = secretOf(side, settings, secrets)
      const kind = oauth?.grant === 'delegated' ? 'consent' : 'client secret'
      if (oauth === null || ref === null)
        return failed({ code: 'secret-missing', stage: 'vault', transient: false, detail: `no ${kind} is stored` })
      const asked: OAuthConnector = { ...settings, oauth }
      const key = JSON.stringify([
        oauth.authority,
        oauth.tenant,
        oauth.clientId,
        scopesOf(asked, [side]),
        secretRow(ref),
      ])
      const known = kept.get(key)
      const given = (token: Kept): Outcome<GivenToken> =>
        done({
          credentials: { mailbox: settings.additionalMailbox ?? settings.username, token: token.accessToken },
          authority: oauth.authority,
          expiresIn: Math.round((token.endsAt - context.clock.monotonic()) / 1000),
        })
      if (known && !anew && isUsable(known)) return given(known)
      let request = asking.get(key)
      if (request === undefined) {
        const turn = turns.get(secretRow(ref)) ?? takingTurns()
        turns.set(secretRow(ref), turn)
        const work = () => ask(asked, ref, side)
        request = (oauth.grant === 'delegated' ? turn(work) : work()).finally(() => asking.delete(key))
        asking.set(key, request)
      }
      const outcome = await untilAborted(request, signal)
      if (outcome === null) return failed({ code: 'cancelled', stage: 'token', transient: false })
      if (!outcome.ok) return outcome
      kept.set(key, outcome.value)
      return given(outcome.value)
    },
    forget(secret) {
      for (const [key, token] of kept) if (token.secret === secretRow(secret)) kept.delete(key)
    },
    async stop() {
      ended.abort()
      kept.clear()
      await Promise.allSettled(asking.values())
    },
  }
}

/** Others may wait for the same answer: who turns away does not end it. Null: aborted. */
const untilAborted = <T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T | null> =>
  new Promise((resolve, reject) => {
    const leave = () => resolve(null)
    if (signal?.aborted === true) leave()
    signal?.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave))
  })
