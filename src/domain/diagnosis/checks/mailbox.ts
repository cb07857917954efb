import { addressKey } from '../../address.ts'
import { about } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { cause, word } from '../word.ts'

export const mailboxCheck = defineCheck({
  step: 'mailbox',
  needs: ['sign-in'],
  required: always,
  explain: `Is the mailbox the one that is meant? With an additional mailbox, that one is compared, else the user name: it must be the primary address
or one of the further addresses. Where it is neither, no server tells whose mail this is, so the step warns and passes: mail sent to the
primary address may arrive elsewhere.`,
  judge: ({ asked, signIn }) => {
    if (!signIn || signIn.trouble || signIn.mechanism === null) return null
    const own = [asked.primaryAddress, ...asked.furtherAddresses]
    const opened = asked.additionalMailbox ?? asked.username
    const local = (address: string) => address.slice(0, address.lastIndexOf('@')).toLowerCase()
    const key = addressKey(opened)
    const params = { ...about(asked), opened }
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
