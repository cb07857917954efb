import type { WorkspaceInfo } from '../../contract/workspace.ts'
import { removalAllowed, updatesAllowed, type Policy } from '../../domain/policy.ts'
import { placeName } from '../../domain/proxy.ts'
import { word } from '../../words/index.ts'

/** The policy of this computer as screens show it (S3). */
export function policyView(policy: Policy): WorkspaceInfo['policy'] {
  if (policy.state === 'none') return null
  const removal = removalAllowed(policy)
  if (policy.state === 'malformed')
    return {
      path: policy.path,
      problem: policy.problem,
      rules: [],
      allowedHosts: [],
      removal,
      updates: false,
      proxy: null,
    }
  const { allowedHosts, minimumTls, proxy, updates, contact } = policy.file
  return {
    path: policy.path,
    problem: null,
    rules: [
      ...(allowedHosts === undefined ? [] : [word('policy.rule.hosts', { hosts: allowedHosts.join(', ') })]),
      ...(minimumTls === undefined ? [] : [word('policy.rule.tls', { version: minimumTls })]),
      ...(proxy === undefined
        ? []
        : [
            proxy === 'none'
              ? word('policy.rule.no-proxy')
              : word('policy.rule.proxy', { proxy: placeName(proxy), direct: proxy.direct.join(', ') }),
          ]),
      ...(removal ? [] : [word('policy.rule.removal')]),
      ...(updates === undefined ? [] : [word('policy.rule.updates')]),
      ...(contact === undefined ? [] : [word('policy.rule.contact', { contact })]),
    ],
    allowedHosts: allowedHosts ?? null,
    removal,
    updates: updatesAllowed(policy),
    proxy: proxy ?? null,
  }
}
