import { explainFailure } from '../../replies/explain.ts'
import { failureAt } from '../../replies/where.ts'
import { about, explainContext } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { word } from '../word.ts'
import { judgeHandshake } from './tls.ts'

export const starttlsCheck = defineCheck({
  step: 'starttls',
  needs: ['connect', 'greeting', 'capabilities'],
  required: always,
  explain: `The server must offer STARTTLS, agree to it, and finish the handshake. It is required, never opportunistic: where the offer is missing
(switched off, or stripped by something between), the test ends and no user name or password is sent.

Whatever came in clear text behind the server's go-ahead is refused, because someone between could have put it there (CVE-2011-0411).`,
  judge: (facts) => {
    const { asked, starttls } = facts
    if (!starttls) return null
    const { durationMs } = starttls
    if (starttls.offered) return { durationMs, ...judgeHandshake(facts, 'starttls', starttls) }
    const failure = failureAt('starttls', 'starttls-missing', false, asked)
    return {
      durationMs,
      verdict: 'failed',
      finding: word('diagnosis.starttls.missing', about(asked)),
      causes: explainFailure(failure, explainContext(facts)),
      failure,
    }
  },
})
