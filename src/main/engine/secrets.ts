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
    if (!created.ok) {
      return refuse('vault-locked', word('refusal.no-keychain', { keychain: context.identity.keychainName, detail: created.detail ?? created.code }))
    }
  }
  const sealed = context.vault.seal({ secretId: ref.id, version: ref.version }, Buffer.from(password, 'utf8'))
  if (!sealed.ok) return refuse('vault-locked', word('refusal.vault-locked'))
  return answer({
    id: secretRow(ref),
    secretId: ref.id,
    version: ref.version,
    sealed: sealed.sealed,
    createdAt: context.now(),
  })
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
  if (typed !== null && typed !== '') return done({ username: settings.username, password: typed, additionalMailbox: settings.additionalMailbox })
  if (!password) return missing('secret-missing', 'no password is stored')
  const record = await context.store.secret(password.id, password.version)
  if (!record) return missing('secret-missing', 'the stored password is gone')
  const opened = context.vault.unseal({ secretId: password.id, version: password.version }, record.sealed)
  if (!opened.ok) return missing(opened.code === 'vault-locked' ? 'vault-locked' : 'secret-missing', opened.code)
  return done({
    username: settings.username,
    password: Buffer.from(opened.plain).toString('utf8'),
    additionalMailbox: settings.additionalMailbox,
  })
}
