import type { Output } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { addressKey } from '../../../domain/address.ts'
import { usesSide } from '../../../domain/connector.ts'
import { fromAbsence } from '../../../domain/fromAbsence.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import { outgoingViews } from '../routes/outgoingViews.ts'
import { reading } from '../routes/views.ts'

type FromAddresses = Output<WaypostContract['processes']['fromAddresses']>

/** P2: the addresses that mail may leave under, and of every other one that is known the first thing to be mended. */
export async function fromAddresses(context: Context): Promise<FromAddresses> {
  const { store } = context
  const read = await reading(context)
  const offered: FromAddresses['offered'] = []
  const absent: FromAddresses['absent'] = []
  for (const connector of read.connectors) {
    const version = (await store.version(connector.runningId ?? connector.draftId))!
    const sends = usesSide(version.settings.useFor, 'outgoing')
    const of = { connectorId: connector.id, connectorName: connector.name }
    const standing = {
      sends,
      enabled: connector.enabled,
      ranBefore: connector.runningId !== null,
      sending: connector.sending,
    }
    const explain = (address: string, route: Parameters<typeof fromAbsence>[0]['route'], running: string | null) => {
      const absence = fromAbsence({ connector: standing, route })
      const why = word(`absent.${absence}`, { connector: connector.name, address, running: running ?? '' })
      absent.push({ address, ...of, why })
    }
    if (!sends) {
      explain(version.settings.primaryAddress, { enabled: false, proved: false, lastOutcome: null }, null)
      continue
    }
    for (const route of await outgoingViews(context, connector, await store.outgoingRoutes(connector.id), read)) {
      // T2: mail leaves under the address that runs, while its draft waits.
      const running = route.pending ? route.runningAddress : null
      if (route.effective) offered.push({ address: running ?? route.emailAddress, ...of })
      if (!route.effective || running !== null)
        explain(
          route.emailAddress,
          { enabled: route.enabled, proved: route.proved, lastOutcome: route.lastTest?.outcome ?? null },
          running,
        )
    }
  }
  const valid = new Set(offered.map(({ address }) => addressKey(address)))
  return {
    offered,
    // What another connector carries needs no explanation, and what is no address yet has none.
    absent: absent.filter(({ address }) => addressKey(address) !== undefined && !valid.has(addressKey(address))),
  }
}
