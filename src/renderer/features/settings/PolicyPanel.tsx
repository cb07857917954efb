import { ShieldAlert } from 'lucide-react'
import { say, words } from '../../../words/index.ts'
import { Banner, Panel, token } from '../../ui/index.ts'
import { workspaceInfo } from '../answers/index.ts'

/** What IT settled for this computer; nothing where there is no policy (S3). */
export function PolicyPanel() {
  const policy = workspaceInfo.use({}).value?.policy ?? null
  if (policy === null) return null
  return (
    <Panel title={words['policy.title']()}>
      {policy.problem !== null ? (
        <Banner tone="failed" icon={ShieldAlert}>
          {words['policy.malformed']({ path: policy.path, problem: policy.problem })}
        </Banner>
      ) : (
        <>
          <p style={{ color: token.ink2 }}>{words['policy.says']({ path: policy.path })}</p>
          <ul aria-label={words['policy.rules']()} style={{ marginTop: 8 }}>
            {policy.rules.map((rule) => (
              <li key={rule.key}>{say(rule)}</li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}
