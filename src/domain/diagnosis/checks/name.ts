import { about, troubled } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { word } from '../word.ts'

export const nameCheck = defineCheck({
  step: 'name',
  needs: [],
  required: always,
  explain: `The host name is looked up with this computer's own name service, for IPv4 and IPv6. Where the workspace has a proxy, the proxy looks the name up,
and this step only asks whether the policy of this computer allows the server.

Passes when at least one address comes back. Fails when the name does not exist (a spelling, a record that was never published, an internal
name asked from outside), and apart from that when the name service itself gives no answer.`,
  judge: ({ asked, name, ...facts }) => {
    if (!name) return null
    const { durationMs, trouble, addresses, byProxy } = name
    if (trouble) {
      return {
        durationMs,
        ...troubled({ asked, ...facts }, 'name', trouble, (failure) =>
          word(
            failure.code === 'name-not-found'
              ? 'diagnosis.name.not-found'
              : failure.code === 'policy-refused'
                ? 'diagnosis.name.policy'
                : 'diagnosis.name.lookup-failed',
            about(asked),
          ),
        ),
      }
    }
    if (byProxy !== undefined)
      return {
        durationMs,
        verdict: 'passed',
        finding: word('diagnosis.name.by-proxy', { host: asked.host, proxy: byProxy }),
      }
    return {
      durationMs,
      verdict: 'passed',
      finding: word('diagnosis.name.passed', { host: asked.host, addresses: addresses.join(', ') }),
    }
  },
})
