import type { SheetReport } from '../../../contract/transfer.ts'
import { words } from '../../../words/index.ts'

/** Why a sheet that was looked at, or is not yet, cannot be imported; undefined where it can. */
export function sheetNotYet(report: SheetReport | undefined): string | undefined {
  if (report === undefined) return words['sheets.not-looked']()
  if (report.problemCount > 0) return words['sheets.not-with-problems']()
  return report.counts.create + report.counts.change > 0 ? undefined : words['sheets.nothing']()
}

/** The mark by which spreadsheets know UTF-8 goes before the text. */
export const sheetBlob = (text: string): Blob => new Blob([`\uFEFF${text}`], { type: 'text/csv;charset=utf-8' })
