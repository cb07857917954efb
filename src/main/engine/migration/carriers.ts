import type { Handlers } from '../../../contract/define.ts'
import type { WaypostContract } from '../../../contract/contract.ts'
import { addressKey } from '../../../domain/address.ts'
import { fromAddressesOf, processPath } from '../../../domain/process.ts'
import { answer } from '../answers.ts'
import type { Context } from '../context.ts'
import { existingRoutes } from './standing.ts'

/** M7: with no fallback gateway, every From address in the workspace has one carrier or none. */
export const createCarriers =
  (context: Context): Handlers<WaypostContract>['migration']['carriers'] =>
  async () => {
    const [{ existing }, all] = await Promise.all([existingRoutes(context), context.store.processes()])
    const processes = all.filter((process) => process.deletedAt === null)
    const used = processes.flatMap((process) =>
      fromAddressesOf(process).map((address) => ({ address, path: processPath(process) })),
    )
    const unmonitored = context.settings().unmonitoredAddress
    const written = [...existing.map(({ address }) => address), ...used.map(({ address }) => address), unmonitored]
    // What is no address is shown as it stands: nothing can be sent under it either.
    const byKey = new Map<string, string>()
    for (const address of written) {
      const key = addressKey(address) ?? address.trim()
      if (key !== '' && !byKey.has(key)) byKey.set(key, address.trim())
    }
    const carriers = new Map(existing.map((route) => [route.effectiveKey, route]))
    const users = Map.groupBy(used, ({ address }) => addressKey(address) ?? address.trim())
    const rows = [...byKey].map(([key, address]) => {
      const carrier = carriers.get(key)
      return {
        address,
        connector: carrier?.connector ?? null,
        connectorId: carrier?.connectorId ?? null,
        isDefault: carrier?.isDefault ?? false,
        usedBy: users.get(key)?.map(({ path }) => path) ?? [],
        unmonitored: key === addressKey(unmonitored),
      }
    })
    return answer({
      rows: rows.toSorted(
        (a, b) => Number(a.connector !== null) - Number(b.connector !== null) || (a.address < b.address ? -1 : 1),
      ),
      uncarried: rows.filter(({ connector }) => connector === null).length,
    })
  }
