/** What a shadow run is proposed with, on every surface the same. */

/** The gateway that tells most: one that a file named and that is not the one that was typed, since Apply would change that. */
export const proposedGateway = <G extends { readonly fileName: string | null; readonly unusable: unknown }>(
  gateways: readonly G[],
): G | undefined =>
  gateways.find(({ fileName, unusable }) => fileName !== null && unusable === null) ??
  gateways.find(({ unusable }) => unusable === null) ??
  gateways[0]

export const proposedMailbox = <M extends { readonly unusable: unknown }>(mailboxes: readonly M[]): M | undefined =>
  mailboxes.find(({ unusable }) => unusable === null) ?? mailboxes[0]

/** The first address of each connector: one mail tells how all that leave by it arrive, as far as the server goes. */
export function oneOfEach<A extends { readonly connector: string | null }>(addresses: readonly A[]): readonly A[] {
  const seen = new Set<string>()
  return addresses.filter(({ connector }) => {
    if (connector === null || seen.has(connector)) return false
    seen.add(connector)
    return true
  })
}
