import { createHash } from 'node:crypto'
import type { Output } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { secretsMissing } from '../../../domain/connector.ts'
import { processPath } from '../../../domain/process.ts'
import { respelledProcess } from '../catalogue/fileProcess.ts'
import { nameKey } from '../connectors/saving.ts'
import type { Context } from '../context.ts'
import { keepsPassword } from '../proxySettings.ts'
import { takingEach } from './called.ts'
import { exportedConfiguration } from './exported.ts'
import type { Configuration } from './format.ts'

type ReportValue = Output<WaypostContract['transfer']['preview']>

const apart = new Set(['routes', 'fromAddresses', 'defaultRoute'])

/** What an import would change, compared with what an export would write now; `reordered`: connectors whose routes change their order. */
export async function compared(
  context: Context,
  wanted: Configuration,
  reordered: ReadonlySet<string>,
): Promise<ReportValue> {
  const { store } = context
  const now = await exportedConfiguration(context)
  const changes: ReportValue['changes'][number][] = []
  const missingSecrets: ReportValue['missingSecrets'][number][] = []
  const note = (
    kind: ReportValue['changes'][number]['kind'],
    name: string,
    was: object | undefined,
    is: object,
    also: readonly string[] = [],
  ) => {
    const fields = Object.entries(is)
      .filter(
        ([key, value]) => !apart.has(key) && different(value, (was as Record<string, unknown> | undefined)?.[key]),
      )
      .map(([key]) => key)
      .concat(also)
    const differences = fields.flatMap((field) =>
      differing(field, (was as Values | undefined)?.[field], (is as Values)[field]),
    )
    changes.push({ kind, name, action: !was ? 'create' : fields.length > 0 ? 'change' : 'same', fields, differences })
  }
  if (Object.keys(wanted.settings).length > 0)
    note('settings', wanted.settings.workspaceName ?? context.settings().workspaceName, now.settings, wanted.settings)
  const proxy = wanted.settings.proxy ?? null
  const isKept = keepsPassword(proxy, context.settings().proxy) && context.surroundings().proxy?.password != null
  if (proxy !== null && proxy.username !== '' && !isKept)
    missingSecrets.push({ connector: null, secret: 'proxy-password' })
  const companyNow = takingEach((await store.companies()).map(({ name, entries }) => ({ name, entries })))
  for (const company of wanted.companies) note('company', company.name, companyNow(company), company)
  const processNow = new Map(now.processes.map((process) => [nameKey(processPath(process)), process]))
  for (const process of wanted.processes) {
    const was = processNow.get(nameKey(processPath(process)))
    const becomes = Object.entries(respelledProcess(was ?? null, process))
    const said = Object.fromEntries(becomes.filter(([key]) => was === undefined || key in process))
    note('process', processPath(process), was, said)
  }
  const records = await store.connectors()
  for (const connector of wanted.connectors) {
    const key = nameKey(connector.name)
    const was = now.connectors.find((each) => nameKey(each.name) === key)
    // Without a fallback in the file the one that is there stays.
    const { fallback, ...others } = connector
    const said = was && fallback === null ? others : connector
    note('connector', connector.name, was, said, reordered.has(key) ? ['order of routes'] : [])
    const routeNow = takingEach(was?.routes ?? [])
    for (const route of connector.routes)
      note('incoming-route', `${connector.name}: ${route.name}`, routeNow(route), route)
    if (connector.defaultRoute)
      note(
        'outgoing-route',
        `${connector.name}: ${connector.defaultRoute.name}`,
        was?.defaultRoute ?? undefined,
        connector.defaultRoute,
      )
    const fromNow = takingEach(was?.fromAddresses ?? [])
    for (const route of connector.fromAddresses)
      note('outgoing-route', `${connector.name}: ${route.name}`, fromNow(route), route)
    const record = records.find((each) => nameKey(each.name) === key)
    const stored = record && (await store.version(record.draftId))
    for (const secret of secretsMissing(connector.settings, stored ?? null))
      missingSecrets.push({ connector: connector.name, secret })
  }
  const basis = createHash('sha256')
    .update(JSON.stringify([changes, missingSecrets]))
    .digest('hex')
  return { changes, missingSecrets, basis }
}

type Values = Readonly<Record<string, unknown>>
const isValues = (value: unknown): value is Values =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Value by value, however deep; lists in one line. */
function differing(field: string, was: unknown, is: unknown): ReportValue['changes'][number]['differences'] {
  if (isValues(is)) {
    const before = isValues(was) ? was : {}
    return Object.keys(is).flatMap((key) => differing(`${field}.${key}`, before[key], is[key]))
  }
  if (!different(is, was) || (was === undefined && shown(is) === '')) return []
  return [{ field, from: was === undefined || was === null ? null : shown(was), to: shown(is) }]
}

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  const text = Array.isArray(value) ? value.map(shown).join('; ') : typeof value === 'string' ? value : stable(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

const different = (is: unknown, was: unknown): boolean => stable(is) !== stable(was)

/** JSON with sorted keys: the same for the same content. */
const stable = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    each !== null && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : each,
  )
