import type { Answer } from '../../contract/define.ts'
import type { ConnectorSettings, SecretRef, Side } from '../../domain/connector.ts'
import { done, failed, type Outcome } from '../../domain/failure.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import type { Context } from './context.ts'
import type { Credentials } from './ports/conversation.ts'
import type { SecretRecord } from './ports/records.ts'

/** Seals a new version of a connector's password. Makes the vault by the keychain when the workspace has none yet (V1). */
export async function sealPassword(context: Context, ref: SecretRef, password: string): Promise<Answer<SecretRecord>> {
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
  const sealed = context.vault.seal({ secretId: ref.id, version: ref.version }, Buffer.from(password, 'utf8'))
  if (!sealed.ok) {
    return refuse(
      'vault-locked',
      word(context.vault.state().state === 'needs-secrets' ? 'refusal.vault-key-missing' : 'refusal.vault-locked'),
    )
  }
  return answer({
    id: secretRow(ref),
    secretId: ref.id,
    version: ref.version,
    sealed: sealed.sealed,
    createdAt: context.now(),
  })
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

/** What a side signs in with, at the moment of an attempt; null where it does not sign in. */
export async function credentialsFor(
  context: Context,
  settings: ConnectorSettings,
  password: SecretRef | null,
  side: Side,
  typed: string | null = null,
): Promise<Outcome<Credentials | null>> {
  const server = side === 'incoming' ? settings.incoming : settings.outgoing
  if (!server || server.authentication === 'none') return done(null)
  const missing = (code: 'secret-missing' | 'vault-locked', detail: string) =>
    failed({ code, stage: 'vault', transient: code === 'vault-locked', detail })
  if (server.authentication !== 'password') {
    return failed({ code: 'not-supported', stage: 'sign-in', transient: false, detail: server.authentication })
  }
  // C14: credentials never travel in clear text, whatever a draft says.
  if (server.security === 'none')
    return failed({
      code: 'not-supported',
      stage: 'starttls',
      transient: false,
      detail: 'credentials never travel in clear text',
    })
  if (typed !== null && typed !== '')
    return done({ username: settings.username, password: typed, additionalMailbox: settings.additionalMailbox })
  if (!password) return missing('secret-missing', 'no password is stored')
  const record = await context.store.secret(password.id, password.version)
  if (!record) return missing('secret-missing', 'the stored password is gone')
  const opened = context.vault.unseal({ secretId: password.id, version: password.version }, record.sealed)
  // Without a vault there is nothing to unlock: the secret was one of a session that is over.
  const locked = !opened.ok && opened.code === 'vault-locked' && context.vault.state().state !== 'absent'
  if (!opened.ok) return missing(locked ? 'vault-locked' : 'secret-missing', opened.code)
  return done({
    username: settings.username,
    password: Buffer.from(opened.plain).toString('utf8'),
    additionalMailbox: settings.additionalMailbox,
  })
}
