import type { Answer } from '../../contract/define.ts'
import {
  secretKinds,
  secretOf,
  type ConnectorSettings,
  type SecretKind,
  type SecretRef,
  type Secrets,
  type Side,
} from '../../domain/connector.ts'
import { done, failed, type Outcome } from '../../domain/failure.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import type { Context } from './context.ts'
import type { ClientIdentity, ServerAccess } from './ports/conversation.ts'
import type { SecretRecord } from './ports/records.ts'
import type { Change } from './ports/store.ts'

/** Seals a new version of a secret, of whatever kind. Makes the vault by the keychain when the workspace has none yet (V1). */
export async function sealSecret(context: Context, ref: SecretRef, secret: string): Promise<Answer<SecretRecord>> {
  if (context.vault.state().state === 'absent') {
    const created = await context.vault.create({ slot: 'keychain' })
    context.events.changed('vault')
    // Two first passwords at once: the vault that the other one made serves both.
    if (!created.ok && created.code !== 'vault-exists') {
      return refuse(
        'vault-locked',
        word('refusal.no-keychain', {
          keychain: context.identity.keychainName,
          detail: created.detail ?? created.code,
        }),
      )
    }
  }
  const sealed = resealSecret(context, ref, secret)
  return sealed === null ? withoutVault(context) : answer(sealed)
}

const withoutVault = (context: Context) =>
  refuse(
    'vault-locked',
    word(context.vault.state().state === 'needs-secrets' ? 'refusal.vault-key-missing' : 'refusal.vault-locked'),
  )

/** Why no secret could be sealed now; null where one could, in a vault that is made for it where there is none (V1). */
export const refuseWithoutVault = (context: Context): ReturnType<typeof withoutVault> | null =>
  ['open', 'absent'].includes(context.vault.state().state) ? null : withoutVault(context)

/** Seals what a version of a secret holds from now on; null where the vault is not open. */
export function resealSecret(context: Context, ref: SecretRef, secret: string): SecretRecord | null {
  const { id: secretId, version } = ref
  const sealed = context.vault.seal({ secretId, version }, Buffer.from(secret, 'utf8'))
  return sealed.ok ? { id: secretRow(ref), secretId, version, sealed: sealed.sealed, createdAt: context.now() } : null
}

/**
 * Whether a stored secret can be used: `lost` where no vault that is open here sealed it, such as one of a session that is over
 * or of the vault before a new one was started. Then it has to be entered again (V1).
 */
export async function secretStanding(
  context: Context,
  ref: SecretRef | null,
): Promise<'none' | 'usable' | 'locked' | 'lost'> {
  if (!ref) return 'none'
  const { state } = context.vault.state()
  if (state === 'absent' || state === 'needs-secrets') return 'lost'
  if (state === 'locked') return 'locked'
  const record = await context.store.secret(ref.id, ref.version)
  return record && context.vault.unseal({ secretId: ref.id, version: ref.version }, record.sealed).ok
    ? 'usable'
    : 'lost'
}

export const secretRow = (ref: SecretRef): string => `${ref.id}:${ref.version}`

/** T3: the versions of secrets that were referred to and are no more, to be destroyed in the same transaction. */
export function forgetUnused(
  were: readonly (Secrets | null | undefined)[],
  kept: readonly (Secrets | null | undefined)[],
): readonly Change[] {
  const rows = (all: readonly (Secrets | null | undefined)[]) =>
    all.flatMap((each) => secretKinds.flatMap((kind) => (each?.[kind] ? secretRow(each[kind]) : [])))
  const stay = new Set(rows(kept))
  return [...new Set(rows(were))].filter((id) => !stay.has(id)).map((id): Change => ({ forget: 'secret', id }))
}

/** What a side signs in with: the certificate is shown in the handshake, the credentials are sent afterwards. */
export type SignIn = Required<Pick<ServerAccess, 'credentials' | 'clientIdentity'>>

export const noSignIn: SignIn = { credentials: null, clientIdentity: null }

/**
 * What a side signs in with, at the moment of an attempt; nothing where it does not sign in. `typed`: a password that is not stored yet. `signal` ends
 * the wait for an access token.
 */
export async function signInFor(
  context: Context,
  settings: ConnectorSettings,
  secrets: Secrets,
  side: Side,
  typed: string | null = null,
  signal?: AbortSignal,
): Promise<Outcome<SignIn>> {
  const server = side === 'incoming' ? settings.incoming : settings.outgoing
  if (!server || server.authentication === 'none') return done(noSignIn)
  // C14: credentials never travel in clear text, whatever a draft says.
  if (server.security === 'none')
    return failed({
      code: 'not-supported',
      stage: 'starttls',
      transient: false,
      detail: 'credentials never travel in clear text',
    })
  if (server.authentication === 'oauth') {
    const token = await context.tokens.get(settings, secrets, side, { anew: false, ...(signal && { signal }) })
    return token.ok ? done({ ...noSignIn, credentials: token.value.credentials }) : token
  }
  const byPassword = (password: string): SignIn => ({
    ...noSignIn,
    credentials: { username: settings.username, password, additionalMailbox: settings.additionalMailbox },
  })
  if (server.authentication === 'password' && typed !== null && typed !== '') return done(byPassword(typed))
  const opened = await openSecret(context, secretOf(side, settings, secrets), server.authentication)
  if (!opened.ok) return opened
  return done(
    server.authentication === 'password'
      ? byPassword(opened.value)
      : { ...noSignIn, clientIdentity: JSON.parse(opened.value) as ClientIdentity },
  )
}

/** What a stored secret holds, at the moment of an attempt. */
export async function openSecret(context: Context, ref: SecretRef | null, kind: SecretKind): Promise<Outcome<string>> {
  const missing = (code: 'secret-missing' | 'vault-locked', detail: string) =>
    failed({ code, stage: 'vault', transient: code === 'vault-locked', detail })
  if (!ref) return missing('secret-missing', `no ${kind} is stored`)
  const record = await context.store.secret(ref.id, ref.version)
  if (!record) return missing('secret-missing', `the stored ${kind} is gone`)
  const opened = context.vault.unseal({ secretId: ref.id, version: ref.version }, record.sealed)
  // Without a vault there is nothing to unlock: the secret was one of a session that is over.
  const locked = !opened.ok && opened.code === 'vault-locked' && context.vault.state().state !== 'absent'
  if (!opened.ok) return missing(locked ? 'vault-locked' : 'secret-missing', opened.code)
  return done(Buffer.from(opened.plain).toString('utf8'))
}
