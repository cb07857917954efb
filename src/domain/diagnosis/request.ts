import type { Responsible, StepResult, Word } from './proof.ts'
import { word } from './word.ts'

/** The test that the request is about. */
export interface RequestContext {
  readonly connector: string
  readonly host: string
  readonly port: number
  readonly username: string
  readonly address: string
  /** ISO 8601, UTC. */
  readonly testedAt: string
}

/** The mail to the person who can mend it, as words: the body is its lines, each a sentence or a quotation, in their order. */
export interface Request {
  readonly who: Responsible
  readonly subject: Word
  readonly body: readonly Word[]
}

/** What *Copy as request* writes (T8): what was tried, what the server said, what it means, what is asked for. Null where nothing failed. */
export function requestFor(steps: readonly StepResult[], context: RequestContext): Request | null {
  const stop = steps.find(({ verdict }) => verdict === 'failed') ?? steps.find(({ verdict }) => verdict === 'warning')
  const first = stop?.causes[0]
  if (!stop || !first) return null
  const params = { ...context, step: stop.step, user: context.username }
  const others = stop.causes.slice(1).filter(({ who }) => who === first.who)
  return {
    who: first.who,
    subject: word('request.subject', params),
    body: [
      word('request.greeting', { who: first.who }),
      word('request.what-was-tried', params),
      stop.finding,
      ...(stop.reply === null
        ? []
        : [
            word('request.server-said', { host: stop.failure?.host ?? context.host }),
            word('request.quotation', { text: stop.reply }),
          ]),
      first.meaning,
      word('request.asked-for', {}),
      ...first.remedies,
      ...others.flatMap(({ meaning, remedies }) => [word('request.or', {}), meaning, ...remedies]),
      word('request.after', params),
    ],
  }
}
