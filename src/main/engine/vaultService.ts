import type { Actor, Answer, Handlers } from '../../contract/define.ts'
import type { WaypostContract } from '../../contract/contract.ts'
import type { VaultView } from '../../contract/workspace.ts'
import { word } from '../../words/index.ts'
import { answer, refuse } from './answers.ts'
import type { Context } from './context.ts'
import type { SlotSummary, VaultChoice, VaultRefused } from './vault/vault.ts'

/** The vault as screens show it. */
function vaultViewOf(context: Context, keychainWorks: boolean): VaultView {
  const state = context.vault.state()
  const keychain = context.identity.keychainName
  const slots = state.state === 'absent' ? [] : state.slots
  return {
    state: state.state,
    kept: state.state !== 'open' || state.persistence === 'kept',
    keychainName: keychain,
    word:
      state.state === 'absent'
        ? word(keychainWorks ? 'vault.note.absent' : 'vault.note.absent-no-keychain', { keychain })
        : state.state === 'locked'
          ? word(`vault.note.${state.reason}`, { keychain })
          : state.state === 'needs-secrets'
            ? word(`vault.note.${state.reason}`)
            : state.persistence === 'session'
              ? word('vault.note.session')
              : null,
    slots: slots.map((slot: SlotSummary) => ({ id: slot.id, kind: slot.kind, user: slot.user ?? null })),
    secondSlot: slots.length > 1,
  }
}

export function createVaultHandlers(context: Context, wake: () => void): Handlers<WaypostContract>['vault'] {
  const { vault } = context
  // Promised until it is known better: the view is told when it is.
  let keychainWorks = true
  void context.keychainWorks.then((works) => {
    keychainWorks = works
    if (!works) context.events.changed('vault')
  })
  const refused = ({ code, detail }: VaultRefused) =>
    refuse('refused', word('refusal.vault', { code, detail: detail ?? '' }))

  async function noted(actor: Actor, action: string): Promise<Answer<VaultView>> {
    await context.commit([context.history(actor, { kind: 'vault', id: 'vault', name: 'Vault' }, action)])
    context.events.changed('vault', 'connectors', 'workspace')
    wake()
    return answer(vaultViewOf(context, keychainWorks))
  }

  return {
    get: async () => answer(vaultViewOf(context, keychainWorks)),
    async retry() {
      await vault.open()
      context.events.changed('vault', 'connectors', 'workspace')
      wake()
      return answer(vaultViewOf(context, keychainWorks))
    },
    async create(choice, actor) {
      const made = await vault.create(choice)
      return made.ok ? noted(actor, `made (${choice.slot})`) : refused(made)
    },
    async unlock(by, actor) {
      const opened = await vault.unlock(
        by.by === 'passphrase' ? { passphrase: by.passphrase } : { recoveryKey: by.recoveryKey },
        { keepInKeychain: by.keepInKeychain },
      )
      return opened.ok ? noted(actor, `opened by ${by.by}`) : refused(opened)
    },
    async addPassphrase({ passphrase }, actor) {
      const added = await vault.addSlot({ slot: 'passphrase', passphrase })
      return added.ok ? noted(actor, 'passphrase added') : refused(added)
    },
    async addKeychain(_, actor) {
      const added = await vault.addSlot({ slot: 'keychain' })
      return added.ok ? noted(actor, 'keychain added') : refused(added)
    },
    async createRecoveryKey(_, actor) {
      const made = await vault.createRecoveryKey()
      if (!made.ok) return refused(made)
      const view = await noted(actor, 'recovery key made')
      return view.ok ? answer({ recoveryKey: made.recoveryKey, vault: view.value }) : view
    },
    async removeSlot({ id }, actor) {
      const removed = await vault.removeSlot(id)
      return removed.ok ? noted(actor, 'way in removed') : refused(removed)
    },
    async startNew({ typed, slot, passphrase }, actor) {
      if (typed !== 'START NEW') return refuse('refused', word('refusal.typed-vault'))
      const choice: VaultChoice = slot === 'passphrase' ? { slot, passphrase: passphrase ?? '' } : { slot }
      const made = await vault.startNew(choice)
      return made.ok ? noted(actor, 'new vault started') : refused(made)
    },
  }
}
