import type { Mailboxes } from './mailboxes.ts'

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

interface Sample {
  readonly age: number
  readonly headers: readonly string[]
  readonly body: readonly string[]
}

// A one-page PDF with an empty page.
const pdf = [
  '%PDF-1.4',
  '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
  '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
  '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj',
  'trailer<</Root 1 0 R>>',
  '%%EOF',
  '',
].join('\n')

const samples: readonly Sample[] = [
  {
    age: 4 * day,
    headers: [
      'From: Anna Contoso <anna@contoso.test>',
      'To: support@practice.test',
      'Subject: Printer on the second floor',
      'Message-ID: <printer-1@contoso.test>',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
    ],
    body: [
      'Hello,',
      '',
      'the printer on the second floor shows "Paper jam" since this morning.',
      'There is no paper in it.',
      '',
      'Anna',
    ],
  },
  {
    age: 3 * day,
    headers: [
      'From: =?utf-8?Q?J=C3=B6rg_M=C3=BCller?= <joerg@fabrikam.test>',
      'To: info@practice.test',
      'Subject: =?utf-8?Q?R=C3=BCckfrage_zur_Gr=C3=B6=C3=9Fe_der_Lieferung?=',
      'Message-ID: <lieferung-77@fabrikam.test>',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=iso-8859-1',
      'Content-Transfer-Encoding: quoted-printable',
    ],
    body: [
      'Guten Tag,',
      '',
      'passt die Lieferung durch eine T=FCr von 80 cm?',
      '',
      'Viele Gr=FC=DFe',
      'J=F6rg M=FCller',
    ],
  },
  {
    age: 2 * day,
    headers: [
      'From: Anna Contoso <anna@contoso.test>',
      'To: orders@practice.test',
      'Cc: support@practice.test',
      'Subject: Order 4711',
      'Message-ID: <order-4711@contoso.test>',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary="order"',
    ],
    body: [
      '--order',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Please find our order attached.',
      '--order',
      'Content-Type: application/pdf; name="order-4711.pdf"',
      'Content-Disposition: attachment; filename="order-4711.pdf"',
      'Content-Transfer-Encoding: base64',
      '',
      ...(Buffer.from(pdf)
        .toString('base64')
        .match(/.{1,76}/g) ?? []),
      '--order--',
    ],
  },
  {
    age: 26 * hour,
    headers: [
      'From: Northwind News <news@northwind.test>',
      'To: support@practice.test',
      'Subject: What is new this month',
      'Message-ID: <news-11@northwind.test>',
      'List-Unsubscribe: <mailto:leave@northwind.test>',
      'Precedence: bulk',
      'MIME-Version: 1.0',
      'Content-Type: multipart/alternative; boundary="news"',
    ],
    body: [
      '--news',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Two new models and a longer warranty.',
      '--news',
      'Content-Type: text/html; charset=utf-8',
      '',
      '<h1>What is new</h1><p>Two new models and a <b>longer warranty</b>.</p>',
      '--news--',
    ],
  },
  {
    age: 5 * hour,
    headers: [
      'From: Anna Contoso <anna@contoso.test>',
      'To: support@practice.test',
      'Subject: Re: Printer on the second floor',
      'Message-ID: <printer-2@contoso.test>',
      'In-Reply-To: <printer-1@contoso.test>',
      'References: <printer-1@contoso.test>',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
    ],
    body: ['It is the left tray, by the way. The right one works.', '', 'Anna'],
  },
  {
    age: 40 * minute,
    headers: [
      'From: Ben Fabrikam <ben@fabrikam.test>',
      'To: support@practice.test, info@practice.test',
      'Subject: Nobody can sign in',
      'Message-ID: <sign-in-9@fabrikam.test>',
      'Importance: high',
      'X-Priority: 1',
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
    ],
    body: [
      'Since half an hour nobody at our office can sign in to the portal.',
      'The page says "Service unavailable".',
      '',
      'Ben',
    ],
  },
]

/** Puts some mails of the last days into the support mailbox, so that there is something to route. */
export function addSampleMail(mailboxes: Mailboxes, now: Date): void {
  const messages = samples.map(({ age, headers, body }) => {
    const received = new Date(now.getTime() - age)
    const date = `Date: ${received.toUTCString().replace('GMT', '+0000')}`
    return { raw: Buffer.from([date, ...headers, '', ...body, ''].join('\r\n')), received }
  })
  mailboxes.append('support@practice.test', 'INBOX', messages)
}
