import { about } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { word } from '../word.ts'

export const additionalMailboxCheck = defineCheck({
  step: 'additional-mailbox',
  needs: ['sign-in'],
  required: always,
  explain: `The sign-in named another mailbox as the one to open (SASL PLAIN, authorisation identity, RFC 4616). A server that accepts such a sign-in has
opened that mailbox. A refusal is part of the sign-in step, with the mailbox named among the causes.`,
  judge: ({ asked, signIn }) =>
    !signIn || signIn.trouble || signIn.mechanism === null
      ? null
      : { durationMs: 0, verdict: 'passed', finding: word('diagnosis.additional-mailbox.passed', about(asked)) },
})
