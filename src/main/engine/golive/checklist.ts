import type { ChecklistRow } from '../../../contract/golive.ts'
import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { checklist, mayStart } from '../../../domain/golive/checklist.ts'
import { answer } from '../answers.ts'
import type { Context } from '../context.ts'
import { gatherFacts, type GatheredFacts } from './facts.ts'
import { htmlReport, markdownReport } from './report.ts'

const order = ['not-ready', 'to-do', 'ready', 'live'] as const

/** G4: the checklist of every connector, what needs somebody first. */
export function createChecklist(context: Context): Pick<Handlers<WaypostContract>['golive'], 'checklist' | 'report'> {
  const read = async () => {
    const now = context.clock.now()
    const rows = (await gatherFacts(context)).map((gathered) => rowOf(gathered, now))
    return rows.toSorted(
      (a, b) => order.indexOf(a.standing) - order.indexOf(b.standing) || a.name.localeCompare(b.name),
    )
  }
  return {
    async checklist() {
      return answer({ at: context.now(), rows: await read() })
    },
    async report({ format }) {
      const { workspaceName, timeZone } = context.settings()
      const report = { workspace: workspaceName, at: context.now(), timeZone, rows: await read() }
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
    lines: list.lines.map((line) => ({
      ...line,
      mend: line.mend && { word: line.mend.word, act: { ...line.mend.act } },
    })),
    done: list.done,
    dangers: list.dangers,
    toDo: list.toDo,
    putBackUntil: facts.putBackUntil === null ? null : new Date(facts.putBackUntil).toISOString(),
  }
}
