import { describe, expect, test } from 'vitest'
import type { FailureCode, Stage } from '../../../src/domain/failure.ts'
import { failureCodes } from '../../../src/domain/failure.ts'
import { explainFailure, knownRepliesFor } from '../../../src/domain/replies/explain.ts'
import { imapFailure } from '../../../src/domain/replies/imap.ts'
import { knownReplies } from '../../../src/domain/replies/knowledge.ts'
import { pop3Failure } from '../../../src/domain/replies/pop3.ts'
import { readSmtpReply, smtpFailure, subjectOfRefusal } from '../../../src/domain/replies/smtp.ts'
import { systemFailure } from '../../../src/domain/replies/system.ts'
import { diagnosisWords } from '../../../src/words/en/diagnosis.ts'

const where = { host: 'mail.northwind.example', port: 587 }
const context = {
  ...where,
  username: 'svc-waypost',
  address: 'support@northwind.example',
  folder: 'INBOX',
  mailbox: null,
  ehloName: 'pc.northwind.example',
}
const spoken = diagnosisWords as unknown as Readonly<Record<string, ((params: unknown) => string) | undefined>>
const sentence = (word: { readonly key: string; readonly params: object }): string => {
  const text = spoken[word.key]?.(word.params)
  if (text === undefined || /undefined|NaN/.test(text)) throw new Error(`${word.key} says ${text}`)
  return text
}

describe('SMTP', () => {
  const rows: readonly (readonly [Stage, string, FailureCode, boolean])[] = [
    ['sign-in', '535 5.7.8 authentication failed', 'auth-rejected', false],
    ['sign-in', '454 4.7.0 Temporary authentication failure', 'auth-unavailable', true],
    [
      'sign-in',
      '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.',
      'account-disabled',
      false,
    ],
    ['sign-in', '504 5.5.4 Unrecognized authentication type', 'auth-mechanism-missing', false],
    ['sign-in', '421 4.7.0 Too many connections', 'throttled', true],
    ['sign-in', '535 5.7.8 Your password has expired', 'secret-expired', false],
    ['sender', '553 5.7.1 not owned by user svc-waypost', 'sender-refused', false],
    ['sender', '451 4.3.0 try later', 'server-unavailable', true],
    ['recipient', '450 4.2.0 Greylisted', 'greylisted', true],
    ['recipient', '550 5.1.1 User unknown', 'recipient-refused', false],
    ['recipient', '552 5.2.2 Mailbox full', 'over-quota', false],
    ['recipient', '452 4.5.3 Too many recipients', 'throttled', true],
    ['final-reply', '552 5.3.4 Message size exceeds fixed limit', 'too-large', false],
    ['final-reply', '550 5.7.1 refused by policy', 'message-refused', false],
    ['final-reply', '554 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException', 'sender-refused', false],
    ['greeting', '554 no', 'greeting-refused', false],
    ['starttls', '502 5.5.1 not implemented', 'starttls-missing', false],
    ['data', '503 5.5.1 bad sequence', 'message-refused', true],
    ['data', 'hello', 'protocol-broken', false],
  ]
  test.each(rows)('at %s “%s” is %s', (stage, reply, code, transient) => {
    expect(smtpFailure(stage, reply, where)).toMatchObject({ code, transient, ...where, reply })
  })
  test('a sender that is refused at RCPT is a failure of the sender’s stage', () => {
    expect(smtpFailure('recipient', '553 5.7.1 Sender address rejected: not owned by user x', where)).toMatchObject({
      stage: 'sender',
      code: 'sender-refused',
    })
  })
  test.each([
    ['553 5.7.1 <a@b>: Sender address rejected: not owned by user c', 'sender'],
    ['550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'sender'],
    ['550 5.1.7 nope', 'sender'],
    ['550 5.1.1 nope', 'recipient'],
    ['550 5.1.1 <a@b>: Recipient address rejected: User unknown', 'recipient'],
    ['554 5.7.1 <a@b>: Relay access denied', 'relay'],
    ['550 5.7.1 Refused by policy', 'unclear'],
    ['550 no', 'unclear'],
  ] as const)('“%s” is about the %s', (reply, subject) => {
    expect(subjectOfRefusal(reply)).toBe(subject)
  })
  test('a reply of several lines is one reply', () => {
    expect(
      readSmtpReply('535-5.7.8 Username and Password not accepted.\r\n535 5.7.8  see https://example.net'),
    ).toEqual({
      code: 535,
      enhanced: '5.7.8',
      text: 'Username and Password not accepted. see https://example.net',
    })
  })
})

const imapRows: readonly (readonly [Stage, string, string | null, FailureCode, boolean])[] = [
  ['sign-in', 'NO [AUTHENTICATIONFAILED] Authentication failed.', null, 'auth-rejected', false],
  ['sign-in', 'Authentication failed.', 'AUTHENTICATIONFAILED', 'auth-rejected', false],
  ['sign-in', 'NO [UNAVAILABLE] Temporary authentication failure.', null, 'auth-unavailable', true],
  ['sign-in', 'NO [UNAVAILABLE] Maximum number of connections from user+IP exceeded', null, 'throttled', true],
  ['sign-in', 'NO [AUTHORIZATIONFAILED] no', null, 'mailbox-refused', false],
  ['sign-in', 'NO [EXPIRED] no', null, 'secret-expired', false],
  ['sign-in', 'NO [ALERT] Too many simultaneous connections. (Failure)', null, 'throttled', true],
  ['sign-in', 'NO Account is disabled', null, 'account-disabled', false],
  ['sign-in', 'NO LOGIN failed.', null, 'auth-rejected', false],
  ['sign-in', 'NO Server Unavailable. 15', null, 'auth-unavailable', true],
  ['folder', 'NO [NONEXISTENT] Unknown Mailbox', null, 'folder-missing', false],
  ['folder', "NO Mailbox doesn't exist: Holding", null, 'folder-missing', false],
  ['folder', 'NO [NOPERM] Permission denied', null, 'folder-unreadable', false],
  ['folder', 'BAD User is authenticated but not connected.', null, 'mailbox-refused', false],
  ['folder', 'NO [INUSE] locked', null, 'mailbox-in-use', true],
  ['remove', 'NO [OVERQUOTA] Quota exceeded', null, 'over-quota', false],
  ['fetch', 'NO [OVERQUOTA] Account exceeded command or bandwidth limits.', null, 'throttled', true],
  ['greeting', '* BYE Server shutting down', null, 'server-unavailable', true],
]
test.each(imapRows)('IMAP at %s “%s” (%s) is %s', (stage, text, responseCode, code, transient) => {
  expect(imapFailure(stage, text, responseCode, where)).toMatchObject({ code, transient, stage })
})

const pop3Rows: readonly (readonly [Stage, string, FailureCode, boolean])[] = [
  ['sign-in', '-ERR [AUTH] Authentication failed.', 'auth-rejected', false],
  ['sign-in', '-ERR [IN-USE] locked', 'mailbox-in-use', true],
  ['sign-in', '-ERR [LOGIN-DELAY] wait', 'throttled', true],
  ['sign-in', '-ERR [SYS/TEMP] later', 'server-unavailable', true],
  ['sign-in', '-ERR [SYS/PERM] broken', 'server-unavailable', false],
  ['sign-in', '-ERR Mailbox is locked by another session', 'mailbox-in-use', true],
  ['sign-in', '-ERR unknown user name or bad password.', 'auth-rejected', false],
  ['fetch', '-ERR no such message', 'message-gone', false],
]
test.each(pop3Rows)('POP3 at %s “%s” is %s', (stage, reply, code, transient) => {
  expect(pop3Failure(stage, reply, where)).toMatchObject({ code, transient, stage })
})

test.each([
  ['resolve', 'ENOTFOUND', '', 'name-not-found', false],
  ['resolve', 'EAI_AGAIN', '', 'name-lookup-failed', true],
  ['connect', 'ECONNREFUSED', '', 'connection-refused', true],
  ['connect', 'ETIMEDOUT', '', 'connection-timed-out', true],
  ['sign-in', 'ETIMEDOUT', '', 'timed-out', true],
  ['tls', 'ERR_SSL_WRONG_VERSION_NUMBER', '', 'not-tls', false],
  ['tls', 'EPROTO', 'write EPROTO 0A00010B:SSL routines:ssl3_get_record:wrong version number', 'not-tls', false],
  ['tls', 'EPROTO', 'SSL routines: no shared cipher', 'tls-failed', false],
  ['certificate', 'CERT_HAS_EXPIRED', '', 'tls-expired', false],
  ['certificate', 'ERR_TLS_CERT_ALTNAME_INVALID', '', 'tls-wrong-name', false],
  ['certificate', 'SELF_SIGNED_CERT_IN_CHAIN', '', 'tls-untrusted', false],
  ['fetch', 'ABORT_ERR', '', 'cancelled', true],
] as const)('the system at %s: %s %s is %s', (stage, name, message, code, transient) => {
  expect(systemFailure(stage, name, message, where)).toMatchObject({ code, transient, stage })
})

describe('what is known about replies', () => {
  test('no row lacks a remedy, a source or its date', () => {
    for (const row of knownReplies) {
      expect(row.causes.length).toBeGreaterThan(0)
      for (const { remedies } of row.causes) expect(remedies.length).toBeGreaterThan(0)
      expect(row.source).toMatch(/^https:\/\//)
      expect(row.asOf).toMatch(/^\d{4}-\d{2}-\d{2}$/)
    }
    expect(new Set(knownReplies.map(({ id }) => id)).size).toBe(knownReplies.length)
  })

  test.each(knownReplies.map((row) => [row.id, row] as const))('%s knows its own example', (_, row) => {
    const ours = row.speaks === 'tls' || row.speaks === 'network'
    const host = row.by === 'microsoft' ? 'smtp.office365.com' : row.by === 'google' ? 'smtp.gmail.com' : where.host
    const evidence = ours ? { detail: row.example } : { reply: row.example }
    const protocol = ours || row.speaks === 'token' ? 'imap' : row.speaks
    const failure = {
      code: 'internal' as const,
      stage: row.at?.[0] ?? (row.speaks === 'token' ? ('token' as const) : ('sign-in' as const)),
      transient: false,
      host,
      ...evidence,
    }
    expect(knownRepliesFor(failure, { ...context, host, protocol })[0]?.id).toBe(row.id)
    for (const { meaning, remedies } of explainFailure(failure, { ...context, host, protocol })) {
      sentence(meaning)
      expect(remedies.map(sentence).every((text) => text.length > 3)).toBe(true)
    }
  })

  test('a reply that no row knows says so, with what its class and code mean, and guesses nothing', () => {
    const failure = smtpFailure('final-reply', '550 5.6.0 qz-17 frobnicated', where)
    const [first] = explainFailure(failure, { ...context, protocol: 'smtp' })
    expect(sentence(first!.meaning)).toBe(
      'This answer is not known. By its class it means “no”: the same attempt will not pass by waiting, and it is about the content of the message.',
    )
  })

  test('Microsoft’s rows speak for Microsoft’s hosts only', () => {
    const failure = smtpFailure('sign-in', '535 5.7.3 Authentication unsuccessful', { host: 'mail.northwind.example' })
    expect(knownRepliesFor(failure, { ...context, protocol: 'smtp' })[0]?.id).toBe('smtp.sign-in-refused')
    expect(
      knownRepliesFor(
        { ...failure, host: 'smtp.office365.com' },
        { ...context, host: 'smtp.office365.com', protocol: 'smtp' },
      )[0]?.id,
    ).toBe('microsoft.sign-in-refused')
  })

  test('a code that several makers use is explained by the one that speaks', () => {
    const failure = smtpFailure(
      'sender',
      '550 5.1.8 <a@nowhere.example>: Sender address rejected: Domain not found',
      where,
    )
    expect(knownRepliesFor(failure, { ...context, protocol: 'smtp' })[0]?.id).toBe('smtp.sender-domain')
  })

  test.each(failureCodes.map((code) => [code] as const))('%s has causes with remedies, all in words', (code) => {
    const causes = explainFailure({ code, stage: 'sign-in', transient: false }, context)
    expect(causes.length).toBeGreaterThan(0)
    for (const { meaning, remedies } of causes) {
      sentence(meaning)
      expect(remedies.map(sentence).length).toBeGreaterThan(0)
    }
  })
})
