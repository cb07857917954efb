import { about, troubled } from '../context.ts'
import { always, defineCheck } from '../defineCheck.ts'
import { word } from '../word.ts'

export const capabilitiesCheck = defineCheck({
  step: 'capabilities',
  needs: ['greeting'],
  required: always,
  explain: `IMAP is asked with CAPABILITY, POP3 with CAPA, what it can do. A POP3 server that does not know CAPA passes: it is older than RFC 2449,
and what it can do shows in the steps that follow. Sign-in, folder and removal go by what is offered.`,
  judge: (facts) => {
    const { asked, capabilities } = facts
    if (!capabilities) return null
    const { durationMs, trouble } = capabilities
    if (trouble)
      return {
        durationMs,
        ...troubled(facts, 'capabilities', trouble, () => word('diagnosis.capabilities.refused', about(asked))),
      }
    const list = capabilities.capabilities
      .filter((name) => !/^(IMAP4rev\d|AUTH=|SASL|LOGINDISABLED)/i.test(name))
      .join(', ')
    return {
      durationMs,
      verdict: 'passed',
      finding:
        list === ''
          ? word('diagnosis.capabilities.none', about(asked))
          : word('diagnosis.capabilities.passed', { list }),
    }
  },
})
