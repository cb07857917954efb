import type { OutgoingRouteView } from '../../../contract/routes.ts'
import { addressKey } from '../../../domain/address.ts'
import { usesSide } from '../../../domain/connector.ts'
import { isFresh } from '../../../domain/connectorState.ts'
import type { Word } from '../../../domain/diagnosis/proof.ts'
import { fromFingerprint, fromProofState } from '../../../domain/fromProof.ts'
import { addressInUse } from '../../../domain/route.ts'
import { word } from '../../../words/index.ts'
import type { Context } from '../context.ts'
import { fromMark } from '../marks.ts'
import type { ConnectorRecord, OutgoingRouteRecord, ProofRecord, SettingsVersionRecord } from '../ports/records.ts'
import type { Reading } from './views.ts'

/** What a From address is tested with: the connector's running outgoing settings (T3), or why it cannot be (R10). */
export async function provableBy(
  context: Context,
  connector: ConnectorRecord,
): Promise<
  { readonly running: SettingsVersionRecord; readonly why: null } | { readonly running: null; readonly why: Word }
> {
  const running = connector.runningId === null ? undefined : await context.store.version(connector.runningId)
  return connector.enabled && running && usesSide(running.settings.useFor, 'outgoing')
    ? { running, why: null }
    : { running: null, why: word('refusal.route-connector-off', { connector: connector.name }) }
}

type Tested = Pick<ProofRecord, 'id' | 'fingerprint' | 'outcome' | 'finishedAt'>

/** The newest completed test of an address (T4): the connector's own ladder proves its default route (R11). */
export async function newestTest(
  context: Context,
  route: OutgoingRouteRecord,
  fingerprint: string,
  tested: readonly Tested[],
): Promise<Tested | null> {
  const found = route.isDefault
    ? await context.store.newestProof(route.connectorId, fingerprint)
    : tested.find((proof) => proof.fingerprint === fingerprint)
  return found ?? null
}

/** From addresses of one connector as screens and commands show them, with their proofs. */
export async function outgoingViews(
  context: Context,
  connector: ConnectorRecord,
  routes: readonly OutgoingRouteRecord[],
  { users, sent, proofsOf }: Reading,
): Promise<OutgoingRouteView[]> {
  const now = context.clock.now()
  const { running, why } = await provableBy(context, connector)
  // Under a connector that is off, what its draft was proved with shows all the same.
  const basis = running ?? (await context.store.version(connector.draftId))!
  const wasTested = await context.store.wasTested(connector.id)
  const surroundings = context.surroundings()
  const test = (route: OutgoingRouteRecord, address: string) =>
    newestTest(context, route, fromFingerprint(basis, address, surroundings), proofsOf.get(route.id) ?? [])
  return Promise.all(
    routes.map(async (route): Promise<OutgoingRouteView> => {
      const inUse = addressInUse(route)
      const pending = route.enabled && addressKey(inUse) !== addressKey(route.emailAddress)
      const lastTest = await test(route, route.emailAddress)
      const sent30Days = sent.get(route.addressKey ?? '') ?? 0
      return {
        id: route.id,
        connectorId: route.connectorId,
        name: route.name,
        description: route.description,
        emailAddress: route.emailAddress,
        isDefault: route.isDefault,
        enabled: route.enabled,
        effective: route.effectiveKey !== null,
        revision: route.revision,
        runningAddress: route.runningAddress,
        pending,
        proof: fromMark(
          fromProofState(
            {
              enabled: route.enabled,
              proof: pending ? await test(route, inUse) : lastTest,
              testedBefore: route.isDefault ? wasTested : proofsOf.has(route.id),
              exercised: sent30Days > 0,
            },
            now,
          ),
        ),
        lastTest: lastTest && {
          proofId: lastTest.id,
          outcome: lastTest.outcome,
          finishedAt: lastTest.finishedAt,
        },
        proved: isFresh(lastTest, now),
        untestable: why,
        sent30Days,
        usedBy: users.get(route.addressKey ?? undefined) ?? [],
      }
    }),
  )
}
