import type { Actor } from '../../../contract/define.ts'
import { processPath } from '../../../domain/process.ts'
import {
  noRules,
  routeSettings,
  ruleNames,
  type IncomingRouteSettings,
  type RouteRules,
} from '../../../domain/route.ts'
import { words } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import type { FieldChange, IncomingRouteRecord, ProcessRecord } from '../ports/records.ts'
import type { Change } from '../ports/store.ts'

/** What a history calls processes and companies; read once for many routes. */
export interface Names {
  readonly process: ReadonlyMap<string, ProcessRecord>
  readonly company: ReadonlyMap<string, string>
}

export async function readNames({ store }: Context): Promise<Names> {
  const [processes, companies] = await Promise.all([store.processes(), store.companies()])
  return {
    process: new Map(processes.map((each) => [each.id, each])),
    company: new Map(companies.map((each) => [each.id, each.name])),
  }
}

/** R12: the line of an incoming route's history for a change, with the settings that it can be restored from; null where nothing changed. */
export function routeHistory(
  context: Context,
  actor: Actor,
  was: IncomingRouteRecord | null,
  is: IncomingRouteRecord,
  action: 'created' | 'edited' | 'restored',
  names: Names,
): Change | null {
  const changes = changesOf(was, is, names)
  if (was && changes.length === 0) return null
  const object = { kind: 'incoming-route', id: is.id, name: is.name } as const
  return context.history(actor, object, action, changes, routeSettings(is))
}

interface Field {
  readonly field: string
  /** What it is, to compare. */
  readonly value: string
  /** What it is, to read: paths and names instead of ids, lists as they are typed. */
  readonly text: string
}

function fieldsOf(route: IncomingRouteSettings, names: Names): readonly Field[] {
  const process = route.processId === null ? undefined : names.process.get(route.processId)
  const plain = (
    [
      'name',
      'emailAddress',
      'processId',
      'ticketCategory',
      'forAttention',
      'sendAutomatedEmails',
      'answerCc',
      'testMode',
      'enabled',
      'match',
    ] as const
  ).map((field): Field => {
    const value = String(route[field] ?? '')
    return { field, value, text: field === 'processId' && process ? processPath(process) : value }
  })
  const rules = ruleNames.map((name): Field => ({
    field: `rules.${name}`,
    value: JSON.stringify(route.rules[name]),
    text: ruleText(route.rules, name, names),
  }))
  return [...plain, ...rules]
}

function ruleText(rules: RouteRules, name: (typeof ruleNames)[number], names: Names): string {
  if (name === 'important') return String(rules.important)
  if (name !== 'companies') return rules[name].join('; ')
  return rules.companies.map((id) => names.company.get(id) ?? words['companies.deleted-one']()).join('; ')
}

/** What a new route has unless it is said: not worth a line in the history. */
const unsaid: ReadonlyMap<string, string> = new Map([
  ['match', 'all'],
  ['rules.important', String(noRules.important)],
])

function changesOf(was: IncomingRouteRecord | null, is: IncomingRouteRecord, names: Names): readonly FieldChange[] {
  const now = fieldsOf(is, names)
  if (was === null)
    return now
      .filter(({ field, text }) => text !== (unsaid.get(field) ?? ''))
      .map(({ field, text }) => ({ field, from: null, to: text }))
  const before = fieldsOf(was, names)
  return now.flatMap(({ field, value, text }, index) => {
    const then = before[index]!
    return then.value === value ? [] : [{ field, from: then.text, to: text }]
  })
}
