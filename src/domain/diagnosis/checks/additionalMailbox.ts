import { about } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { word } from '../word.ts'

export const additionalMailboxCheck = defineCheck({
  step: 'additional-mailbox',
  needs: ['sign-in', 'mailbox'],
  required: always,
  explain: `The sign-in named another mailbox as the one to open: as the authorisation identity of SASL PLAIN (RFC 4616), or as the user of XOAUTH2. A server
that accepts such a sign-in has opened that mailbox. A refusal is part of the sign-in step, with the mailbox named among the causes; one that comes only
after a token was taken is part of the mailbox step.`,
  judge: ({ asked, signIn }) =>
    !signIn || signIn.trouble || signIn.mechanism === null
      ? null
      : {
          durationMs: 0,
          verdict: 'passed',
          finding: word(`diagnosis.additional-mailbox.${asked.oauth ? 'token' : 'passed'}`, about(asked)),
        },
})
