import { done, failed, type Outcome } from '../../domain/failure.ts'
import { proxyInForce } from '../../domain/policy.ts'
import { placeName, reachedDirectly, type Proxy } from '../../domain/proxy.ts'
import type { Context } from './context.ts'
import type { ProxyAccess } from './ports/conversation.ts'

/** What connections go through: the workspace's own proxy, or that of the policy. */
export function proxyOf({ policy, practice }: Pick<Context, 'policy' | 'practice'>, own: Proxy | null): Proxy | null {
  const proxy = proxyInForce(policy(), own)
  // The practice servers run inside: nothing of theirs leaves this computer.
  return proxy && practice ? { ...proxy, direct: [...proxy.direct, '*.practice.test'] } : proxy
}

/** The proxy that a connection to this server goes through, with its sign-in; null where it goes directly. */
export async function proxyFor(context: Context, host: string): Promise<Outcome<ProxyAccess | null>> {
  const { proxy } = context.surroundings()
  return proxy === null || reachedDirectly(proxy, host) ? done(null) : proxyAccess(context, proxy)
}

/**
 * A proxy with its sign-in at the moment of an attempt. Fails where its password cannot be read now, which is no reason to go past it.
 * `typed`: a password that is on the screen and not saved yet.
 */
export async function proxyAccess(
  context: Pick<Context, 'store' | 'vault'>,
  proxy: Proxy,
  typed: string | null = null,
): Promise<Outcome<ProxyAccess>> {
  const { kind, host, port, username } = proxy
  const entered = (password: string | null): Outcome<ProxyAccess> =>
    done({ kind, host, port, credentials: password === null ? null : { username, password } })
  if (username === '') return entered(null)
  if (typed !== null) return entered(typed)
  if (proxy.password === null) return entered('')
  const missing = (code: 'proxy-secret-missing' | 'vault-locked') =>
    failed({ code, stage: 'vault', transient: true, proxy: placeName(proxy) })
  const { id, version } = proxy.password
  const record = await context.store.secret(id, version)
  if (!record) return missing('proxy-secret-missing')
  const opened = context.vault.unseal({ secretId: id, version }, record.sealed)
  if (opened.ok) return entered(Buffer.from(opened.plain).toString('utf8'))
  return missing(
    opened.code === 'vault-locked' && context.vault.state().state !== 'absent'
      ? 'vault-locked'
      : 'proxy-secret-missing',
  )
}
