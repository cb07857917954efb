import {
  folderOf,
  protocolOf,
  type IncomingProtocol,
  type Secrets,
  type SettingsVersion,
} from '../../domain/connector.ts'
import { failed, type Outcome } from '../../domain/failure.ts'
import type { Context } from './context.ts'
import type { ServerAccess } from './ports/conversation.ts'
import { proxyFor } from './proxy.ts'
import { signInFor } from './secrets.ts'

export type MailboxAccess = ServerAccess & { readonly protocol: IncomingProtocol; readonly folder: string }
export type SenderAccess = ServerAccess & { readonly ehloName: string | null }

/**
 * How a settings version enters its mailbox. Fails before any connection where the secret cannot be had.
 * `typed`: a password that is on the screen and not saved yet takes the place of the stored one. `signal` ends the wait for an access token.
 */
export async function mailboxAccess(
  context: Context,
  version: Pick<SettingsVersion, 'settings' | keyof Secrets>,
  typed: string | null = null,
  signal?: AbortSignal,
): Promise<Outcome<MailboxAccess>> {
  const { settings } = version
  const { incoming } = settings
  if (!incoming)
    return failed({ code: 'not-supported', stage: 'connect', transient: false, detail: 'no incoming side' })
  const signIn = await signInFor(context, settings, version, 'incoming', typed, signal)
  if (!signIn.ok) return signIn
  const proxy = await proxyFor(context, incoming.host)
  if (!proxy.ok) return proxy
  const protocol = protocolOf(incoming.service)
  return {
    ok: true,
    value: {
      host: incoming.host,
      port: incoming.port,
      security: incoming.security,
      addressFamily: settings.addressFamily,
      trust: context.trust(),
      proxy: proxy.value,
      ...signIn.value,
      protocol,
      folder: protocol === 'pop3' ? 'INBOX' : folderOf(incoming),
    },
  }
}

/** How a settings version enters its way out; `typed` as above. */
export async function senderAccess(
  context: Context,
  version: Pick<SettingsVersion, 'settings' | keyof Secrets>,
  typed: string | null = null,
): Promise<Outcome<SenderAccess>> {
  const { settings } = version
  const { outgoing } = settings
  if (!outgoing)
    return failed({ code: 'not-supported', stage: 'connect', transient: false, detail: 'no outgoing side' })
  const signIn = await signInFor(context, settings, version, 'outgoing', typed)
  if (!signIn.ok) return signIn
  const proxy = await proxyFor(context, outgoing.host)
  if (!proxy.ok) return proxy
  return {
    ok: true,
    value: {
      host: outgoing.host,
      port: outgoing.port,
      security: outgoing.security,
      addressFamily: settings.addressFamily,
      trust: context.trust(),
      proxy: proxy.value,
      ...signIn.value,
      ehloName: outgoing.ehloName,
    },
  }
}
