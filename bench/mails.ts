/** Mails of 2 to 50 kB, spread evenly and the same in every run: most plain text, every fourth with an attachment, every tenth in HTML beside. */
export function benchMails(count: number, to: string): readonly Buffer[] {
  return Array.from({ length: count }, (_, at) => {
    // A step that shares no factor with the count visits every size in between.
    const size = 2_000 + Math.floor(((at * 7_919) % 2_000) * 24)
    const head = [
      `Received: from relay.customer.test (relay.customer.test [192.0.2.7]) by mail.lab.test; Sat, 21 Nov 2026 09:00:00 +0000`,
      `From: =?UTF-8?Q?J=C3=B6rg_Customer?= <customer${at % 211}@customer.test>`,
      `To: Support <${to}>`,
      `Subject: =?UTF-8?B?${Buffer.from(`Größe ${at} passt nicht`).toString('base64')}?=`,
      `Message-ID: <bench-${at}@customer.test>`,
      'Date: Sat, 21 Nov 2026 09:00:00 +0000',
      'MIME-Version: 1.0',
    ]
    const line = `Line of mail ${at}, with some words that a customer would write to a desk.\r\n`
    const text = (octets: number) => line.repeat(Math.max(1, Math.round(octets / line.length)))
    if (at % 4 !== 0 && at % 10 !== 0) {
      return Buffer.from([...head, 'Content-Type: text/plain; charset=utf-8', '', text(size)].join('\r\n'))
    }
    const other =
      at % 10 === 0
        ? ['Content-Type: text/html; charset=utf-8', '', `<p>${text(size / 2)}</p>`]
        : [
            'Content-Type: application/pdf; name="offer.pdf"',
            'Content-Disposition: attachment; filename="offer.pdf"',
            'Content-Transfer-Encoding: base64',
            '',
            base64Lines(size * 0.8, at),
          ]
    return Buffer.from(
      [
        ...head,
        'Content-Type: multipart/mixed; boundary="b"',
        '',
        '--b',
        'Content-Type: text/plain; charset=utf-8',
        '',
        text(size / 5),
        '--b',
        ...other,
        '--b--',
        '',
      ].join('\r\n'),
    )
  })
}

const base64Lines = (octets: number, seed: number): string =>
  Buffer.alloc(Math.floor(octets * 0.74), `${seed} `)
    .toString('base64')
    .replaceAll(/.{76}/g, '$&\r\n')
