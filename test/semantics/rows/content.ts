import { fallback, route } from '../../domain/routing/aMailroom.ts'
import { takenByFallback, type Row, type Table } from '../aTable.ts'

const taken = 'r: ticket for info@example.com'
const row = (name: string, isTaken: boolean, mail: string, rules: Parameters<typeof route>[2]): Row => ({
  name,
  mail: `To: info@example.com\n${mail}`,
  routes: [route('r', 'info@example.com', rules), fallback],
  becomes: [isTaken ? taken : takenByFallback],
})
const subject = (name: string, written: string, keyWords: readonly string[], isTaken = true) =>
  row(name, isTaken, `Subject: ${written}`, { rules: { keyWords: [...keyWords] } })

export const subjects: Table = {
  id: 'subjects',
  source: 'N12, N13; RFC 2047; RFC 6532',
  rows: [
    subject('A word', 'Printer outage', ['outage']),
    subject('Any letter case', 'PRINTER OUTAGE', ['Outage']),
    subject('A part of a word', 'Re: Outages', ['outage']),
    subject('No such word', 'Printer out of paper', ['outage'], false),
    subject('One of several', 'Printer', ['outage', 'printer']),
    subject('Several words, more white space', 'The  printer\t is   down', ['printer is down']),
    subject('Several words, folded over lines', 'The printer\n  is down', ['printer is down']),
    subject('A no-break blank is white space', 'printer\u00a0is down', ['printer is']),
    subject('Signs have no meaning', 'cost 5 (five)', ['5.*'], false),
    subject('Signs are text', 'cost [*] 5', ['[*]']),
    subject('ß and SS', 'STRASSE gesperrt', ['straße']),
    subject('ss and the capital ẞ', 'STRAẞE gesperrt', ['strasse']),
    subject('ß and the capital ẞ', 'Straße gesperrt', ['STRAẞE']),
    subject('A final sigma', 'ΟΔΟΣ ΚΛΕΙΣΤΗ', ['οδός'.normalize('NFC').replace('ό', 'ο')]),
    subject('A Turkish capital I with dot', 'İPTAL', ['i̇ptal']),
    subject('Full-width letters in other case', 'ＡＢＣ', ['ａｂｃ']),
    subject('Full-width letters are others', 'ＡＢＣ', ['abc'], false),
    subject('An ideographic blank is white space', '障害\u3000報告', ['障害 報告']),
    subject('NFD in the mail, NFC in the route', 'cafe\u0301', ['caf\u00e9']),
    subject('NFC in the mail, NFD in the route', 'caf\u00e9', ['cafe\u0301']),
    subject('An accent counts', 'cafe', ['café'], false),
    subject('Raw UTF-8', 'Störung', ['störung']),
    subject('UTF-8, Q', '=?UTF-8?Q?St=C3=B6rung_im_Netz?=', ['störung im']),
    subject('UTF-8, B', '=?utf-8?B?U3TDtnJ1bmc=?=', ['störung']),
    subject('windows-1252, Q', '=?windows-1252?Q?St=F6rung_=96_Netz?=', ['störung – netz']),
    subject('ISO-8859-1 with a language', '=?iso-8859-1*de?Q?St=F6rung?=', ['störung']),
    subject('ISO-2022-JP', '=?ISO-2022-JP?B?GyRCPmMzMiROJCpDTiRpJDsbKEI=?=', ['障害']),
    subject(
      'ISO-2022-JP, folded into two words',
      '=?ISO-2022-JP?B?GyRCPmMzMhsoQg==?=\n =?ISO-2022-JP?B?GyRCSnM5cBsoQg==?=',
      ['障害報告'],
    ),
    subject('GB18030', '=?gb18030?B?tPLTobv6ucrVzw==?=', ['打印机']),
    subject('Shift_JIS', '=?Shift_JIS?B?j+GKUQ==?=', ['障害']),
    subject('KOI8-R', '=?koi8-r?B?88LPyiDQ0snO1MXSwQ==?=', ['СБОЙ']),
    subject('Big5', '=?big5?B?pkyq7b73?=', ['印表機']),
    subject('A character cut in two between words', '=?utf-8?B?U3TD?=\n =?utf-8?B?tnJ1bmc=?=', ['störung']),
    subject('The same in Q', '=?utf-8?Q?St=C3?= =?UTF-8?Q?=B6rung?=', ['störung']),
    subject('Blanks between encoded words are no text', '=?utf-8?Q?out?=   =?utf-8?Q?age?=', ['outage']),
    subject('Two charsets side by side', '=?utf-8?Q?St=C3=B6?= =?iso-8859-1?Q?rung_=FC?=', ['störung ü']),
    subject('An encoded word that is none', '=?utf-8?X?outage?=', ['?outage?']),
    subject('A charset that nobody knows', '=?x-none?Q?outage?=', ['outage']),
    row('The body is never looked at', false, 'Subject: Hello\n\noutage\n', { rules: { keyWords: ['outage'] } }),
    row('No subject', false, 'X-A: outage', { rules: { keyWords: ['outage'] } }),
    row('A list of empty key words', false, 'Subject: Hello', { rules: { keyWords: ['', ' '] } }),
  ],
}

const parts = (...each: readonly string[]) =>
  `MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n${each.map((part) => `--b\n${part}\n`).join('')}--b--\n`
const text = 'Content-Type: text/plain\n\nText.'
const attached = (disposition: string, type = 'application/octet-stream') =>
  `Content-Type: ${type}\nContent-Disposition: ${disposition}\nContent-Transfer-Encoding: base64\n\nAAEC`
const file = (name: string, disposition: string, types: readonly string[], isTaken = true, type?: string) =>
  row(name, isTaken, parts(text, attached(disposition, type)), { rules: { attachmentTypes: [...types] } })
const picture = 'Content-Type: text/html\n\n<p>Hi <img src="cid:logo@x"></p>'

export const attachments: Table = {
  id: 'attachments',
  source: 'N10, N11; RFC 2183; RFC 2231',
  rows: [
    file('A name', 'attachment; filename="Report.pdf"', ['.pdf']),
    file('Any letter case', 'attachment; filename="REPORT.PDF"', ['.pdf']),
    file('Written pdf and *.pdf', 'attachment; filename="a.pdf"', ['pdf', '*.pdf']),
    file('One of several', 'attachment; filename="a.docx"', ['.pdf', '.docx']),
    file('Another one', 'attachment; filename="a.docx"', ['.pdf'], false),
    file('The type does not count, the name does', 'attachment; filename="a.txt"', ['.pdf'], false, 'application/pdf'),
    file('A double extension', 'attachment; filename="logs.tar.gz"', ['.tar.gz']),
    file('Its last part', 'attachment; filename="logs.tar.gz"', ['.gz']),
    file('Its first part is none', 'attachment; filename="logs.tar.gz"', ['.tar'], false),
    file('A hidden second extension', 'attachment; filename="invoice.pdf.exe"', ['.pdf'], false),
    file('Trailing dots and blanks', 'attachment; filename="a.pdf. . "', ['.pdf']),
    file('A name that only ends alike', 'attachment; filename="mypdf"', ['.pdf'], false),
    file('No name', 'attachment', ['.pdf'], false, 'application/pdf'),
    file('Only a name in Content-Type', 'attachment', ['.pdf'], true, 'application/pdf; name="a.pdf"'),
    file('filename before name', 'attachment; filename="a.txt"', ['.pdf'], false, 'application/pdf; name="a.pdf"'),
    file('An empty filename beside a name', 'attachment; filename=""', ['.pdf'], true, 'application/pdf; name="a.pdf"'),
    file('RFC 2231', "attachment; filename*=UTF-8''B%C3%BCro%2Epdf", ['.pdf']),
    file('RFC 2231 before the plain form', 'attachment; filename="a.txt"; filename*=UTF-8\'\'a.pdf', ['.pdf']),
    file('RFC 2231, continued', 'attachment; filename*0*=UTF-8\'\'B%C3; filename*1*=%BCro.p; filename*2="df"', [
      '.pdf',
    ]),
    file('RFC 2231, continued, in disorder', 'attachment; filename*1="df"; filename*0="a.p"', ['.pdf']),
    file('An encoded word', 'attachment; filename="=?utf-8?B?UmVjaG51bmcucGRm?="', ['.pdf']),
    file('Two encoded words', 'attachment; filename="=?utf-8?Q?Rech?= =?utf-8?Q?nung=2Epdf?="', ['.pdf']),
    file('Raw UTF-8', 'attachment; filename="Büro.pdf"', ['.pdf']),
    file('An extension beyond ASCII, NFD', 'attachment; filename="a.e\u0301te\u0301"', ['.\u00e9t\u00e9']),
    file('A semicolon in the name', 'attachment; filename="a;b.pdf"', ['.pdf']),
    file('Inline, but not shown in the text', 'inline; filename="a.pdf"', ['.pdf']),
    row(
      'A picture that the text shows',
      false,
      parts(picture, `Content-ID: <logo@x>\n${attached('inline; filename="logo.png"', 'image/png')}`),
      { rules: { attachmentTypes: ['.png'] } },
    ),
    row(
      'A picture with a Content-ID that the text does not show',
      true,
      parts(picture, `Content-ID: <other@x>\n${attached('inline; filename="logo.png"', 'image/png')}`),
      { rules: { attachmentTypes: ['.png'] } },
    ),
    row(
      'Its Content-ID is only the beginning of one that is shown',
      true,
      parts(
        picture.replace('logo@x', 'logo@x.example'),
        `Content-ID: <logo@x>\n${attached('inline; filename="logo.png"', 'image/png')}`,
      ),
      { rules: { attachmentTypes: ['.png'] } },
    ),
    row(
      'Shown in the text and attached all the same',
      true,
      parts(picture, `Content-ID: <logo@x>\n${attached('attachment; filename="logo.png"', 'image/png')}`),
      { rules: { attachmentTypes: ['.png'] } },
    ),
    row(
      'Attached to a mail that is attached',
      false,
      parts(
        text,
        `Content-Type: message/rfc822\n\nSubject: x\n${parts(text, attached('attachment; filename="a.pdf"')).replaceAll('--b', '--c').replace('boundary=b', 'boundary=c')}`,
      ),
      { rules: { attachmentTypes: ['.pdf'] } },
    ),
    row(
      'The attached mail itself',
      true,
      parts(
        text,
        'Content-Type: message/rfc822\nContent-Disposition: attachment; filename="Fwd.eml"\n\nSubject: x\n\nHi.',
      ),
      { rules: { attachmentTypes: ['.eml'] } },
    ),
    row('An attached mail without a name', false, parts(text, 'Content-Type: message/rfc822\n\nSubject: x\n\nHi.'), {
      rules: { attachmentTypes: ['.eml'] },
    }),
    row('The mail is nothing but a file', true, 'Content-Type: application/pdf; name="a.pdf"\n\n%PDF', {
      rules: { attachmentTypes: ['.pdf'] },
    }),
    row('No attachment', false, 'Subject: a.pdf', { rules: { attachmentTypes: ['.pdf'] } }),
    row(
      'The subject of an attached mail',
      false,
      parts(text, 'Content-Type: message/rfc822\n\nSubject: outage\nImportance: high\n\nHi.'),
      { match: 'any', rules: { keyWords: ['outage'], important: true } },
    ),
  ],
}

const mark = (name: string, header: string, isTaken = true) =>
  row(name, isTaken, header, { rules: { important: true } })

export const importance: Table = {
  id: 'importance',
  source: 'R2 a, N9',
  rows: [
    mark('Importance: high', 'Importance: high'),
    mark('Any letter case', 'IMPORTANCE: HIGH'),
    mark('Importance: normal', 'Importance: normal', false),
    mark('X-Priority 1', 'X-Priority: 1'),
    mark('X-Priority 1, with its word', 'X-Priority: 1 (Highest)'),
    mark('X-Priority 2', 'X-Priority: 2'),
    mark('X-Priority 3', 'X-Priority: 3', false),
    mark('X-Priority 10', 'X-Priority: 10', false),
    mark('X-MSMail-Priority: High', 'X-MSMail-Priority: High'),
    mark('Priority: urgent', 'Priority: Urgent'),
    mark('Priority: high is no such mark', 'Priority: high', false),
    mark('Marks that contradict each other: one is enough', 'Importance: low\nX-Priority: 1'),
    mark('Low in every way', 'Importance: low\nX-Priority: 5\nX-MSMail-Priority: Low\nPriority: non-urgent', false),
    mark('Flags of the mailbox do not count', 'X-Status: F\nX-Mozilla-Keys: $label1 \\Flagged', false),
    mark('No mark', 'Subject: URGENT', false),
  ],
}
