export { DryRun } from './DryRun.tsx'
export { ImportPage } from './ImportPage.tsx'
export { useLooking } from './looking.ts'
export { sheetBlob, sheetNotYet } from './sheets.ts'
