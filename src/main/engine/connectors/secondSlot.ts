import type { AfterMail, Receiving } from '../../../domain/connector.ts'
import { word } from '../../../words/index.ts'
import { refuse } from '../answers.ts'
import type { Context } from '../context.ts'

const takesMailAway = (after: AfterMail): boolean => after.kind !== 'keep' || after.days !== null

/**
 * Asked before mail is removed or moved for the first time (I2, V1): what is stored here would then be the only copy, and one lost keychain
 * would lose it. Null when there is nothing to ask.
 */
export function refuseWithoutSecondSlot(
  context: Context,
  connector: { readonly afterMail: AfterMail; readonly receiving: Receiving },
  goOnWithout: boolean | undefined,
) {
  const vault = context.vault.state()
  const onlyOneWay = vault.state === 'open' && vault.persistence === 'kept' && vault.slots.length < 2
  if (
    goOnWithout ||
    context.identity.practice ||
    connector.receiving !== 'on' ||
    !takesMailAway(connector.afterMail) ||
    !onlyOneWay
  )
    return null
  const why = word('refusal.second-slot')
  return refuse('refused', why, { fields: [{ path: 'withoutSecondSlot', word: why }] })
}
