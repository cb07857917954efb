import { hostListed } from '../../../domain/hostList.ts'
import { words } from '../../../words/index.ts'
import { workspaceInfo } from './viewer.ts'

interface PolicyReasons {
  /** Why a server cannot be connected to; undefined where it can, or while none is typed. */
  readonly host: (host: string) => string | undefined
  /** Why mail cannot be removed from a mailbox. */
  readonly removal: string | undefined
  /** The proxy that it fixes; null where this workspace settles it. */
  readonly proxy: NonNullable<NonNullable<ReturnType<typeof workspaceInfo.known>>['policy']>['proxy']
  /** Why no updates can be looked for. */
  readonly updates: string | undefined
  /** Why stored mail cannot be removed by retention. */
  readonly retention: string | undefined
}

/** What the policy of this computer forbids, as the reason beside the field that it touches (S3). */
export function usePolicy(): PolicyReasons {
  const info = workspaceInfo.use({}).value
  const policy = info?.policy ?? null
  const own = (host: string) => info?.practice === true && /(^|\.)practice\.test\.?$/i.test(host.trim())
  const refuses = (host: string) =>
    policy !== null && policy.allowedHosts !== null && !hostListed(policy.allowedHosts, host)
  return {
    host: (host) => (host.trim() !== '' && !own(host) && refuses(host) ? words['policy.host-refused']() : undefined),
    removal: policy?.removal === false ? words['policy.removal-refused']() : undefined,
    proxy: policy?.proxy ?? null,
    updates: policy?.updates === false ? words['policy.updates-refused']() : undefined,
    retention: policy?.removal === false ? words['policy.retention-refused']() : undefined,
  }
}
