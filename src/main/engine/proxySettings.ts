import type { Answer } from '../../contract/define.ts'
import type { SecretRef } from '../../domain/connector.ts'
import type { Word } from '../../domain/diagnosis/proof.ts'
import { plainHost } from '../../domain/hostList.ts'
import { contactOf, hostAllowed, proxyOfPolicy, type Policy } from '../../domain/policy.ts'
import { placeName, proxyProblem, samePlace, type ProxySettings } from '../../domain/proxy.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import type { Context } from './context.ts'
import type { Change } from './ports/store.ts'
import { sealSecret, secretRow } from './secrets.ts'

/** One line for Activity. */
export const proxyText = (proxy: ProxySettings): string =>
  [
    `${proxy.kind} ${placeName(proxy)}`,
    ...(proxy.username === '' ? [] : [`as ${proxy.username}`]),
    ...(proxy.direct.length === 0 ? [] : [`directly: ${proxy.direct.join('; ')}`]),
  ].join(', ')

const sameList = (one: readonly string[], other: readonly string[]): boolean =>
  JSON.stringify(one.map(plainHost).toSorted()) === JSON.stringify(other.map(plainHost).toSorted())

/** What keeps a proxy from being saved, with the field that it is about; null where nothing does. */
export function checkedProxy(
  policy: Policy,
  wanted: ProxySettings | null,
  before: ProxySettings | null,
): { readonly path: string; readonly word: Word } | null {
  const contact = contactOf(policy)
  const fixed = proxyOfPolicy(policy)
  const changes = JSON.stringify(wanted) !== JSON.stringify(before)
  if (!changes || wanted === null) return null
  if (fixed !== undefined && (fixed === 'none' || !samePlace(fixed, wanted) || !sameList(fixed.direct, wanted.direct)))
    return { path: 'proxy.host', word: word('refusal.policy-proxy', { contact }) }
  if (!hostAllowed(policy, wanted.host))
    return { path: 'proxy.host', word: word('refusal.policy-proxy-host', { host: wanted.host, contact }) }
  const problem = proxyProblem(wanted, null)
  return problem === null ? null : { path: 'proxy.username', word: word(`problem.proxy.${problem}`) }
}

/**
 * The password of the proxy after a save, and what has to be written for it. A proxy without a user has none, and what was given for one proxy or
 * user is never shown to another: it has to be typed again.
 */
export async function proxyPasswordOf(
  context: Context,
  proxy: ProxySettings | null,
  before: { readonly proxy: ProxySettings | null; readonly password: SecretRef | null },
  typed: string | null,
): Promise<Answer<{ readonly ref: SecretRef | null; readonly changes: readonly Change[] }>> {
  const stored = before.password
  const forgotten: readonly Change[] = stored === null ? [] : [{ forget: 'secret', id: secretRow(stored) }]
  if (proxy !== null && typed !== null && typed !== '') {
    const problem = proxyProblem(proxy, typed)
    if (problem !== null) {
      const why = word(`problem.proxy.${problem}`)
      return refuse('invalid-input', why, { fields: [{ path: 'proxyPassword', word: why }] })
    }
    const ref: SecretRef = { id: stored?.id ?? context.random.id(), version: (stored?.version ?? 0) + 1 }
    const sealed = await sealSecret(context, ref, typed)
    return sealed.ok ? answer({ ref, changes: [{ put: 'secret', row: sealed.value }, ...forgotten] }) : sealed
  }
  return answer(
    keepsPassword(proxy, before.proxy) && typed !== ''
      ? { ref: stored, changes: [] }
      : { ref: null, changes: forgotten },
  )
}

/** Whether the stored password is still meant for the proxy as it becomes. */
export const keepsPassword = (next: ProxySettings | null, before: ProxySettings | null): boolean =>
  next !== null &&
  before !== null &&
  next.username !== '' &&
  next.username === before.username &&
  samePlace(next, before)
