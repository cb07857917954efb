import { Option, type Command } from 'commander'
import { sides, type Side } from '../../../../domain/connector.ts'
import type { IncomingRouteView, OutgoingRouteView } from '../../../../contract/routes.ts'
import { say, words } from '../../../../words/index.ts'
import { exits, WrongUsage, type Exit } from '../exits.ts'
import { incomingFields, incomingSettings, type IncomingRouteOptions } from '../incomingRouteOptions.ts'
import { named } from '../naming.ts'
import { routePosition } from '../numbers.ts'
import type { Perform, Run } from '../run.ts'
import { asked } from '../asked.ts'
import { confirmStop, defineTest } from './fromAddresses.ts'
import type { Session } from '../session.ts'
import { defineProbe } from './routeProbe.ts'
import { table } from '../table.ts'
import { defineTry } from './routeTry.ts'

interface RouteOptions extends IncomingRouteOptions {
  readonly connector?: string
  readonly side?: Side
  readonly description?: string
  readonly enabled?: boolean
  readonly discard?: boolean
  readonly confirm?: string
}

export function define(command: Command, perform: Perform): void {
  command
    .command('list')
    .description('list routes, connector by connector')
    .option('--connector <name>', 'only the routes of this connector')
    .action(perform(list))
  fields(
    command
      .command('add')
      .description('add a route')
      .argument('<name>')
      .requiredOption('--connector <name>', 'the connector it belongs to')
      .addOption(
        new Option('--side <side>', 'incoming: mail that arrives; outgoing: a From address')
          .choices(sides)
          .makeOptionMandatory(),
      ),
  ).action(perform(add))
  fields(which(command.command('set').description('change a route')))
    .option('--name <name>', 'new name')
    .option('--discard', 'take back an address that waits for its proof (outgoing)')
    .option('--confirm <name>', 'the name once more, where something stops with a From address')
    .action(perform(set))
  which(command.command('move').description('give an incoming route another place in the order'))
    .requiredOption('--to <position>', 'its position among the routes of its kind, from 1 on', routePosition)
    .action(perform(move))
  which(command.command('delete').description('delete a route'))
    .option('--confirm <name>', 'the name once more, where something stops with a From address')
    .action(perform(remove))
  defineTest(command, perform)
  defineProbe(command, perform)
  defineTry(command, perform)
}

const which = (command: Command): Command =>
  command
    .argument('<route>', 'its name or id')
    .option('--connector <name>', 'the connector it belongs to, where several have a route of this name')
    .addOption(new Option('--side <side>', 'incoming or outgoing, where both have a route of this name').choices(sides))

const fields = (command: Command): Command =>
  incomingFields(command)
    .option('--address <address>', 'email address; * for a wildcard route')
    .option('--description <text>', 'description (outgoing)')
    .option('--enabled', 'enable; a From address that is proved becomes the running one')
    .option('--no-enabled', 'disable')

async function list(run: Run, options: { readonly connector?: string }): Promise<Exit> {
  const session = await run.session()
  const connectorId = options.connector === undefined ? null : await connectorIdOf(session, options.connector)
  const answer = await asked(session.client.routes.list({ connectorId }))
  if (run.out.shape === 'ndjson') {
    const rows = answer.groups.flatMap(({ incoming, outgoing }) => [
      ...(incoming ?? []).map((route) => ({ side: 'incoming', ...route })),
      ...(outgoing ?? []).map((route) => ({ side: 'outgoing', ...route })),
    ])
    run.out.answer({ rows }, () => '')
    return exits.well
  }
  run.out.answer(answer, () =>
    answer.groups
      .flatMap(({ connectorName, incoming, outgoing }) => [
        ...(incoming?.length
          ? [
              `${run.out.answerPaint.strong(`${connectorName} · ${words['cli.side.incoming']()}`)}\n${incomingTable(incoming)}`,
            ]
          : []),
        ...(outgoing?.length
          ? [
              `${run.out.answerPaint.strong(`${connectorName} · ${words['cli.side.outgoing']()}`)}\n${outgoingTable(outgoing)}`,
            ]
          : []),
      ])
      .join('\n\n'),
  )
  return exits.well
}

const yes = (is: boolean): string => (is ? words['cli.yes']() : words['cli.no']())

const incomingTable = (routes: readonly IncomingRouteView[]): string =>
  table(
    [
      { title: words['cli.column.order'](), of: (row) => row.position, align: 'right' },
      { title: words['cli.column.name'](), of: (row) => row.name },
      { title: words['cli.column.class'](), of: (row) => row.class },
      { title: words['cli.column.address'](), of: (row) => row.emailAddress },
      { title: words['cli.column.process'](), of: (row) => row.processPath },
      { title: words['cli.column.category'](), of: (row) => row.ticketCategory },
      { title: words['cli.column.test-mode'](), of: (row) => yes(row.testMode) },
      { title: words['cli.column.enabled'](), of: (row) => yes(row.enabled) },
    ],
    routes,
  )

const outgoingTable = (routes: readonly OutgoingRouteView[]): string =>
  table(
    [
      { title: words['cli.column.name'](), of: (row) => row.name },
      { title: words['cli.column.address'](), of: (row) => (row.pending ? row.runningAddress : row.emailAddress) },
      { title: words['cli.column.waits'](), of: (row) => (row.pending ? row.emailAddress : null) },
      { title: words['cli.column.default'](), of: (row) => yes(row.isDefault) },
      { title: words['cli.column.proof'](), of: (row) => say(row.proof.word) },
      { title: words['cli.column.enabled'](), of: (row) => yes(row.enabled) },
      { title: words['cli.column.used-by'](), of: (row) => row.usedBy.join(', ') || null },
    ],
    routes,
  )

async function connectorIdOf(session: Session, name: string): Promise<string> {
  const { rows } = await asked(session.client.connectors.list({}))
  return named(rows, name, words['cli.a-connector']()).id
}

async function add(run: Run, name: string, options: RouteOptions): Promise<Exit> {
  const session = await run.session()
  const connectorId = await connectorIdOf(session, options.connector ?? '')
  if (options.address === undefined && !options.wildcard)
    throw new WrongUsage(words['cli.option-needed']({ option: '--address' }))
  const base = { id: null, revision: null, connectorId }
  const view =
    options.side === 'outgoing'
      ? await asked(
          session.client.routes.saveOutgoing({
            ...base,
            settings: outgoingSettings({ ...options, name }, null),
            enabled: options.enabled ?? null,
          }),
        )
      : await asked(
          session.client.routes.saveIncoming({
            ...base,
            settings: await incomingSettings(session, { ...options, name }, null),
          }),
        )
  run.out.done(view, words['cli.route-added']({ name }))
  return exits.well
}

async function set(run: Run, wanted: string, options: RouteOptions): Promise<Exit> {
  const session = await run.session()
  const { side, route } = await routeNamed(session, wanted, options)
  const base = { id: route.id, revision: route.revision, connectorId: route.connectorId }
  const view =
    side === 'outgoing'
      ? await setOutgoing(run, session, route, options)
      : await asked(
          session.client.routes.saveIncoming({ ...base, settings: await incomingSettings(session, options, route) }),
        )
  run.out.done(view, words['cli.route-saved']({ name: view.name }))
  return exits.well
}

async function setOutgoing(
  run: Run,
  session: Session,
  route: OutgoingRouteView,
  options: RouteOptions,
): Promise<OutgoingRouteView> {
  const which = { id: route.id, revision: route.revision }
  if (options.discard) return asked(session.client.routes.discardOutgoing(which))
  if (options.enabled === false && route.enabled) await confirmStop(run, session, route, options.confirm)
  return asked(
    session.client.routes.saveOutgoing({
      ...which,
      connectorId: route.connectorId,
      settings: outgoingSettings(options, route),
      enabled: options.enabled ?? null,
    }),
  )
}

async function move(run: Run, wanted: string, options: RouteOptions & { readonly to: number }): Promise<Exit> {
  const session = await run.session()
  const { route } = await routeNamed(session, wanted, { ...options, side: 'incoming' })
  const moved = await asked(session.client.routes.move({ id: route.id, revision: route.revision, to: options.to }))
  run.out.done(moved, words['routes.moved']({ route: route.name, to: moved.to, of: moved.of }))
  return exits.well
}

async function remove(run: Run, wanted: string, options: RouteOptions): Promise<Exit> {
  const session = await run.session()
  const { side, route } = await routeNamed(session, wanted, options)
  if (side === 'outgoing' && !route.isDefault) await confirmStop(run, session, route, options.confirm)
  const which = { id: route.id, revision: route.revision }
  const answer = await asked(
    side === 'outgoing' ? session.client.routes.removeOutgoing(which) : session.client.routes.removeIncoming(which),
  )
  run.out.done(answer, words['cli.deleted']({ name: route.name }))
  return exits.well
}

type Found =
  | { readonly side: 'incoming'; readonly id: string; readonly name: string; readonly route: IncomingRouteView }
  | { readonly side: 'outgoing'; readonly id: string; readonly name: string; readonly route: OutgoingRouteView }

async function routeNamed(session: Session, wanted: string, options: RouteOptions): Promise<Found> {
  const connectorId = options.connector === undefined ? null : await connectorIdOf(session, options.connector)
  const { groups } = await asked(session.client.routes.list({ connectorId }))
  const all = groups.flatMap(({ incoming, outgoing }): readonly Found[] => [
    ...(incoming ?? []).map((route) => ({ side: 'incoming' as const, id: route.id, name: route.name, route })),
    ...(outgoing ?? []).map((route) => ({ side: 'outgoing' as const, id: route.id, name: route.name, route })),
  ])
  return named(
    all.filter(({ side }) => options.side === undefined || side === options.side),
    wanted,
    words['cli.a-route'](),
  )
}

const outgoingSettings = (options: RouteOptions, before: OutgoingRouteView | null) => ({
  name: options.name ?? before?.name ?? '',
  description: options.description ?? before?.description ?? '',
  emailAddress: options.address ?? before?.emailAddress ?? '',
})
