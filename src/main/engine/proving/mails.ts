import { createHash } from 'node:crypto'
import type { Parsed } from '../../../contract/define.ts'
import type { proving } from '../../../contract/proving.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import { digestsOf, type Asked } from '../receiving/knowledge.ts'
import { isOwnTest } from '../receiving/testMessages.ts'
import { readSource } from '../sources.ts'

/** A mail to try, as the call names it. */
export type TriedMail = Parsed<(typeof proving)['try']>['mails'][number]

/** A mail that was read, and what comes before its decision. */
export interface ReadMail {
  readonly name: string
  readonly mailId: string | null
  readonly raw: Uint8Array
  readonly asked: Asked | null
  /**
   * `decide`: the routes are asked. `too-large`, `unreadable`: a poll quarantines it (I17). `own-test`: a poll passes over it (T10).
   * `not-read`: nothing is there to decide about.
   */
  readonly way: 'decide' | 'too-large' | 'unreadable' | 'own-test' | 'not-read'
  /** Why it was not read. */
  readonly why: Word | null
}

/** Of a decoded file: base64 that is none decodes to something else. */
function decoded(base64: string): Buffer | undefined {
  const raw = Buffer.from(base64, 'base64')
  return Math.ceil(raw.length / 3) * 4 === base64.replace(/\s/g, '').length ? raw : undefined
}

// [MS-CFB] 2.2: the signature of a compound file, which is how Outlook saves an item.
const outlookItem = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** Reads a mail as a poll would: size before content, then test messages. One that cannot be read keeps none of the others. */
export async function readTried(context: Context, tried: TriedMail): Promise<ReadMail> {
  const notRead = (name: string, why: Word, mailId: string | null = null): ReadMail => ({
    name,
    mailId,
    raw: new Uint8Array(),
    asked: null,
    way: 'not-read',
    why,
  })
  if ('base64' in tried) {
    const raw = decoded(tried.base64)
    if (!raw) return notRead(tried.name, word('proving.not-read.base64'))
    if (raw.length === 0) return notRead(tried.name, word('proving.not-read.empty'))
    if (raw.subarray(0, outlookItem.length).equals(outlookItem))
      return notRead(tried.name, word('proving.not-read.outlook'))
    return readRaw(context, tried.name, raw)
  }
  if ('testId' in tried) {
    const test = (await context.store.routeTests(null)).find(({ id }) => id === tried.testId)
    if (!test) return notRead('', word('proving.not-read.gone'))
    const raw = await readSource(context, test.sha256)
    return raw ? readRaw(context, test.name, raw) : notRead(test.name, word('proving.not-read.locked'))
  }
  const mail = await context.store.mail(tried.mailId)
  if (!mail || mail.sha256 === null || mail.dismissedAt !== null)
    return notRead(mail?.subject ?? '', word('proving.not-read.gone'), tried.mailId)
  const raw = await readSource(context, mail.sha256)
  if (raw) return readRaw(context, mail.subject, raw, mail.id)
  const isHere = (await context.store.source(mail.sha256)) !== undefined
  if (!isHere && mail.sourceRemovedAt !== null)
    return notRead(mail.subject, word('proving.not-read.removed', { at: mail.sourceRemovedAt }), mail.id)
  return notRead(mail.subject, word(isHere ? 'proving.not-read.locked' : 'proving.not-read.gone'), mail.id)
}

/** The same for a source that is at hand. */
export async function readRaw(
  context: Context,
  name: string,
  raw: Uint8Array,
  mailId: string | null = null,
): Promise<ReadMail> {
  const base = { name, mailId, raw, why: null }
  const read = await context.mime.read(raw)
  // N30: size before all else. N37: exactly the limit passes.
  const isTooLarge = raw.length > context.settings().sizeLimitBytes
  if (!read.ok) return { ...base, asked: null, way: isTooLarge ? 'too-large' : 'unreadable' }
  const message = read.value
  const asked = { message, digests: digestsOf(message, createHash('sha256').update(raw).digest('hex')) }
  if (isTooLarge) return { ...base, asked, way: 'too-large' }
  return { ...base, asked, way: isOwnTest(context, message) ? 'own-test' : 'decide' }
}
