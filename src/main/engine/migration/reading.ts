import { TextDecoder } from 'node:util'
import type { Actor, Answer, Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import type { Imported } from '../../../domain/migration/imported.ts'
import { encodingOf, fileKindOf, isLog, type FileKind } from '../../../domain/migration/kind.ts'
import { readAddressesCsv } from '../../../domain/migration/readers/addressesCsv.ts'
import { readDotNet } from '../../../domain/migration/readers/dotnet.ts'
import { readMigrationJson } from '../../../domain/migration/readers/json.ts'
import { readMainCf } from '../../../domain/migration/readers/mainCf.ts'
import { mailLogReader } from '../../../domain/migration/senders/mailLog.ts'
import type { SenderReader, SendersRead } from '../../../domain/migration/senders/tally.ts'
import { trackingReader } from '../../../domain/migration/senders/tracking.ts'
import { offsetAt } from '../../../domain/zone.ts'
import { word } from '../../../words/index.ts'
import { answer, refuse } from '../answers.ts'
import type { Context } from '../context.ts'
import type { MigrationRecord, MigrationSourceRecord } from '../ports/migrationRecord.ts'
import { differences, passwordChange } from './editing.ts'
import { kept, migrationHistory, openOf } from './changing.ts'

type Read = Handlers<WaypostContract>['migration']['read']

/** A configuration or a list of addresses is never larger; a log is read as it comes. In letters. */
const smallFile = 10_000_000
/** Files that are read at one time; one that was left in the middle makes room for the next. */
const mostReadings = 8

interface Reading {
  readonly id: string
  readonly fileName: string
  readonly decoder: TextDecoder
  readonly kind: FileKind
  /** Of a log. */
  readonly senders: SenderReader | null
  text: string
}

/** Reads files piece by piece (M2): a log of any size takes no more memory than its senders. */
export function createReading(context: Context): Read {
  const readings = new Map<string, Reading>()

  const feed = (reading: Reading, piece: Buffer, last: boolean) => {
    const text = reading.decoder.decode(piece, { stream: !last })
    if (reading.senders) reading.senders.feed(text)
    else reading.text += text
    readings.delete(reading.id)
    return reading.text.length <= smallFile
  }
  const keep = (reading: Reading) => {
    readings.set(reading.id, reading)
    for (const old of readings.keys()) {
      if (readings.size <= mostReadings) break
      readings.delete(old)
    }
    return answer({ readingId: reading.id, source: null, migration: null })
  }

  return async ({ readingId, fileName, kind, bytes, last, ...which }, actor) => {
    const piece = Buffer.from(bytes, 'base64')
    const known = readingId === null ? undefined : readings.get(readingId)
    if (readingId !== null && known === undefined)
      return refuse('refused', word('migration.refused.reading-gone', { fileName }))
    const tooLarge = refuse('invalid-input', word('migration.refused.too-large', { fileName }))
    // A piece in the middle changes nothing, and there are hundreds of them: the migration itself is read for the first and the last.
    if (known !== undefined && !last) return feed(known, piece, last) ? keep(known) : tooLarge
    const found = await openOf(context, which)
    if (!found.ok) return found
    const reading = known ?? begun(context, fileName, kind, piece)
    if (reading === undefined) return refuse('invalid-input', word('migration.refused.kind-unknown', { fileName }))
    if (!feed(reading, piece, last)) return tooLarge
    return last ? taken(context, found.value, reading, actor) : keep(reading)
  }
}

function begun(context: Context, fileName: string, kind: FileKind | null, piece: Buffer): Reading | undefined {
  const decoder = new TextDecoder(encodingOf(piece))
  const beginning = new TextDecoder(encodingOf(piece)).decode(piece.subarray(0, 64 * 1024), { stream: true })
  const is = kind ?? fileKindOf(beginning)
  if (is === null) return undefined
  const how = { now: context.clock.now(), utcOffset: utcOffset(context) }
  const senders = is === 'mail-log' ? mailLogReader(how) : is === 'tracking' ? trackingReader(how) : null
  return { id: context.random.id(), fileName, decoder, kind: is, senders, text: '' }
}

/** Logs without a zone are taken to be of the workspace's place (S9), in minutes ahead of UTC. */
const utcOffset = (context: Context): number => offsetAt(context.clock.now(), context.settings().timeZone)

const readers: Readonly<Record<Exclude<FileKind, 'mail-log' | 'tracking'>, (text: string) => Imported>> = {
  json: readMigrationJson,
  'addresses-csv': readAddressesCsv,
  dotnet: readDotNet,
  'main-cf': readMainCf,
}

/** What a whole file said becomes part of the migration: in one transaction with the password that stood in it. */
async function taken(context: Context, record: MigrationRecord, reading: Reading, actor: Actor) {
  const { kind, fileName } = reading
  const base = { id: context.random.id(), kind, fileName, readAt: context.now() }
  let source: MigrationSourceRecord
  let part: Partial<MigrationRecord> = {}
  let more: Extract<Awaited<ReturnType<typeof passwordChange>>, { ok: true }>['value'] = { part: {}, changes: [] }
  if (isLog(kind)) source = { ...base, gateway: null, reliants: [], ...ofLog(reading.senders!.end()) }
  else {
    const { gateway, password, addresses, slips } = readers[kind](reading.text)
    source = { ...base, gateway, reliants: addresses, ...ofSmall(reading.text, slips) }
    if (gateway !== null) {
      // A password that was typed for one server is never offered to another.
      const other = gateway.host.toLowerCase() !== record.gateway.host.toLowerCase()
      const changed = await passwordChange(context, record, password ?? (other ? '' : null))
      if (!changed.ok) return changed
      more = changed.value
      part = { gateway, ...more.part }
    }
  }
  // The same file once more takes the place of what it said before.
  const sources = [...record.sources.filter((each) => each.fileName !== fileName || each.kind !== kind), source]
  const after = {
    gateway: record.gateway,
    connectorName: record.connectorName,
    primaryAddress: record.primaryAddress,
    ...part,
  }
  const line = migrationHistory(context, actor, record, 'file read', [
    { field: 'file', from: null, to: fileName },
    ...differences(record, after),
  ])
  const view = await kept(context, record, { ...part, sources }, line, more.changes)
  if (!view.ok) return view
  const shown = view.value.sources.find(({ id }) => id === source.id) ?? null
  return answer({ readingId: null, source: shown, migration: view.value }) satisfies Answer<unknown>
}

const ofLog = ({ senders, mails, lines, from, until, slips, slipCount }: SendersRead) => ({
  senders,
  mails,
  lines,
  from,
  until,
  slips,
  slipCount,
})

const ofSmall = (text: string, slips: Imported['slips']) => ({
  senders: [],
  mails: 0,
  lines: text.split('\n').length,
  from: null,
  until: null,
  // A reader asks for one setting after the other; a person goes through the file.
  slips: slips.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0)),
  slipCount: slips.length,
})
