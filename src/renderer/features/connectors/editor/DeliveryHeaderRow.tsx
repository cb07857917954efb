import { useState } from 'react'
import { deliveryHeaders } from '../../../../domain/routing/delivered.ts'
import { words } from '../../../../words/index.ts'
import { FormRow, SelectInput, TextInput } from '../../../ui/index.ts'
import type { RowsProps } from './ServerRows.tsx'

type Choice = 'none' | 'own' | (typeof deliveryHeaders)[number]

const known = (header: string | null): Choice =>
  header === null ? 'none' : (deliveryHeaders.find((each) => each.toLowerCase() === header.toLowerCase()) ?? 'own')

/** I6: which header of its own server counts as a recipient. */
export function DeliveryHeaderRow({ form, errors, onForm }: RowsProps) {
  // A name of one's own that happens to be a known one stays in its field while it is typed.
  const [own, setOwn] = useState(known(form.deliveryHeader) === 'own')
  const choice = own ? 'own' : known(form.deliveryHeader)
  const choose = (next: Choice) => {
    setOwn(next === 'own')
    onForm({ ...form, deliveryHeader: next === 'none' ? null : next === 'own' ? '' : next })
  }
  return (
    <>
      <FormRow
        label={words['connectors.field.deliveryHeader']()}
        hint={words['connectors.delivery.hint']()}
        warning={choice === 'none' ? undefined : words['connectors.delivery.risk']()}
      >
        <SelectInput<Choice>
          value={choice}
          onValue={choose}
          choices={[
            { value: 'none', label: words['connectors.delivery.none']() },
            ...deliveryHeaders.map((name) => ({ value: name, label: name })),
            { value: 'own', label: words['connectors.delivery.own']() },
          ]}
        />
      </FormRow>
      {choice === 'own' && (
        <FormRow label={words['connectors.delivery.own-name']()} error={errors['deliveryHeader']}>
          <TextInput
            value={form.deliveryHeader ?? ''}
            onValue={(deliveryHeader) => onForm({ ...form, deliveryHeader })}
          />
        </FormRow>
      )}
    </>
  )
}
