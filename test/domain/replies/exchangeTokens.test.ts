import { describe, expect, test } from 'vitest'
import { explainFailure, type ExplainContext } from '../../../src/domain/replies/explain.ts'
import { imapFailure } from '../../../src/domain/replies/imap.ts'
import { pop3Failure } from '../../../src/domain/replies/pop3.ts'
import { smtpFailure } from '../../../src/domain/replies/smtp.ts'
import { say } from '../../../src/words/index.ts'

const mailbox = { protocol: 'imap', host: 'outlook.office365.com', address: 'support@contoso.example' } as const
const meanings = (failure: Parameters<typeof explainFailure>[0], context: ExplainContext) =>
  explainFailure(failure, context).map(({ meaning }) => meaning.key)

describe('Exchange Online refuses a token that Entra gave', () => {
  const host = 'outlook.office365.com'
  const refusals = [
    ['imap', imapFailure('sign-in', 'NO AUTHENTICATE failed.', null, { host })],
    ['pop3', pop3Failure('sign-in', '-ERR Authentication failure: unknown user name or bad password.', { host })],
    ['smtp', smtpFailure('sign-in', '535 5.7.3 Authentication unsuccessful [AM0PR01.exchangelabs.com]', { host })],
    ['imap', imapFailure('folder', 'BAD User is authenticated but not connected.', null, { host })],
    ['smtp', smtpFailure('sign-in', '535 5.7.8 Error: authentication failed', { host })],
    ['imap', imapFailure('sign-in', 'NO [AUTHENTICATIONFAILED] Authentication failed.', null, { host })],
    ['pop3', pop3Failure('sign-in', '-ERR [AUTH] Authentication failed.', { host })],
  ] as const
  const permission = { imap: 'IMAP.AccessAsApp', pop3: 'POP.AccessAsApp', smtp: 'SMTP.SendAsApp' }

  test.each(refusals)('%s, to an application: register it in Exchange, then its permission', (protocol, failure) => {
    const context = { ...mailbox, protocol, authentication: 'oauth', grant: 'application' } as const
    const causes = explainFailure(failure, context)
    const said = causes.flatMap(({ meaning, remedies }) => [meaning, ...remedies].map((each) => say(each))).join('\n')
    expect(causes[0]!.meaning.key).toBe('reply.microsoft.app-not-in-exchange')
    expect(causes.slice(0, 2).map(({ who }) => who)).toEqual(['mail-server-admin', 'entra-admin'])
    expect(said).toContain('New-ServicePrincipal')
    expect(said).toContain('object id of the enterprise application, not of the app registration')
    expect(said).toContain('Add-MailboxPermission support@contoso.example')
    expect(said).toContain('Add-RecipientPermission support@contoso.example')
    expect(said).toContain(permission[protocol])
    expect(said).not.toMatch(/the browser|password of|user name/)
  })
  test.each(refusals)('%s, to a person: whoever signed in may not open the mailbox', (protocol, failure) => {
    const context = { ...mailbox, protocol, authentication: 'oauth', grant: 'delegated' } as const
    const keys = meanings(failure, context)
    expect(keys).toContain('reply.microsoft.token-of-another')
    expect(keys).not.toContain('reply.microsoft.app-not-in-exchange')
    expect(keys).not.toContain('reply.imap.authenticationfailed')
    expect(keys).not.toContain('reply.microsoft.wrong-secret')
  })
  test.each(refusals)('%s, to a password: nothing is said of tokens', (protocol, failure) => {
    const keys = meanings(failure, { ...mailbox, protocol, authentication: 'password' })
    expect(keys.length).toBeGreaterThan(0)
    expect(keys.join(' ')).not.toMatch(/microsoft\.(app-|token-)/)
  })
  test('words that nobody knows are said to be unknown, and then the same is told', () => {
    const failure = pop3Failure('sign-in', '-ERR no', { host })
    const keys = meanings(failure, { ...mailbox, protocol: 'pop3', authentication: 'oauth', grant: 'delegated' })
    expect(keys).toEqual(['reply.unrecognised', 'reply.microsoft.token-of-another'])
  })
  test('a switched-off protocol is named with its switch', () => {
    const commandOf = (protocol: 'imap' | 'pop3', [, failure]: (typeof refusals)[number]) =>
      explainFailure(failure, { ...mailbox, protocol, authentication: 'oauth' })
        .flatMap(({ remedies }) => remedies.map((each) => say(each)))
        .filter((each) => each.includes('Set-CASMailbox'))
    expect(commandOf('imap', refusals[0])).toEqual([
      'Switch it on: Set-CASMailbox support@contoso.example -ImapEnabled $true',
    ])
    expect(commandOf('pop3', refusals[1])).toEqual([
      'Switch it on: Set-CASMailbox support@contoso.example -PopEnabled $true',
    ])
  })
  test('an application that may not send as another is told the command for its service principal', () => {
    const failure = smtpFailure('sender', '550 5.7.60 SMTP; Client does not have permissions to send as this sender', {
      host,
    })
    const [first] = explainFailure(failure, {
      ...mailbox,
      protocol: 'smtp',
      authentication: 'oauth',
      grant: 'application',
    })
    expect(first!.remedies.map(({ key }) => key)).toEqual(['remedy.grant-app-send-as'])
  })
})

test('a server without the mechanism is told in the terms of the sign-in that was meant', () => {
  const failure = {
    code: 'auth-mechanism-missing',
    stage: 'sign-in',
    transient: false,
    host: 'mail.example',
    detail: 'AUTH=PLAIN',
  } as const
  const byToken = { ...mailbox, authentication: 'oauth', grant: 'application' } as const
  expect(meanings(failure, byToken)).toEqual(['diagnosis.sign-in.no-xoauth2-means'])
  expect(meanings(failure, { ...mailbox, authentication: 'password' })).toEqual(['reply.mechanism-missing'])
  for (const { meaning, remedies } of explainFailure(failure, byToken))
    for (const sentence of [meaning, ...remedies].map((each) => say(each)))
      expect(sentence).not.toMatch(/undefined|user name|password/i)
})
