export { useLintOf } from './inSight.ts'
export { LintChip } from './LintChip.tsx'
export { LintNotes } from './LintNotes.tsx'
export { LintSummary } from './LintSummary.tsx'
