import type { Failure } from '../../failure.ts'
import { explainFailure } from '../../replies/explain.ts'
import { smtpFailure, subjectOfRefusal } from '../../replies/smtp.ts'
import { about, explainContext, troubled } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import type { Facts } from '../facts.ts'
import { cause, ranked, word, type Cause } from '../word.ts'

/** Services that judge the sender only after DATA, or rewrite it: their yes to MAIL FROM proves little (T6). */
const decidesLater = (service: string): boolean => service.startsWith('office365-') || service.startsWith('gmail-')

function refused(
  facts: Facts,
  at: 'MAIL FROM' | 'RCPT TO',
  reply: string,
): { readonly key: string; readonly failure: Failure; readonly causes: readonly Cause[] } {
  const { asked } = facts
  const context = explainContext(facts)
  const subject = at === 'MAIL FROM' ? 'sender' : subjectOfRefusal(reply)
  const failure = smtpFailure(at === 'MAIL FROM' || subject === 'sender' ? 'sender' : 'recipient', reply, asked)
  const causes = explainFailure(failure, context)
  if (failure.transient) return { key: 'later', failure, causes }
  if (subject === 'sender') return { key: 'refused', failure, causes }
  if (subject === 'relay') return { key: 'relay', failure, causes }
  if (subject === 'recipient') return { key: 'recipient-refused', failure, causes }
  const params = about(asked)
  return {
    key: 'unclear',
    failure,
    causes: ranked(causes.slice(0, 1), [
      cause(word('reply.sender-not-allowed', params), 'mail-server-admin', word('remedy.allow-sender', params)),
      cause(word('reply.unknown-recipient', params), 'mail-server-admin', word('remedy.check-recipient', params)),
      cause(word('reply.block-list', params), 'network-team', word('remedy.delist-ip', params)),
    ]),
  }
}

export const senderCheck = defineCheck({
  step: 'sender',
  needs: ['connect', 'greeting', 'starttls', 'certificate', 'sign-in'],
  required: always,
  explain: `MAIL FROM the primary address, RCPT TO the same address, then RSET: no mail is sent. Many servers judge the sender only when a recipient is
named, so both commands are needed.

A refused recipient is not a refused sender: the server's words and its enhanced code tell which it was (RFC 3463: 5.1.7 and 5.1.8 are about the sender, the
other 5.1.x about the recipient); where they tell neither, the causes are ranked. Office 365 and Gmail decide only after the whole message was handed
over, or change the From address on the way: there this step passes with a warning until *delivered unchanged* was seen.`,
  judge: (facts) => {
    const { asked, sender } = facts
    if (!sender) return null
    const { durationMs, trouble, refusedAt, reply } = sender
    const params = { ...about(asked), command: refusedAt ?? '' }
    if (trouble?.kind === 'reply' && refusedAt) {
      const { key, failure, causes } = refused(facts, refusedAt, trouble.reply)
      return {
        durationMs,
        verdict: 'failed',
        finding: word(`diagnosis.sender.${key}`, params),
        reply: trouble.reply,
        causes,
        failure,
      }
    }
    if (trouble)
      return { durationMs, ...troubled(facts, 'sender', trouble, () => word('diagnosis.sender.stopped', params)) }
    if (decidesLater(asked.service)) {
      return {
        durationMs,
        verdict: 'warning',
        finding: word('diagnosis.sender.not-final', params),
        reply,
        causes: [cause(word('diagnosis.sender.not-final-means', params), 'you', word('remedy.prove-delivery', params))],
      }
    }
    return { durationMs, verdict: 'passed', finding: word('diagnosis.sender.passed', params) }
  },
})
