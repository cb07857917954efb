import type { Failure } from '../../domain/failure.ts'
import { isToken, type Credentials } from '../engine/ports/conversation.ts'
import { plainResponse, xoauth2Response } from './sasl.ts'

const hidden = '••••'

/** Every form in which a server could give a secret back: as it is, quoted, URL-encoded, in base64 and in the response of its mechanism. */
function formsOf(credentials: Credentials): readonly string[] {
  const base64 = (text: string) => Buffer.from(text, 'utf8').toString('base64')
  const secret = isToken(credentials) ? credentials.token : credentials.password
  if (secret === '') return []
  const responses = isToken(credentials)
    ? [xoauth2Response(credentials)]
    : [
        plainResponse(credentials),
        plainResponse({ ...credentials, additionalMailbox: null }),
        base64(`${credentials.username}\0${secret}`),
      ]
  // Inside a longer base64 text a secret stands at one of three offsets; the characters that are its own stay the same.
  const inside = [0, 1, 2].map((offset) => {
    const text = base64('\0'.repeat(offset) + secret)
    const from = Math.ceil((offset * 8) / 6)
    const to = Math.floor(((offset + Buffer.byteLength(secret)) * 8) / 6)
    return text.slice(from, to)
  })
  return [
    ...responses,
    ...responses.map((text) => text.replace(/=+$/, '')),
    secret,
    secret.replace(/["\\]/g, '\\$&'),
    encodeURIComponent(secret),
    base64(secret),
    Buffer.from(secret, 'utf8').toString('hex'),
    ...inside.filter((text) => text.length >= 4),
  ]
    .filter((form, index, all) => form !== '' && all.indexOf(form) === index)
    .toSorted((left, right) => right.length - left.length)
}

/** Characters in a row that are enough to be a piece of a token and no word. */
const pieceLength = 20
const runs = /[\w.~+/=-]{20,}/g

/** A token is long: a server that cuts its lines, or whose words are cut, gives back a piece of it. */
function piecesHider(forms: readonly string[]): (text: string) => string {
  const pieces = new Set<string>()
  for (const form of forms)
    for (let at = 0; at + pieceLength <= form.length; at++) pieces.add(form.slice(at, at + pieceLength))
  const without = (run: string): string => {
    let rest = ''
    for (let at = 0; at < run.length; at++) {
      if (!pieces.has(run.slice(at, at + pieceLength))) {
        rest += run[at]
        continue
      }
      while (pieces.has(run.slice(at + 1, at + 1 + pieceLength))) at++
      at += pieceLength - 1
      rest += hidden
    }
    return rest
  }
  return (text) => text.replace(runs, without)
}

/**
 * Takes a secret out of a server's words. `known` are texts that are no secret and may hold the same letters as a short password: the host, the
 * addresses.
 */
export function secretHider(credentials: Credentials, known: readonly string[] = []): (text: string) => string {
  const forms = formsOf(credentials)
  const keep = known
    .filter((text) => text.length > 3 && !forms.includes(text))
    .toSorted((left, right) => right.length - left.length)
  const replaced = (text: string) => forms.reduce((rest, form) => rest.split(form).join(hidden), text)
  const withoutPieces = isToken(credentials) ? piecesHider(forms) : (text: string) => text
  const hide = (text: string) => withoutPieces(replaced(text))
  if (forms.length === 0) return (text) => text
  return (text) => {
    let rest = text
    let cleaned = ''
    while (rest !== '') {
      const next = keep
        .map((word) => ({ word, at: rest.toLowerCase().indexOf(word.toLowerCase()) }))
        .filter(({ at }) => at >= 0)
        .toSorted((one, other) => one.at - other.at || other.word.length - one.word.length)[0]
      if (!next) return cleaned + hide(rest)
      cleaned += hide(rest.slice(0, next.at)) + rest.slice(next.at, next.at + next.word.length)
      rest = rest.slice(next.at + next.word.length)
    }
    return cleaned
  }
}

/** A failure in whose words a server may have given the access token back. */
export function withoutToken(failure: Failure, credentials: Credentials | null): Failure {
  if (credentials === null || !isToken(credentials)) return failure
  const hide = secretHider(credentials)
  return {
    ...failure,
    ...(failure.reply === undefined ? {} : { reply: hide(failure.reply) }),
    ...(failure.detail === undefined ? {} : { detail: hide(failure.detail) }),
  }
}
