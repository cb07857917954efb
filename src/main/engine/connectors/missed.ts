import type { ConnectorView } from '../../../contract/connectors.ts'
import { folderOf, type ConnectorSettings } from '../../../domain/connector.ts'
import { word } from '../../../words/index.ts'
import type { Store } from '../ports/store.ts'

/** I14: mail that another client took before it was seen: how much, since when, what it means, what to do. */
export function missedOf(
  connector: { readonly id: string; readonly name: string },
  { incoming }: ConnectorSettings,
  by: Awaited<ReturnType<Store['missed']>>,
): ConnectorView['missed'] {
  const missed = by.get(connector.id)
  if (!missed) return null
  const folder = incoming ? folderOf(incoming) : ''
  const { mails, since } = missed
  return { ...missed, word: word('need.missed', { connector: connector.name, folder, count: mails, since }) }
}
