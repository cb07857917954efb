import type { MigrationView } from '../../../contract/migration.ts'
import type { ShadowRow, ShadowRunView, ShadowView } from '../../../contract/shadowRun.ts'
import { addressKey } from '../../../domain/address.ts'
import { oneOfEach, proposedGateway, proposedMailbox } from '../../../domain/migration/shadow/choice.ts'
import { mostAddresses } from '../../../domain/migration/shadow/run.ts'
import { say, words } from '../../../words/index.ts'
import { asked } from './asked.ts'
import { exits, WrongUsage, type Exit } from './exits.ts'
import { follow } from './jobs.ts'
import { named } from './naming.ts'
import type { Run } from './run.ts'
import type { Session } from './session.ts'
import { printable, table } from './table.ts'

export interface ShadowAsked {
  /** True where no address was named. */
  readonly addresses: readonly string[] | true
  readonly to: string | undefined
  readonly gatewayOf: string | undefined
}

/** Sends the same mail by both ways and prints how it arrived: 0 where nothing of it harms or needs a look, 1 where something does. */
export async function shadowRun(run: Run, session: Session, view: MigrationView, options: ShadowAsked): Promise<Exit> {
  const { migration } = session.client
  const choices = await asked(migration.shadow({ id: view.id }))
  const { id: gateway } = gatewayOf(choices, options.gatewayOf)
  const { connectorId } = mailboxOf(choices, options.to)
  const started = migration.startShadow({
    id: view.id,
    revision: view.revision,
    gateway,
    connectorId,
    addresses: addressesOf(choices, options.addresses),
  })
  const job = await follow(session, asked(started), { signal: run.signal })
  const { run: came } = await asked(migration.shadow({ id: view.id }))
  if (came === null) throw new WrongUsage(words['cli.migrate.none']())
  run.out.answer(came, () => text(came))
  if (job.state === 'cancelled') return exits.cancelled
  return came.state === 'done' && came.rows.every(({ tone }) => tone === 'ok' || tone === 'info')
    ? exits.well
    : exits.found
}

function gatewayOf({ gateways }: ShadowView, fileName: string | undefined) {
  if (fileName === undefined) return proposedGateway(gateways) ?? { id: 'typed' }
  const found = gateways.find((each) => each.fileName === fileName)
  if (found === undefined) throw new WrongUsage(words['cli.migrate.no-gateway']({ file: fileName }))
  return found
}

function mailboxOf({ mailboxes }: ShadowView, name: string | undefined) {
  const found =
    name === undefined
      ? proposedMailbox(mailboxes)
      : named(
          mailboxes.map((each) => ({ ...each, id: each.connectorId, name: each.connector })),
          name,
          words['cli.a-connector'](),
        )
  if (found === undefined) throw new WrongUsage(words['migration.shadow.no-mailbox']())
  return found
}

function addressesOf({ addresses }: ShadowView, wanted: ShadowAsked['addresses']): string[] {
  const chosen =
    wanted === true
      ? oneOfEach(addresses)
      : wanted.length === 1 && wanted[0] === 'all'
        ? addresses.slice(0, mostAddresses)
        : wanted.map(
            (written) =>
              addresses.find(({ address }) => address === written || addressKey(address) === addressKey(written)) ?? {
                address: written,
              },
          )
  if (chosen.length === 0) throw new WrongUsage(words['migration.shadow.no-address']())
  if (chosen.length > mostAddresses) throw new WrongUsage(words['migration.shadow.too-many']({ count: mostAddresses }))
  return chosen.map(({ address }) => address)
}

const sentText = ({ word, reply }: ShadowRow['old']): string =>
  printable(reply === null ? say(word) : `${say(word)} ${reply}`)

function text(run: ShadowRunView): string {
  const notes = run.rows.flatMap((row) => [
    ...(row.isSameWay ? [`${row.address}: ${words['migration.shadow.same-way']()}`] : []),
    ...row.differences.map(({ word }) => `${row.address}: ${say(word)}`),
  ])
  return [
    say(run.says),
    table(
      [
        { title: words['migration.column.address'](), of: (row) => row.address },
        { title: words['migration.shadow.column.old'](), of: (row) => sentText(row.old) },
        { title: words['migration.shadow.column.next'](), of: (row) => sentText(row.next) },
        { title: words['migration.shadow.column.verdict'](), of: (row) => say(row.word) },
      ],
      run.rows,
    ),
    ...(notes.length === 0 ? [] : [notes.map((note) => printable(note)).join('\n')]),
    ...(run.leftovers === 0 ? [] : [words['migration.shadow.leftovers']({ count: run.leftovers })]),
  ].join('\n\n')
}
