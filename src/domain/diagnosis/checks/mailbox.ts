import { addressKey } from '../../address.ts'
import { explainFailure } from '../../replies/explain.ts'
import { about, explainContext, openedBy } from '../context.ts'
import { always, defineCheck, type Judgement } from '../defineCheck.ts'
import type { Facts } from '../facts.ts'
import { failureOf, replyOf } from '../trouble.ts'
import { cause, word } from '../word.ts'

/** Exchange takes a token that opens no mailbox, and says so to the command that follows: "User is authenticated but not connected". */
function refused(facts: Facts): Judgement | null {
  const trouble = facts.folder?.trouble
  if (!trouble) return null
  const failure = failureOf(facts.asked, 'folder', trouble)
  if (failure.code !== 'mailbox-refused') return null
  return {
    verdict: 'failed',
    finding: word('diagnosis.mailbox.token-refused', about(facts.asked)),
    reply: replyOf(trouble),
    causes: explainFailure(failure, explainContext(facts)),
    failure: { ...failure, stage: 'mailbox' },
  }
}

export const mailboxCheck = defineCheck({
  step: 'mailbox',
  needs: ['sign-in'],
  required: always,
  explain: `Is the mailbox the one that is meant? With an additional mailbox, that one is compared, else the user name: it must be the primary address
or one of the further addresses. Where it is neither, no server tells whose mail this is, so the step warns and passes: mail sent to the
primary address may arrive elsewhere.

With OAuth 2.0 a server may take the token and open no mailbox with it. That shows when the folder is opened, and fails this step.`,
  judge: (facts) => {
    const { asked, signIn, folder } = facts
    if (!signIn || signIn.trouble || signIn.mechanism === null) return null
    if (asked.authentication === 'oauth') {
      if (!folder) return null
      const judged = refused(facts)
      if (judged) return { durationMs: folder.durationMs, ...judged }
    }
    const own = [asked.primaryAddress, ...asked.furtherAddresses]
    const opened = openedBy(asked)
    const local = (address: string) => address.slice(0, address.lastIndexOf('@')).toLowerCase()
    const key = addressKey(opened)
    const params = about(asked)
    if (key !== undefined && own.some((address) => addressKey(address) === key)) {
      return {
        durationMs: 0,
        verdict: 'passed',
        finding: word(asked.additionalMailbox ? 'diagnosis.mailbox.opened' : 'diagnosis.mailbox.passed', params),
      }
    }
    // A bare user name that is the local part is how many servers name the mailbox of an address.
    if (key === undefined && own.some((address) => local(address) === opened.toLowerCase())) {
      return { durationMs: 0, verdict: 'passed', finding: word('diagnosis.mailbox.local-part', params) }
    }
    return {
      durationMs: 0,
      verdict: 'warning',
      finding: word('diagnosis.mailbox.not-sure', params),
      causes: [
        cause(
          word('diagnosis.mailbox.not-sure-means', params),
          'you',
          word('remedy.note-further-address', params),
          word('remedy.send-test-mail', params),
        ),
      ],
    }
  },
})
