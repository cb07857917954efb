import { expect, test } from 'vitest'
import { readMessage } from '../../src/main/adapters/mime/read.ts'
import type { DeliveryReport } from '../../src/domain/message.ts'

/** A multipart/report (RFC 3462) of three parts, as header and body each. */
const reportOf = (
  status: string,
  returned: string | null,
  text = 'Content-Type: text/plain\n\nYour mail was not delivered.',
): string =>
  `From: MAILER-DAEMON@mx.example
To: support@example.com
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_r"

--=_r
${text}
--=_r
${status}
${returned === null ? '' : `--=_r\n${returned}\n`}--=_r--
`

const read = async (text: string, lineEnd = '\r\n'): Promise<DeliveryReport | null> =>
  (await readMessage(Buffer.from(text.replaceAll('\n', lineEnd)))).report

const statusType = 'Content-Type: message/delivery-status\n'
const original =
  'Return-Path: <support@example.com>\nReceived: by mx.example\nFrom: support@example.com\nMessage-ID: <one@example.com>\nSubject: Printer\n'
const bob = (diagnostic: string, status = '5.1.1', action = 'failed' as const) => ({
  address: 'bob@customer.example',
  action,
  status,
  diagnostic,
})

test.each<[string, string, DeliveryReport]>([
  [
    'Postfix',
    reportOf(
      `Content-Description: Delivery report\n${statusType}
Reporting-MTA: dns; mail.example.com
X-Postfix-Queue-ID: 4Abc
X-Postfix-Sender: rfc822; support@example.com
Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0100 (CET)

Final-Recipient: rfc822; bob@customer.example
Original-Recipient: rfc822;bob@customer.example
Action: failed
Status: 5.1.1
Remote-MTA: dns; mx.customer.example
Diagnostic-Code: smtp; 550 5.1.1 <bob@customer.example>: Recipient address
    rejected: User unknown
`,
      `Content-Description: Undelivered Message\nContent-Type: message/rfc822\n\n${original}\nHi.\n`,
    ),
    {
      messageId: '<one@example.com>',
      recipients: [bob('550 5.1.1 <bob@customer.example>: Recipient address    rejected: User unknown')],
    },
  ],
  [
    'Postfix, headers only, SMTPUTF8',
    reportOf(
      `Content-Type: message/global-delivery-status\n
Reporting-MTA: dns; mail.example.com

Final-Recipient: utf-8; jörg@müller.example
Action: failed
Status: 5.6.7
Diagnostic-Code: X-Postfix; SMTPUTF8 is required
`,
      `Content-Type: message/global-headers\n\n${original}`,
    ),
    {
      messageId: '<one@example.com>',
      recipients: [
        { address: 'jörg@müller.example', action: 'failed', status: '5.6.7', diagnostic: 'SMTPUTF8 is required' },
      ],
    },
  ],
  [
    'Exim',
    reportOf(
      `Content-type: message/delivery-status\n
Reporting-MTA: dns; exim.example

Action: failed
Final-Recipient: rfc822;bob@customer.example
Status: 5.0.0
Remote-MTA: dns; mx.customer.example
Diagnostic-Code: smtp; 550 No such user here
`,
      `Content-type: text/rfc822-headers\n\n${original}`,
    ),
    { messageId: '<one@example.com>', recipients: [bob('550 No such user here', '5.0.0')] },
  ],
  [
    'Exchange Online, its parts in base64',
    reportOf(
      `${statusType}Content-Transfer-Encoding: base64\n
${Buffer.from(
  'Reporting-MTA: dns;AM0.eurprd.example\r\nReceived-From-MTA: dns;X\r\nArrival-Date: Mon, 23 Nov 2026 09:00:00 +0000\r\n\r\nFinal-Recipient: rfc822;bob@customer.example\r\nAction: failed\r\nStatus: 5.1.10\r\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup\r\nX-Display-Name: Bob\r\n',
)
  .toString('base64')
  .replace(/.{76}/g, '$&\n')}
`,
      `Content-Type: message/rfc822\n\n${original}\nHi.\n`,
    ),
    {
      messageId: '<one@example.com>',
      recipients: [
        bob('550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup', '5.1.10'),
      ],
    },
  ],
  [
    'Gmail, two recipients, one of them delayed',
    reportOf(
      `${statusType}
Reporting-MTA: dns; googlemail.com
Received-From-MTA: dns; support@example.com
X-Original-Message-ID: <one@example.com>

Final-Recipient: rfc822; bob@customer.example
Action: failed
Status: 4.4.1
Diagnostic-Code: smtp; The recipient server did not accept our requests to connect.
Last-Attempt-Date: Mon, 23 Nov 2026 01:00:00 -0800 (PST)

Final-Recipient: rfc822; carl@customer.example
Action: delayed
Status: 4.2.2
Will-Retry-Until: Wed, 25 Nov 2026 01:00:00 -0800 (PST)
`,
      `Content-Type: message/rfc822\n\n${original}\nHi.\n`,
      'Content-Type: multipart/related; boundary=rel\n\n--rel\nContent-Type: text/html\n\n<p>Address not found</p>\n--rel--',
    ),
    {
      messageId: '<one@example.com>',
      recipients: [
        bob('The recipient server did not accept our requests to connect.', '4.4.1'),
        { address: 'carl@customer.example', action: 'delayed', status: '4.2.2', diagnostic: '' },
      ],
    },
  ],
  [
    'Sendmail, the status with a comment, the address in brackets',
    reportOf(
      `${statusType}
Reporting-MTA: dns; sendmail.example
Arrival-Date: Mon, 23 Nov 2026 10:00:00 +0100

Original-Recipient: rfc822;
Final-Recipient: RFC822; <bob@customer.example>
Action: Failed
Status: 5.1.1 (bad destination mailbox address)
Diagnostic-Code: SMTP; 550 5.1.1 User unknown
`,
      `Content-Type: message/rfc822\n\n\n${original}\nHi.\n`,
    ),
    { messageId: '<one@example.com>', recipients: [bob('550 5.1.1 User unknown')] },
  ],
  [
    'RFC 6533: an address in seven bits',
    reportOf(
      `${statusType}\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: utf-8; j\\x{F6}rg@customer.example\nAction: relayed\nStatus: 2.1.5\n`,
      null,
    ),
    {
      messageId: null,
      recipients: [{ address: 'jörg@customer.example', action: 'relayed', status: '2.1.5', diagnostic: '' }],
    },
  ],
  [
    'a plus address, as it is',
    reportOf(
      `${statusType}\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob+40x@customer.example\nAction: expanded\nStatus: 2.0.0\n`,
      null,
    ),
    {
      messageId: null,
      recipients: [{ address: 'bob+40x@customer.example', action: 'expanded', status: '2.0.0', diagnostic: '' }],
    },
  ],
  [
    'nothing but a status without recipients',
    reportOf(`${statusType}\nReporting-MTA: dns; mx.example\n`, null),
    { messageId: null, recipients: [] },
  ],
])('a report as %s writes it', async (_, text, expected) => {
  expect(await read(text)).toEqual(expected)
  // As it lies in files, and as some servers send it.
  expect(await read(text, '\n')).toEqual(expected)
})

test('a report below another multipart, as a gateway leaves it that adds a footer', async () => {
  const inner = reportOf(
    `${statusType}\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob@customer.example\nAction: failed\nStatus: 5.1.1\n`,
    `Content-Type: message/rfc822\n\n${original}\nHi.\n`,
  )
  const at = inner.indexOf('Content-Type: multipart/report')
  const text = `${inner.slice(0, at)}Content-Type: multipart/mixed; boundary=m\n\n--m\n${inner.slice(at)}\n--m\nContent-Type: text/plain\n\nConfidential.\n--m--\n`
  expect(await read(text)).toEqual({ messageId: '<one@example.com>', recipients: [bob('')] })
})

test('the report in a mail that is attached is none: nested mail counts for nothing (N10)', async () => {
  const nested = reportOf(
    `${statusType}\nReporting-MTA: dns; mx.example\n\nFinal-Recipient: rfc822; bob@customer.example\nAction: failed\n`,
    null,
  )
  const text = `From: anna@customer.example\nContent-Type: multipart/mixed; boundary=m\n\n--m\n\nSee below.\n--m\nContent-Type: message/rfc822\n\n${nested}\n--m--\n`
  expect(await read(text)).toBeNull()
})

test('broken reports never throw', async () => {
  const broken = [
    reportOf(`${statusType}\n`, null),
    reportOf(`${statusType}Content-Transfer-Encoding: base64\n\n!!!!`, 'Content-Type: message/rfc822\n\n'),
    reportOf(
      `${statusType}\nFinal-Recipient\nAction: \nStatus: ;;;\n\n\n\n: x\n`,
      'Content-Type: text/rfc822-headers\n\n\0\0',
    ),
    reportOf(`${statusType}\n\n\nFinal-Recipient: rfc822; \\x{FFFFFF}@x.example\nAction: 5\n`, null),
    reportOf(`${statusType}\n${'Final-Recipient: rfc822; a@b.example\n\n'.repeat(20_000)}`, null),
    reportOf(
      `${statusType}\n${'a'.repeat(400_000)}`,
      `Content-Type: message/rfc822\n\nX: ${'a'.repeat(400_000)}\nMessage-ID: <x@y>\n`,
    ),
  ]
  for (const text of broken) await expect(read(text)).resolves.toBeDefined()
  const octets = Buffer.from(
    reportOf(
      `${statusType}\nX: ${'@'.repeat(250_000)}\n\n`,
      `Content-Type: message/rfc822\n\nX: ${'@'.repeat(250_000)}\n`,
    ),
  )
  const raw = octets.map((octet) => (octet === 0x40 ? 0xff : octet))
  expect((await readMessage(raw)).report).toEqual({ messageId: null, recipients: [] })
})

test('of a report with thousands of recipients the first thousand are kept', async () => {
  const blocks = Array.from({ length: 3_000 }, (_, at) => `Final-Recipient: rfc822; a${at}@b.example\nAction: failed\n`)
  const report = await read(reportOf(`${statusType}\nReporting-MTA: dns; x\n\n${blocks.join('\n')}`, null))
  expect(report?.recipients).toHaveLength(1_000)
})
