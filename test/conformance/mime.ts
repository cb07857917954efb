import { describe, expect, test } from 'vitest'
import type { Message } from '../../src/domain/message.ts'
import type { Draft, Mime } from '../../src/main/engine/ports/mime.ts'
import { valueOf } from './mailboxes.ts'

/** A source from lines; Latin-1, so that every octet can be written. */
export const source = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'), 'latin1')

/** What everything that reads and writes mail does (N5, N10, N11, N13, I17). */
export function mimeConformance(name: string, mime: Mime): void {
  const read = async (...lines: readonly string[]): Promise<Message> => valueOf(await mime.read(source(...lines)))
  const utf8 = (text: string): string => Buffer.from(text, 'utf8').toString('latin1')

  describe(`mime: ${name}`, () => {
    describe('addresses', () => {
      const to = async (...values: readonly string[]) =>
        (await read(...values.map((value) => `To: ${value}`), '', '')).to

      test.each([
        ['a@b.example', [['', 'a@b.example']]],
        [
          'Anna <a@b.example>, "B, C" <c@d.example>',
          [
            ['Anna', 'a@b.example'],
            ['B, C', 'c@d.example'],
          ],
        ],
        ['"needs quotes"@b.example', [['', '"needs quotes"@b.example']]],
        ['X <"needs, quotes"@b.example>', [['X', '"needs, quotes"@b.example']]],
        [
          'Team: a@x.example, B <b@x.example>;, c@x.example',
          [
            ['', 'a@x.example'],
            ['B', 'b@x.example'],
            ['', 'c@x.example'],
          ],
        ],
        ['undisclosed-recipients:;', []],
        ['a@b.example (Anna (the first))', [['Anna (the first)', 'a@b.example']]],
        ['<a(one (two) three)@b.example>', [['', 'a@b.example']]],
        [
          'Anna <a@b.example (x > y, z)>, c@d.example',
          [
            ['Anna', 'a@b.example'],
            ['', 'c@d.example'],
          ],
        ],
        ['Anna <a (say "hi) @ b.example>', [['Anna', 'a@b.example']]],
        ['Anna <"a (b)" (c) @b.example>', [['Anna', '"a (b)"@b.example']]],
        ['Anna <a(b@c.example>', [['Anna', 'a(b@c.example']]],
        ['Anna (comment, with comma) <a@b.example>', [['Anna', 'a@b.example']]],
        ['=?utf-8?Q?J=C3=B6rg?= <j@b.example>', [['Jörg', 'j@b.example']]],
        ['"=?utf-8?B?SsO2cmc=?=" <j@b.example>', [['Jörg', 'j@b.example']]],
        ['=?utf-8?Q?Doe,_Jane?= <j@b.example>', [['Doe, Jane', 'j@b.example']]],
        ['=?utf-8?Q?Sales:_Jane;?= =?utf-8?Q?_(B)?= <j@b.example>', [['Sales: Jane; (B)', 'j@b.example']]],
        ['=?utf-8?Q?Jane_<x@y.example>?= <j@b.example>', [['Jane <x@y.example>', 'j@b.example']]],
        [
          '=?utf-8?Q?12"_rack?= <a@b.example>, =?utf-8?Q?14"_rack?= <c@d.example>',
          [
            ['12" rack', 'a@b.example'],
            ['14" rack', 'c@d.example'],
          ],
        ],
        [
          '=?utf-8?Q?open <a@b.example>, =?utf-8?Q?Jane?= <c@d.example>',
          [
            ['=?utf-8?Q?open', 'a@b.example'],
            ['Jane', 'c@d.example'],
          ],
        ],
        ['<@route.example,@other.example:a@b.example>', [['', 'a@b.example']]],
        ['a @ b . example', [['', 'a@b.example']]],
        [
          'no address, a@b.example',
          [
            ['', 'no address'],
            ['', 'a@b.example'],
          ],
        ],
        [
          'Broken <a@b.example, c@d.example',
          [
            ['Broken', 'a@b.example'],
            ['', 'c@d.example'],
          ],
        ],
        [
          '"Unclosed <a@b.example>, c@d.example',
          [
            ['"Unclosed', 'a@b.example'],
            ['', 'c@d.example'],
          ],
        ],
        [
          'user@[192.0.2.1], a@b.example',
          [
            ['', 'user@[192.0.2.1]'],
            ['', 'a@b.example'],
          ],
        ],
      ] as const)('%s', async (value, expected) => {
        expect((await to(value)).map((each) => [each.name, each.address])).toEqual(expected)
      })

      test('every To and Cc field counts, top to bottom', async () => {
        const message = await read(
          'Cc: c1@x.example',
          'To: t1@x.example,',
          ' t2@x.example',
          'To: t3@x.example',
          'Cc: c2@x.example',
          'Bcc: no@x.example',
          '',
          '',
        )
        expect(message.to.map(({ address }) => address)).toEqual(['t1@x.example', 't2@x.example', 't3@x.example'])
        expect(message.cc.map(({ address }) => address)).toEqual(['c1@x.example', 'c2@x.example'])
      })

      test('raw UTF-8 addresses and names are read as such', async () => {
        expect(await to(utf8('Jörg <jörg@exämple.example>'))).toEqual([
          { name: 'Jörg', address: 'jörg@exämple.example' },
        ])
      })
    })

    describe('the subject', () => {
      test.each([
        ['plain', 'plain'],
        ['=?utf-8?Q?Gr=C3=BC=C3=9Fe?=', 'Grüße'],
        ['=?utf-8?Q?=E2=9C?=\r\n =?UTF-8?Q?=93?= done', '✓ done'],
        ['=?utf-8?Q?=E2=9C?= =?utf-8?B?kw==?=', '✓'],
        ['=?iso-8859-1?Q?a=E4?= =?utf-8?Q?=C3=A4?=', 'aää'],
        ['one =?us-ascii?Q?two?= three', 'one two three'],
        ['=?utf-8*de?Q?Gr=C3=BC?=', 'Grü'],
        ['=?no-such-charset?Q?abc?=', 'abc'],
        ['=?utf-8?Q?not closed', '=?utf-8?Q?not closed'],
        ['=?iso-2022-jp?B?GyRCRnxLXBsoQg==?=', '日本'],
        // "障害" and "報告" in two words, as Japanese clients fold a subject.
        ['=?iso-2022-jp?B?GyRCPmMzMhsoQg==?=\r\n =?iso-2022-jp?B?GyRCSnM5cBsoQg==?= 1', '障害報告 1'],
        [utf8('Grüße'), 'Grüße'],
        ['Gr\xfc\xdfe', 'Grüße'],
        ['folded\r\n  twice\r\n\tover', 'folded  twice\tover'],
      ])('%s', async (value, expected) => {
        expect((await read(`Subject: ${value}`, '', '')).subject).toBe(expected)
      })

      test('raw UTF-8 is read as such, whatever charset another field is in', async () => {
        const message = await read(
          'X-Spam-Report: Absender gepr\xfcft',
          `From: ${utf8('Jörg <jörg@b.example>')}`,
          `Subject: ${utf8('Störung')}\r\n im Netz`,
          'X-Office: Z\xfcrich',
          '',
          '',
        )
        expect(message.subject).toBe('Störung im Netz')
        expect(message.from).toEqual([{ name: 'Jörg', address: 'jörg@b.example' }])
        expect(message.headers.map(({ value }) => value)).toEqual([
          'Absender geprüft',
          'Jörg <jörg@b.example>',
          'Störung im Netz',
          'Zürich',
        ])
      })

      test('the first one counts, and none is empty', async () => {
        expect((await read('Subject: one', 'Subject: two', '', '')).subject).toBe('one')
        expect((await read('From: a@b.example', '', '')).subject).toBe('')
      })
    })

    describe('names, dates and headers', () => {
      test('Message-ID, In-Reply-To and References, first to last', async () => {
        const message = await read(
          'Message-ID:',
          ' <a@x>',
          'In-Reply-To: your mail <b@x> of today',
          'References: <c@x>',
          '\t<d@x>  <b@x>',
          '',
          '',
        )
        expect(message).toMatchObject({
          messageId: '<a@x>',
          inReplyTo: '<b@x>',
          references: ['<c@x>', '<d@x>', '<b@x>'],
        })
        expect(await read('Message-ID: ', '', '')).toMatchObject({ messageId: null, inReplyTo: null, references: [] })
      })

      test.each([
        ['Sat, 21 Nov 2026 10:00:00 +0100', '2026-11-21T09:00:00.000Z'],
        ['21 Nov 26 10:00 EST', '2026-11-21T15:00:00.000Z'],
        ['Sat, 21 Nov 2026 10:00:00 -0330 (some zone)', '2026-11-21T13:30:00.000Z'],
        ['Sat, 21 Nov 2026 10:00:00', '2026-11-21T10:00:00.000Z'],
        ['yesterday', null],
        ['Sat, 99 Nov 2026 10:00:00 +0000', null],
      ])('Date: %s', async (value, expected) => {
        expect((await read(`Date: ${value}`, '', '')).date).toBe(expected)
      })

      test('headers come in order, unfolded, doubled ones included', async () => {
        const message = await read(
          'X-One: a',
          'Received: from x',
          '\tby y',
          'x-one: b',
          'no field',
          ' and its fold',
          '',
          'body',
        )
        expect(message.headers).toEqual([
          { name: 'X-One', value: 'a' },
          { name: 'Received', value: 'from x\tby y' },
          { name: 'x-one', value: 'b' },
        ])
      })

      test('bare line feeds end header lines too', async () => {
        const message = valueOf(await mime.read(Buffer.from('From: a@b.example\nSubject: unix\n\nbody\n')))
        expect(message).toMatchObject({ subject: 'unix', text: 'body\n' })
      })
    })

    describe('text and attachments', () => {
      const part = (...lines: readonly string[]) => ['--b', ...lines]
      const mixed = (...parts: readonly (readonly string[])[]) =>
        read('Content-Type: multipart/mixed; boundary="b"', '', ...parts.flat(), '--b--', '')

      test('the text comes decoded, from the plain form where there are two', async () => {
        expect(
          (
            await read(
              'Content-Type: text/plain; charset=iso-8859-1',
              'Content-Transfer-Encoding: quoted-printable',
              '',
              'Gr=FC=DFe an=',
              ' alle',
            )
          ).text,
        ).toBe('Grüße an alle')
        const alternative = await read(
          'Content-Type: multipart/alternative; boundary=b',
          '',
          ...part('Content-Type: text/plain', '', 'plain'),
          ...part('Content-Type: text/html', '', '<p>rich</p>'),
          '--b--',
        )
        expect(alternative).toMatchObject({ text: 'plain', attachments: [] })
      })

      test('without a plain form the HTML is read as its reader reads it', async () => {
        const html =
          '<html><head><title>t</title><style>p{}</style></head><body><!-- no --><p>Hello&nbsp;<b>W&ouml;rld</b> &#8364;</p><p>2 &lt; 3<script>x</script></p></body></html>'
        expect((await read('Content-Type: text/html; charset=utf-8', '', html)).text).toBe('Hello Wörld €\n\n2 < 3')
      })

      test('an attachment has its name, its type and its decoded size', async () => {
        const message = await mixed(
          part('Content-Type: text/plain', '', 'text'),
          part(
            'Content-Type: application/pdf; name="other.pdf"',
            'Content-Disposition: attachment; filename="offer.pdf"',
            'Content-Transfer-Encoding: base64',
            '',
            'aGVsbG8gd29ybGQ=',
          ),
        )
        expect(message).toMatchObject({
          text: 'text',
          attachments: [{ fileName: 'offer.pdf', mediaType: 'application/pdf', size: 11 }],
        })
      })

      test.each([
        [`attachment; filename*=UTF-8''Gr%C3%BC%C3%9Fe.pdf; filename="x.pdf"`, 'Grüße.pdf'],
        [`attachment; filename*0*=iso-8859-1''Gr%FC; filename*1="%DF e"; filename*2*=%2Epdf`, 'Grü%DF e.pdf'],
        ['attachment; filename="=?utf-8?Q?Gr=C3=BC=C3=9Fe.pdf?="', 'Grüße.pdf'],
        ['attachment; filename=plain.pdf (a comment)', 'plain.pdf'],
        ['attachment; filename="a \\"quoted\\" name.pdf"', 'a "quoted" name.pdf'],
        ['attachment', null],
      ])('%s', async (disposition, fileName) => {
        const message = await mixed(
          part('Content-Type: application/pdf', `Content-Disposition: ${disposition}`, '', 'x'),
        )
        expect(message.attachments.map((each) => each.fileName)).toEqual([fileName])
      })

      test('an empty filename is none: the name counts', async () => {
        const message = await mixed(
          part('Content-Type: application/pdf; name="a.pdf"', 'Content-Disposition: attachment; filename=""', '', 'x'),
        )
        expect(message.attachments.map((each) => each.fileName)).toEqual(['a.pdf'])
      })

      test('a picture shown in the HTML is none, the same picture attached is one', async () => {
        const picture = (disposition: string) =>
          part(
            'Content-Type: image/png; name=logo.png',
            `Content-Disposition: ${disposition}`,
            'Content-ID: <logo@x>',
            '',
            'png',
          )
        const html = part('Content-Type: text/html', '', '<img src="cid:logo@x">')
        expect((await mixed(html, picture('inline'))).attachments).toEqual([])
        expect((await mixed(html, picture('attachment'))).attachments).toHaveLength(1)
        expect((await mixed(part('Content-Type: text/plain', '', 'x'), picture('inline'))).attachments).toHaveLength(1)
      })

      test('a nested mail is one attachment, and nothing of it counts', async () => {
        const nested = [
          'From: inner@x.example',
          'Subject: inner',
          'Content-Type: multipart/mixed; boundary=i',
          '',
          '--i',
          'Content-Disposition: attachment; filename=a.pdf',
          '',
          'x',
          '--i--',
        ]
        const message = await mixed(
          part('Content-Type: text/plain', '', 'outer'),
          part('Content-Type: message/rfc822', '', ...nested),
        )
        expect(message).toMatchObject({ subject: '', from: [], text: 'outer' })
        expect(message.attachments.map(({ mediaType }) => mediaType)).toEqual(['message/rfc822'])
      })

      test('a boundary that begins like another one is its own', async () => {
        const message = await read(
          'Content-Type: multipart/mixed; boundary=b',
          '',
          '--b',
          'Content-Type: multipart/alternative; boundary=bb',
          '',
          '--bb',
          '',
          'plain',
          '--bb--',
          '--b',
          'Content-Disposition: attachment; filename=x.txt',
          '',
          'x',
          '--b--',
        )
        expect(message).toMatchObject({ text: 'plain', attachments: [{ fileName: 'x.txt' }] })
      })

      test('a multipart that is never closed still has its parts', async () => {
        expect((await read('Content-Type: multipart/mixed; boundary=b', '', '--b', '', 'open end')).text).toBe(
          'open end',
        )
      })
    })

    describe('hostile mail', () => {
      const many = (count: number, each: (at: number) => string, between = '') =>
        Array.from({ length: count }, (_, at) => each(at)).join(between)
      let nested = 'text'
      for (let level = 0; level < 2_000; level++)
        nested = `Content-Type: multipart/mixed; boundary=b${level}\r\n\r\n--b${level}\r\n${nested}\r\n--b${level}--\r\n`

      test.each([
        ['300,000 recipients', `To: ${many(300_000, (at) => `u${at}@x.example`, ',\r\n ')}\r\n\r\n`],
        ['a header of 20 MB', `X: ${'y'.repeat(20_000_000)}\r\n\r\n`],
        ['2,000 levels', nested],
        ['100,000 parts', `Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\n'.repeat(100_000)}`],
        ['half a million folds', `X: ${'y\r\n '.repeat(500_000)}\r\n\r\n`],
        [
          'quotes that never close',
          `From: ${'"'.repeat(1_000_000)}\r\nTo: ${'('.repeat(500_000)}\r\nCc: ${'<'.repeat(400_000)}\r\n\r\n`,
        ],
        ['angles with comments', `To: ${'<a(b,'.repeat(100_000)}\r\n\r\n`],
        ['entries with brackets', `To: ${`<${'('.repeat(1_900)}>,`.repeat(1_000)}\r\n\r\n`],
        ['angles with quotes', `To: ${'<a"'.repeat(600_000)}\r\n\r\n`],
        ['blanks', `To: a${' '.repeat(1_900_000)}b@c\r\nSubject: ${' '.repeat(90_000)}\r\n\r\n`],
        ['encoded words in a list', `To: ${'=?utf-8?q?a,"?= '.repeat(60_000)}${'=?u?q?'.repeat(100_000)}\r\n\r\n`],
        ['encoded words', `Subject: ${'=?utf-8?q?a?= '.repeat(130_000)}\r\n\r\n`],
        ['parameters', `Content-Type: text/plain${';(a'.repeat(600_000)}\r\n\r\n`],
        ['sections', `Content-Type: text/plain${'; x*0*=a'.repeat(150_000)}\r\n\r\n`],
        ['open tags', `Content-Type: text/html\r\n\r\n${'</p><scr<script'.repeat(100_000)}`],
        ['lone brackets', `Content-Type: text/html\r\n\r\n${'<'.repeat(1_000_000)}`],
        ['nothing', ''],
        ['no header', '\r\n\r\n'],
        ['NULs', '\0'.repeat(100_000)],
      ])('%s: no throw, and no second', async (_, hostile) => {
        const before = performance.now()
        const outcome = await mime.read(Buffer.from(hostile, 'latin1'))
        expect(performance.now() - before).toBeLessThan(1_000)
        expect(outcome.ok ? 'protocol-broken' : outcome.failure.code).toBe('protocol-broken')
      })

      test('random octets never throw', async () => {
        let seed = 42
        const next = () => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31)
        const pieces = [
          'From: ',
          'To: ',
          '=?utf-8?B?',
          '?=',
          '\r\n',
          '\n',
          '\r',
          '--b',
          'Content-Type: multipart/mixed; boundary=b',
          '\r\n\r\n',
          '<',
          '>',
          '"',
          '(',
          ')',
          '@',
          '\xff',
          '=3D',
          ';',
          ',',
          ':',
          'a',
        ]
        for (let round = 0; round < 3_000; round++) {
          const text = Array.from({ length: next() % 60 }, () => pieces[next() % pieces.length]).join('')
          await expect(mime.read(Buffer.from(text, 'latin1'))).resolves.toHaveProperty('ok')
        }
      })
    })

    describe('composing', () => {
      const draft: Draft = {
        from: { name: 'Jörg, "der" Müller', address: 'support@practice.test' },
        to: ['anna@contoso.test', '"odd one"@contoso.test'],
        subject: 'Grüße an alle, die das hier lesen, und noch etwas mehr Text, damit es gefaltet wird',
        text: 'Hallo\n.\n.dot\r\nÄÖÜ €\rEnde',
        messageId: '<T-000001.1@practice.test>',
        date: '2026-11-21T10:00:00.000Z',
        inReplyTo: '<before@contoso.test>',
        references: Array.from({ length: 40 }, (_, at) => `<reference-${at}@contoso.test>`),
        headers: [
          { name: 'Auto-Submitted', value: 'auto-replied' },
          { name: 'X-Waypost-Loop', value: '0f3a\r\nBcc: evil@x.example' },
        ],
      }

      test('what is composed is read back as it was meant', async () => {
        const message = valueOf(await mime.read(await mime.compose(draft)))
        expect(message).toMatchObject({
          messageId: draft.messageId,
          date: draft.date,
          subject: draft.subject,
          from: [draft.from],
          to: draft.to.map((address) => ({ name: '', address })),
          inReplyTo: draft.inReplyTo,
          references: draft.references,
          attachments: [],
        })
        expect(message.text.trimEnd()).toBe('Hallo\n.\n.dot\nÄÖÜ €\nEnde')
        expect(message.headers.filter(({ name }) => name === 'Auto-Submitted')).toEqual([draft.headers[0]])
      })

      test('lines end with CRLF, are short, hold ASCII only, and no value makes a header of its own', async () => {
        const text = Buffer.from(await mime.compose(draft)).toString('latin1')
        expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
        expect(text).not.toMatch(/[^\r\n\t -~]/)
        expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThan(200)
        expect(text).not.toMatch(/^Bcc:/m)
      })

      test('the same draft gives the same Message-ID and Date, however often it is composed', async () => {
        const twice = await Promise.all([mime.compose(draft), mime.compose(draft)])
        expect(Buffer.from(twice[0]).equals(Buffer.from(twice[1]))).toBe(true)
      })
    })
  })
}
