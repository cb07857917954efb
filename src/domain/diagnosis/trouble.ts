import { assertNever } from '../assertNever.ts'
import type { Failure, Stage } from '../failure.ts'
import { imapFailure } from '../replies/imap.ts'
import { pop3Failure } from '../replies/pop3.ts'
import { smtpFailure } from '../replies/smtp.ts'
import { silence, systemFailure } from '../replies/system.ts'
import { failureAt } from '../replies/where.ts'
import type { Asked, Trouble } from './facts.ts'
import type { StepName, Word } from './proof.ts'
import { word } from './word.ts'

const stageOfStep: Readonly<Record<StepName, Stage>> = {
  name: 'resolve',
  connect: 'connect',
  greeting: 'greeting',
  capabilities: 'capabilities',
  starttls: 'starttls',
  tls: 'tls',
  certificate: 'certificate',
  token: 'token',
  'sign-in': 'sign-in',
  mailbox: 'mailbox',
  'additional-mailbox': 'mailbox',
  folder: 'folder',
  remove: 'remove',
  sender: 'sender',
  'delivered-unchanged': 'delivery',
}
export const stageOf = (step: StepName): Stage => stageOfStep[step]

/** A refusal in a protocol's own words, classified by that protocol's rules. */
export function replyFailure(asked: Asked, stage: Stage, reply: string): Failure {
  switch (asked.protocol) {
    case 'smtp':
      return smtpFailure(stage, reply, asked)
    case 'imap':
      return imapFailure(stage, reply, null, asked)
    case 'pop3':
      return pop3Failure(stage, reply, asked)
    default:
      return assertNever(asked.protocol)
  }
}

/** What a trouble is as a failure; the server's reply decides before any library's name. */
export function failureOf(asked: Asked, stage: Stage, trouble: Trouble): Failure {
  const where = { host: asked.host, port: asked.port }
  switch (trouble.kind) {
    case 'reply':
      return replyFailure(asked, stage, trouble.reply)
    case 'system':
      return systemFailure(stage, trouble.code, trouble.message, where)
    case 'closed':
      return trouble.reply === null
        ? failureAt(stage, 'connection-closed', true, where)
        : replyFailure(asked, stage, trouble.reply)
    case 'proxy':
      return failureAt(
        stage,
        trouble.code,
        true,
        { ...where, proxy: trouble.proxy },
        trouble.seen === null ? {} : { detail: trouble.seen },
      )
    case 'silent':
      return silence(stage, trouble.afterMs, where)
    case 'deadline':
      return failureAt(stage, 'timed-out', true, where, { detail: `${Math.round(trouble.afterMs)} ms` })
    case 'cancelled':
      return failureAt(stage, 'cancelled', true, where)
    case 'not-understood':
      return failureAt(stage, 'protocol-broken', false, where, { reply: trouble.seen.slice(0, 500) })
    case 'too-long':
      return failureAt(stage, 'protocol-broken', false, where, { detail: `more than ${trouble.limit} octets` })
    default:
      return assertNever(trouble)
  }
}

const seconds = (ms: number): number => Math.max(1, Math.round(ms / 1000))

/** The sentence for a trouble that says nothing about the step itself: silence, a cut, noise. Null for a reply or a system error. */
export function troubleFinding(step: StepName, trouble: Trouble): Word | null {
  switch (trouble.kind) {
    case 'silent':
      return word('diagnosis.trouble.silent', { step, seconds: seconds(trouble.afterMs) })
    case 'deadline':
      return word('diagnosis.trouble.deadline', { step, seconds: seconds(trouble.afterMs) })
    case 'closed':
      return trouble.reply === null ? word('diagnosis.trouble.closed', { step }) : null
    case 'not-understood':
      return word('diagnosis.trouble.not-understood', { step })
    case 'too-long':
      return word('diagnosis.trouble.too-long', { step, limit: trouble.limit })
    case 'system':
      return trouble.code === 'ECONNRESET' ? word('diagnosis.trouble.reset', { step }) : null
    default:
      return null
  }
}

/** The server's words of a trouble, where it had any. */
export const replyOf = (trouble: Trouble): string | null =>
  trouble.kind === 'reply'
    ? trouble.reply
    : trouble.kind === 'closed'
      ? trouble.reply
      : trouble.kind === 'not-understood'
        ? trouble.seen
        : trouble.kind === 'proxy' && trouble.code !== 'proxy-unreachable'
          ? trouble.seen
          : null
