import type { ChecklistLineView, ChecklistRow, ProcessChecklistRow } from '../../../contract/golive.ts'
import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { checklist, mayStart } from '../../../domain/golive/checklist.ts'
import type { ChecklistLine } from '../../../domain/golive/line.ts'
import { processChecklist } from '../../../domain/golive/processes.ts'
import { answer } from '../answers.ts'
import type { Context } from '../context.ts'
import { gatherFacts, type GatheredFacts } from './facts.ts'
import type { GatheredProcess } from './processFacts.ts'
import { htmlReport, markdownReport } from './report.ts'

const order = ['not-ready', 'to-do', 'ready', 'live'] as const
/** Desk 2 stands before Desk 10. */
const byName = new Intl.Collator('en', { numeric: true }).compare
const processOrder = ['not-ready', 'to-do', 'well'] as const

/** G4: the checklist of every connector and of every process, what needs somebody first. */
export function createChecklist(context: Context): Pick<Handlers<WaypostContract>['golive'], 'checklist' | 'report'> {
  const read = async () => {
    const now = context.clock.now()
    const { connectors, processes } = await gatherFacts(context)
    return {
      rows: connectors
        .map((gathered) => rowOf(gathered, now))
        .toSorted((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || byName(a.name, b.name)),
      processes: processes
        .map(processRowOf)
        .toSorted(
          (a, b) => processOrder.indexOf(a.standing) - processOrder.indexOf(b.standing) || byName(a.path, b.path),
        ),
    }
  }
  return {
    async checklist() {
      return answer({ at: context.now(), ...(await read()) })
    },
    async report({ format }) {
      const { workspaceName, timeZone } = context.settings()
      const report = { workspace: workspaceName, at: context.now(), timeZone, ...(await read()) }
      const day = report.at.slice(0, 10)
      return answer(
        format === 'html'
          ? { fileName: `go-live ${day}.html`, text: htmlReport(report) }
          : { fileName: `go-live ${day}.md`, text: markdownReport(report) },
      )
    },
  }
}

function rowOf({ standing: { record }, facts }: GatheredFacts, now: number): ChecklistRow {
  const list = checklist(facts, now)
  return {
    connectorId: record.id,
    name: record.name,
    revision: record.revision,
    owner: record.owner,
    primaryAddress: facts.primaryAddress,
    useFor: facts.useFor,
    pop3: facts.protocol === 'pop3',
    enabled: record.enabled,
    sending: record.sending,
    receiving: record.receiving,
    holding: record.holding,
    planned: record.planned,
    at: facts.planned?.instant == null ? null : new Date(facts.planned.instant).toISOString(),
    standing: list.standing,
    mayStart: mayStart(list),
    path: [...list.path],
    lines: list.lines.map(lineOf),
    done: list.done,
    dangers: list.dangers,
    toDo: list.toDo,
    putBackUntil: facts.putBackUntil === null ? null : new Date(facts.putBackUntil).toISOString(),
  }
}

function processRowOf({ record, facts }: GatheredProcess): ProcessChecklistRow {
  const list = processChecklist(facts)
  return {
    processId: record.id,
    path: facts.path,
    revision: record.revision,
    live: record.live,
    ...list,
    lines: list.lines.map(lineOf),
  }
}

const lineOf = (line: ChecklistLine): ChecklistLineView => ({
  ...line,
  mend: line.mend && { word: line.mend.word, act: { ...line.mend.act } },
})
