import type { Output } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { LintFinding } from '../../../contract/routes.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { processPath } from '../../../domain/process.ts'
import type { IncomingRoute } from '../../../domain/route.ts'
import { consequenceOf, type Finding } from '../../../domain/routing/lint/lint.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'

type LintCount = Output<WaypostContract['routes']['lintCounts']>['rows'][number]
type Said = Pick<LintFinding, 'chip' | 'word' | 'mend'>

/** Which routes are asked about: those of a connector, a few by their ids, or all. */
interface Asked {
  readonly connectorId: string | null
  readonly routeIds: readonly string[] | null
}

/** What lint says of incoming routes, in words (R14). */
export async function lintFindings(
  context: Context,
  { connectorId, routeIds }: Asked,
): Promise<readonly LintFinding[]> {
  const routing = await context.routing()
  const wanted = routeIds === null ? null : new Set(routeIds)
  const found = routing
    .lint()
    .filter(
      (finding) =>
        (connectorId === null || finding.connectorId === connectorId) && (wanted?.has(finding.route.id) ?? true),
    )
  const [connectors, companies, hits] = await Promise.all([
    context.store.connectors(),
    context.store.companies(),
    // Mail makes no change to the configuration, and tells that an address is received.
    found.some(({ kind }) => kind === 'not-received') ? context.store.routeHits('') : new Map<string, number>(),
  ])
  const connectorNames = new Map(connectors.map(({ id, name }) => [id, name]))
  const companyNames = new Map(companies.map(({ id, name }) => [id, name]))
  const named = (route: IncomingRoute) => ({ route: route.name, place: routing.placeOf(route.id) })
  const about = (finding: Finding) => {
    const { route } = finding
    const process = route.processId === null ? undefined : routing.processes.get(route.processId)
    return {
      ...named(route),
      address: route.emailAddress,
      connector: connectorNames.get(finding.connectorId) ?? '',
      process: process ? processPath(process) : '',
      companies: route.rules.companies.flatMap((id) => companyNames.get(id) ?? []).join(', '),
    }
  }
  return found
    .filter(({ kind, route }) => kind !== 'not-received' || !hits.has(route.id))
    .map((finding) => ({
      kind: finding.kind,
      severity: finding.severity,
      connectorId: finding.connectorId,
      connectorName: connectorNames.get(finding.connectorId) ?? '',
      routeId: finding.route.id,
      routeName: finding.route.name,
      otherRouteId: 'by' in finding ? finding.by.id : null,
      ...saidOf(finding, about(finding), named),
    }))
}

/** What sentences are about. */
interface About {
  readonly route: string
  readonly place: number
  readonly address: string
  readonly connector: string
  readonly process: string
  readonly companies: string
}

function saidOf(
  finding: Finding,
  { route, place, address, connector, process, companies }: About,
  named: (route: IncomingRoute) => { readonly route: string; readonly place: number },
): Said {
  const own = { route, place }
  const both = (by: IncomingRoute) => {
    const other = named(by)
    return { ...own, other: other.route, otherPlace: other.place }
  }
  const said = (chip: Word, sentence: Word, mend: Word): Said => ({ chip, word: sentence, mend })
  switch (finding.kind) {
    case 'shadowed':
      return shadowed(finding, address, both(finding.by))
    case 'duplicate': {
      const params = both(finding.by)
      return said(
        word('lint.chip.duplicate', params),
        word('lint.duplicate', params),
        word('lint.mend.duplicate', params),
      )
    }
    case 'no-common-sender':
      return said(
        word('lint.chip.no-common-sender'),
        word('lint.no-common-sender', { ...own, companies }),
        word('lint.mend.no-common-sender'),
      )
    case 'no-company':
    case 'companies-gone':
      return said(word(`lint.chip.${finding.kind}`), word(`lint.${finding.kind}`, own), word('lint.mend.companies'))
    case 'no-senders':
      return said(word('lint.chip.no-senders'), word('lint.no-senders', own), word('lint.mend.no-senders'))
    case 'no-usable-entry':
      return said(
        word('lint.chip.no-usable-entry'),
        word('lint.no-usable-entry', own),
        word('lint.mend.no-usable-entry'),
      )
    case 'no-address':
      return said(
        word('lint.chip.no-address'),
        word('lint.no-address', { ...own, address }),
        word('lint.mend.no-address'),
      )
    case 'no-process':
    case 'process-deleted':
      return said(word(`lint.chip.${finding.kind}`), word(`lint.${finding.kind}`, own), word('lint.mend.process', own))
    case 'process-draft':
      return said(
        word('lint.chip.process-draft'),
        word('lint.process-draft', { ...own, process }),
        word('lint.mend.process-draft', { ...own, process }),
      )
    case 'no-category':
      return said(
        word('lint.chip.no-category'),
        word('lint.no-category', { ...own, process }),
        word('lint.mend.no-category', own),
      )
    case 'cannot-answer':
      return said(
        word('lint.chip.cannot-answer'),
        word('lint.cannot-answer', { ...own, process }),
        word('lint.mend.cannot-answer', own),
      )
    case 'test-answers':
      return said(word('lint.chip.test-answers'), word('lint.test-answers', own), word('lint.mend.test-answers', own))
    case 'short-key-words': {
      const words = finding.words.map((each) => `“${each}”`).join(', ')
      return said(
        word('lint.chip.short-key-words', { words }),
        word('lint.short-key-words', { ...own, words, count: finding.words.length }),
        word('lint.mend.short-key-words'),
      )
    }
    case 'not-received':
      return said(
        word('lint.chip.not-received'),
        word('lint.not-received', { ...own, address, connector }),
        word('lint.mend.not-received', { address, connector }),
      )
  }
}

interface Both {
  readonly route: string
  readonly place: number
  readonly other: string
  readonly otherPlace: number
}

function shadowed({ takes, alike }: Extract<Finding, { kind: 'shadowed' }>, address: string, both: Both): Said {
  const mend = word(alike ? 'lint.mend.shadowed-alike' : 'lint.mend.shadowed', both)
  switch (takes.what) {
    case 'everything': {
      const params = { ...both, address }
      return {
        chip: word('lint.chip.shadowed-everything', params),
        word: word('lint.shadowed-everything', params),
        mend,
      }
    }
    case 'domain': {
      const params = { ...both, domain: takes.domain }
      return { chip: word('lint.chip.shadowed-domain', params), word: word('lint.shadowed-domain', params), mend }
    }
    case 'key-word': {
      const params = { ...both, word: takes.word }
      return { chip: word('lint.chip.shadowed-key-word', params), word: word('lint.shadowed-key-word', params), mend }
    }
    case 'same':
      return { chip: word('lint.chip.shadowed-same', both), word: word('lint.shadowed-same', both), mend }
  }
}

/** How many routes of each connector can never fire, become no work, or are worth a look. */
export async function lintCounts(context: Context): Promise<readonly LintCount[]> {
  const { lint } = await context.routing()
  const routesOf = (findings: readonly Finding[], counts: (finding: Finding) => boolean): number =>
    new Set(findings.filter(counts).map(({ route }) => route.id)).size
  return [...Map.groupBy(lint(), ({ connectorId }) => connectorId)].map(([connectorId, findings]) => ({
    connectorId,
    neverFires: routesOf(findings, ({ kind }) => consequenceOf(kind) === 'never-fires'),
    noWork: routesOf(findings, ({ kind }) => consequenceOf(kind) === 'no-work'),
    worthALook: routesOf(findings, ({ kind, severity }) => severity === 'warning' && kind !== 'process-draft'),
  }))
}
