/** The current outcome of a message identity (I14). */
export const mailOutcomes = [
  'created',
  'joined',
  'duplicate',
  'ignored',
  'blocked',
  'unhandled',
  'quarantined',
  'skipped',
  'observed',
  'pending',
] as const
export type MailOutcome = (typeof mailOutcomes)[number]

/** Outcomes that are listed under Set aside, with their reason (I2, I13). */
export const asideOutcomes = ['duplicate', 'ignored', 'blocked', 'unhandled', 'quarantined'] as const
export type AsideOutcome = (typeof asideOutcomes)[number]

/** Why a mail was set aside. */
export const asideReasons = [
  'no-fallback',
  'process-draft',
  'process-deleted',
  'no-process',
  'no-category',
  'no-valid-sender',
  'unreadable',
  'gone',
  'too-large',
  'own-mail',
  'own-loop',
  'own-address',
  'answers-automatic',
  'blocked',
  'same-bytes',
  'same-content',
  'same-message-id',
  'routed-elsewhere',
] as const
export type AsideReason = (typeof asideReasons)[number]

export type Counts = Readonly<Record<MailOutcome, number>>

export const noCounts: Counts = {
  created: 0,
  joined: 0,
  duplicate: 0,
  ignored: 0,
  blocked: 0,
  unhandled: 0,
  quarantined: 0,
  skipped: 0,
  observed: 0,
  pending: 0,
}

export const accountedFor = (counts: Counts): number => mailOutcomes.reduce((sum, outcome) => sum + counts[outcome], 0)

/** I14: seen = the sum of all outcomes. The difference is an alarm; zero is balance. */
export const imbalance = (seen: number, counts: Counts): number => seen - accountedFor(counts)
