import MailComposer from 'nodemailer/lib/mail-composer'
import type { Draft } from '../../engine/ports/mime.ts'

/** Writes a mail of ours: Message-ID and Date are given, never made here; CRLF line ends, headers folded and in encoded words (RFC 5322, 2047). */
export async function composeMessage(draft: Draft): Promise<Uint8Array> {
  const composer = new MailComposer({
    from: { name: draft.from.name, address: draft.from.address },
    to: draft.to.map((address) => ({ name: '', address })),
    ...(draft.cc?.length ? { cc: draft.cc.map((address) => ({ name: '', address })) } : {}),
    ...(draft.replyTo ? { replyTo: { name: '', address: draft.replyTo } } : {}),
    subject: draft.subject,
    text: draft.text.replace(/\r\n|\r|\n/g, '\r\n'),
    messageId: draft.messageId,
    date: new Date(draft.date),
    ...(draft.inReplyTo === null ? {} : { inReplyTo: draft.inReplyTo }),
    ...(draft.references.length === 0 ? {} : { references: [...draft.references] }),
    headers: draft.headers.map(({ name, value }) => ({ key: name, value })),
    // Nothing of a mail is ever fetched from a file or a server.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return composer.compile().build()
}
