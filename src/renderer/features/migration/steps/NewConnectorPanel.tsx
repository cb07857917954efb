import { useState } from 'react'
import type { MigrationView } from '../../../../contract/migration.ts'
import { say, words } from '../../../../words/index.ts'
import { FormRow, Panel, TextButton, TextInput } from '../../../ui/index.ts'
import { blockersOf, saveGateway } from '../store.ts'

/** M3: the name of the new connector, asked for where it is taken, and its Primary Email Address. */
export function NewConnectorPanel({ view }: { readonly view: MigrationView }) {
  const [name, setName] = useState(view.connectorName)
  const [primary, setPrimary] = useState(view.primaryAddress)
  const { proposedPrimary } = view
  const errorOf = (field: string) => {
    const blocker = blockersOf(view, 'plan').find((each) => each.field === field)
    return blocker === undefined ? {} : { error: say(blocker.word) }
  }
  const propose = (address: string) => {
    setPrimary(address)
    void saveGateway({ primaryAddress: address })
  }
  return (
    <Panel title={words['migration.plan.connector']()}>
      <FormRow label={words['migration.plan.name']()} required {...errorOf('connectorName')}>
        <TextInput
          name="connectorName"
          value={name}
          onValue={setName}
          onBlur={() => void saveGateway({ connectorName: name })}
        />
      </FormRow>
      <FormRow
        label={words['migration.report.primary']()}
        required
        hint={words['migration.plan.primary-hint']()}
        {...errorOf('primaryAddress')}
        {...(proposedPrimary !== null &&
          proposedPrimary !== primary && {
            mend: (
              <TextButton onClick={() => propose(proposedPrimary)}>
                {words['migration.plan.use-address']({ address: proposedPrimary })}
              </TextButton>
            ),
          })}
      >
        <TextInput
          type="email"
          name="primaryAddress"
          value={primary}
          onValue={setPrimary}
          onBlur={() => void saveGateway({ primaryAddress: primary })}
        />
      </FormRow>
    </Panel>
  )
}
