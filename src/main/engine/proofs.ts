import type { Proof } from '../../contract/shapes.ts'
import { verdictOf } from '../../domain/diagnosis/verdict.ts'
import type { ProofRecord } from './ports/records.ts'

/** A test result as screens show it; `current`: about the settings that are saved now. */
export function proofView(record: ProofRecord, current: boolean, now: number): Proof {
  return { ...proofHead(record, current, now), steps: [...record.steps] }
}

/** The same without its steps, for lists. `now` in milliseconds since 1970. */
export function proofHead(record: ProofRecord, current: boolean, now: number): Omit<Proof, 'steps'> {
  const verdict = verdictOf(record.side, record.steps, {
    ...record.subject,
    outcome: record.outcome,
    testedAt: Date.parse(record.finishedAt),
    now,
  })
  return {
    id: record.id,
    connectorId: record.connectorId,
    side: record.side,
    fromAddress: record.routeId === null ? null : record.subject.address,
    outcome: record.outcome,
    startedAt: record.startedAt,
    finishedAt: record.finishedAt,
    current,
    verdict: {
      tone: verdict.tone,
      title: verdict.title,
      evidence: [...verdict.evidence],
      causes: verdict.causes.map((cause) => ({ ...cause, remedies: [...cause.remedies] })),
    },
  }
}
