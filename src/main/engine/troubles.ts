import type { Side } from '../../domain/connector.ts'
import { alerts } from '../../domain/connectorState.ts'
import type { Word } from '../../domain/diagnosis/proof.ts'
import { word } from '../../words/index.ts'
import type { Standing, Surrounding } from './connectors/view.ts'
import type { Context } from './context.ts'
import { meaningOf } from './meaning.ts'

/**
 * I18, O9: what is said aloud of a side that stopped or keeps failing, on the overview and by mail; null while there is nothing to say.
 * `waiting`: mails that wait to be sent.
 */
export function troubleOf(
  context: Context,
  { record, states, draft, running }: Standing,
  side: Side,
  around: Surrounding,
  waiting: number,
): Word | null {
  const state = states[side]
  const condition = around.conditions.get(`${record.id}:${side}`)
  const failure = condition?.failure
  if (!record.enabled || state === null || !failure) return null
  const { settings } = running ?? draft
  const server = settings[side]
  const why = meaningOf(failure, {
    host: server?.host ?? '',
    port: server?.port ?? 0,
    username: settings.username,
    address: settings.primaryAddress,
    ...(server && { authentication: server.authentication }),
    ...(settings.oauth && { grant: settings.oauth.grant }),
  })
  const connector = record.name
  if (state.name === 'stopped')
    return word(side === 'incoming' ? 'need.stopped-receiving' : 'need.stopped-sending', { connector, why })
  if (state.name !== 'backing-off' || !alerts(condition, limitsOf(context), context.clock.now())) return null
  return side === 'incoming'
    ? word('need.cannot-receive', { connector, why })
    : word('need.cannot-send', { connector, why, waiting })
}

const limitsOf = (context: Context) => ({
  afterFailures: context.settings().alertAfterFailures,
  interval: context.settings().pollIntervalSeconds * 1000,
})
