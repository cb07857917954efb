import type { Failure } from '../failure.ts'
import { explainFailure, type ExplainContext } from '../replies/explain.ts'
import type { Asked, Facts, Trouble } from './facts.ts'
import type { Judgement } from './defineCheck.ts'
import type { StepName, Word } from './proof.ts'
import { failureOf, replyOf, stageOf, troubleFinding } from './trouble.ts'

export const explainContext = (facts: Facts): ExplainContext => ({
  protocol: facts.asked.protocol,
  host: facts.asked.host,
  port: facts.asked.port,
  service: facts.asked.service,
  greeting: facts.greeting?.greeting ?? null,
  username: facts.asked.username,
  address: facts.asked.primaryAddress,
  folder: facts.asked.folder,
  mailbox: facts.asked.additionalMailbox,
  ehloName: facts.asked.ehloName,
  authentication: facts.asked.authentication,
  ...(facts.asked.oauth && { grant: facts.asked.oauth.grant }),
})

/** The mailbox that the sign-in is meant to open. */
export const openedBy = ({ additionalMailbox, username }: Asked): string => additionalMailbox ?? username

/** What every sentence may name. */
export const about = (asked: Asked): Readonly<Record<string, string | number>> => ({
  host: asked.host,
  port: asked.port,
  user: asked.username,
  address: asked.primaryAddress,
  folder: asked.folder,
  mailbox: asked.additionalMailbox ?? '',
  opened: openedBy(asked),
  authority: asked.oauth?.authority ?? '',
  grant: asked.oauth?.grant ?? '',
  protocol: asked.protocol,
  certificate: asked.clientCertificate?.name ?? '',
})

/** A step that came to a trouble: the step's own sentence, or the trouble's where silence or a cut says nothing about the step. */
export function troubled(
  facts: Facts,
  step: StepName,
  trouble: Trouble,
  finding: (failure: Failure) => Word,
): Judgement {
  const failure = failureOf(facts.asked, stageOf(step), trouble)
  return {
    verdict: 'failed',
    finding: troubleFinding(step, trouble) ?? finding(failure),
    reply: replyOf(trouble),
    causes: explainFailure(failure, explainContext(facts)),
    failure,
  }
}
