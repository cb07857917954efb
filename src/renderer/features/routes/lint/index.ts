export { LintChip } from './LintChip.tsx'
export { LintNotes } from './LintNotes.tsx'
export { LintReading } from './LintReading.tsx'
export { LintSummary } from './LintSummary.tsx'
