import type { ShadowRow, ShadowRunView } from '../../../../contract/shadowRun.ts'
import type { Word } from '../../../../domain/diagnosis/proof.ts'
import { addressKey } from '../../../../domain/address.ts'
import { comparePair, type Difference, type ShadowVerdict } from '../../../../domain/migration/shadow/compare.ts'
import type { ShadowMessage, ShadowPair } from '../../../../domain/migration/shadow/run.ts'
import { word } from '../../../../words/index.ts'
import { meaningOf } from '../../meaning.ts'
import type { ShadowRunRecord } from '../../ports/shadowRecord.ts'

type Tone = ShadowRow['tone']

const verdictTones: Readonly<Record<ShadowVerdict, Tone>> = {
  same: 'ok',
  differs: 'warning',
  refused: 'failed',
  'not-arrived': 'failed',
  'not-run': 'neutral',
}

const urgency: readonly Tone[] = ['failed', 'warning', 'info', 'neutral', 'ok']

export const verdictWord = (verdict: ShadowVerdict, differences: number): Word =>
  verdict === 'differs'
    ? word('migration.shadow.verdict.differs', { count: differences })
    : word(`migration.shadow.verdict.${verdict}`)

/** A run as screens, reports and commands show it. The facts are kept; what they mean is judged here, by the rules of today. */
export function runView(run: ShadowRunRecord, isUnderWay: boolean): ShadowRunView {
  // A run whose job is gone was cut off, whatever its row says.
  const state = run.state === 'running' && !isUnderWay ? 'interrupted' : run.state
  // What harms first; inside that the order of the plan.
  const rows = run.pairs
    .map((pair) => rowView(pair, run))
    .toSorted((a, b) => urgency.indexOf(a.tone) - urgency.indexOf(b.tone))
  const of = (...verdicts: readonly ShadowVerdict[]) => rows.filter(({ verdict }) => verdicts.includes(verdict)).length
  const counts = {
    same: of('same'),
    differs: of('differs'),
    refused: of('refused'),
    notArrived: of('not-arrived'),
    notRun: of('not-run'),
  }
  return {
    id: run.id,
    state,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    startedBy: run.startedBy,
    ...saysOf(run, state, counts),
    old: run.old,
    fileName: run.fileName,
    connectorId: run.connectorId,
    connector: run.connector,
    recipient: run.recipient,
    counts,
    rows,
    leftovers: state === 'running' ? 0 : run.leftovers.length,
    failure: run.failure,
  }
}

function saysOf(
  run: ShadowRunRecord,
  state: ShadowRunView['state'],
  counts: ShadowRunView['counts'],
): Pick<ShadowRunView, 'says' | 'tone'> {
  if (state === 'running') return { says: word('migration.shadow.says.running'), tone: 'info' }
  if (state === 'failed')
    return {
      says: word('migration.shadow.says.failed', {
        connector: run.connector,
        why: run.failure === null ? '' : meaningOf(run.failure, { address: run.recipient, protocol: 'imap' }),
      }),
      tone: 'failed',
    }
  if (state === 'cancelled' || state === 'interrupted')
    return { says: word(`migration.shadow.says.${state}`, { count: counts.notRun }), tone: 'neutral' }
  const bad = counts.refused + counts.notArrived
  if (bad > 0) return { says: word('migration.shadow.says.bad', { ...counts, count: bad }), tone: 'failed' }
  return counts.differs > 0
    ? { says: word('migration.shadow.says.differs', { count: counts.differs, same: counts.same }), tone: 'warning' }
    : { says: word('migration.shadow.says.same', { count: counts.same }), tone: 'ok' }
}

function rowView(pair: ShadowPair, run: ShadowRunRecord): ShadowRow {
  const { verdict, differences } = comparePair(pair)
  const isHarmed = differences.some(({ tone }) => tone === 'failed')
  const isOnlyOtherwise = differences.every(({ tone }) => tone === 'info')
  return {
    address: pair.address,
    isSameWay: pair.isSameWay,
    old: sentView(pair.old, pair, run),
    next: sentView(pair.next, pair, run),
    verdict,
    tone: verdict !== 'differs' ? verdictTones[verdict] : isHarmed ? 'failed' : isOnlyOtherwise ? 'info' : 'warning',
    word: verdictWord(verdict, differences.length),
    differences: differences.map((each) => ({
      code: each.code,
      tone: each.tone,
      word: differenceWord(each, pair),
    })),
  }
}

function sentView(
  { way, messageId, fate }: ShadowMessage,
  { address }: ShadowPair,
  run: ShadowRunRecord,
): ShadowRow['old'] {
  const base = { way, messageId, what: fate.what, reply: null }
  switch (fate.what) {
    case 'waiting':
    case 'cancelled':
      return { ...base, tone: 'neutral', word: word(`migration.shadow.fate.${fate.what}`) }
    case 'not-arrived':
      return { ...base, tone: 'failed', word: word('migration.shadow.fate.not-arrived', { minutes: fate.minutes }) }
    case 'refused': {
      const { failure } = fate
      if (failure.code === 'no-carrier')
        return { ...base, tone: 'failed', word: word('migration.shadow.fate.no-carrier') }
      return {
        ...base,
        tone: 'failed',
        word: word('migration.shadow.fate.refused', {
          why: meaningOf(failure, {
            protocol: 'smtp',
            host: failure.host ?? way.host,
            port: failure.port ?? way.port,
            username: way.username,
            address,
            mailbox: run.recipient,
          }),
        }),
        reply: failure.reply ?? null,
      }
    }
    case 'arrived': {
      const { folder, seconds, isJunk } = fate
      const from = fate.from.join(', ')
      const isRewritten = (addressKey(from) ?? from) !== addressKey(address)
      return {
        ...base,
        tone: isRewritten || isJunk ? 'warning' : 'ok',
        word: isRewritten
          ? word('migration.shadow.fate.rewritten', { folder, seconds, from: from || '–' })
          : word('migration.shadow.fate.arrived', { folder, seconds }),
      }
    }
  }
}

function differenceWord({ code, what, old, next }: Difference, { address, next: { way } }: ShadowPair): Word {
  const none = (text: string) => text || '–'
  return word(`migration.shadow.difference.${code}`, {
    address,
    connector: way.connector ?? '',
    what,
    old: none(old),
    next: none(next),
  })
}
