import type { Settings } from '../../../contract/workspace.ts'
import { hostEntry } from '../../../domain/hostList.ts'
import { proxyProblem, proxySettingsSchema, type ProxySettings } from '../../../domain/proxy.ts'
import { words } from '../../../words/index.ts'
import type { SettingsForm } from './form.ts'

export type ProxyForm = Pick<
  SettingsForm,
  'proxyKind' | 'proxyHost' | 'proxyPort' | 'proxyUser' | 'proxyPassword' | 'proxyDirect'
>

/** The proxy as it is typed, without its password. */
export const proxyFields = (proxy: Settings['proxy']): Omit<ProxyForm, 'proxyPassword'> => ({
  proxyKind: proxy?.kind ?? 'none',
  proxyHost: proxy?.host ?? '',
  proxyPort: proxy === null ? '' : String(proxy.port),
  proxyUser: proxy?.username ?? '',
  proxyDirect: proxy?.direct.join('\n') ?? '',
})

const entries = (text: string): string[] =>
  text
    .split(/[\n;,]/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '')

/** What it is saved as; null: none; undefined while a field does not fit. */
export function proxyFrom(form: ProxyForm): ProxySettings | null | undefined {
  if (form.proxyKind === 'none') return null
  if (Object.keys(proxyProblems(form)).length > 0) return undefined
  return candidate(form, form.proxyKind)
}

const candidate = (form: ProxyForm, kind: ProxySettings['kind']): ProxySettings => ({
  kind,
  host: form.proxyHost.trim().replace(/^\[|\]$/g, ''),
  port: /^\s*\d{1,5}\s*$/.test(form.proxyPort) ? Number(form.proxyPort) : 0,
  username: form.proxyUser,
  direct: entries(form.proxyDirect),
})

/** What keeps it from being saved or tried, by the field of the contract. */
export function proxyProblems(form: ProxyForm): Readonly<Record<string, string>> {
  if (form.proxyKind === 'none') return {}
  const proxy = candidate(form, form.proxyKind)
  const { host, port } = proxySettingsSchema.shape
  const listed = proxy.direct.find((entry) => !hostEntry.safeParse(entry).success)
  const signIn = proxyProblem(proxy, form.proxyPassword)
  return {
    ...(!host.safeParse(proxy.host).success && { 'proxy.host': words['proxy.server-error']() }),
    ...(!port.safeParse(proxy.port).success && { 'proxy.port': words['proxy.port-error']() }),
    ...(listed !== undefined && { 'proxy.direct': words['proxy.direct-error']({ entry: listed }) }),
    ...(signIn !== null && { 'proxy.username': words[`problem.proxy.${signIn}`]() }),
  }
}
