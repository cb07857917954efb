import type { Practice } from '../../src/main/practice/index.ts'
import type { SenderAccess, SubmissionUnderTest } from '../conformance/sender.ts'
import { practiceResolver, startEmptyPractice } from './practiceMailbox.ts'

export const practiceSubmissionAccess = (practice: Practice, security: 'tls' | 'starttls'): SenderAccess => ({
  host: practice.hosts.smtp,
  port: practice.ports[security === 'tls' ? 'smtps' : 'smtp'],
  security,
  addressFamily: 'any',
  trust: { organisationCas: [practice.ca.certificate] },
  proxy: null,
  credentials: { username: 'support@practice.test', password: 'practice', additionalMailbox: null },
  ehloName: 'test.example',
})

export async function practiceSubmission(security: 'tls' | 'starttls'): Promise<SubmissionUnderTest> {
  const practice = await startEmptyPractice()
  let from = 0
  return {
    resolver: practiceResolver,
    access: practiceSubmissionAccess(practice, security),
    from: 'support@practice.test',
    foreignFrom: 'anna@contoso.test',
    to: ['anna@contoso.test', 'info@practice.test'],
    nobody: 'nobody@practice.test',
    other: 'team@practice.test',
    arrived: async (address) =>
      practice
        .accepted()
        .slice(from)
        .filter(({ to }) => to.includes(address))
        .map(({ raw }) => raw),
    empty: async () => {
      from = practice.accepted().length
    },
    stop: () => practice.stop(),
  }
}
