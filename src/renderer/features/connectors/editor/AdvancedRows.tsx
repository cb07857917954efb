import { styled } from '@mui/material/styles'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useId, useState } from 'react'
import { outgoingTemplates, usesOAuth } from '../../../../domain/connector.ts'
import { words } from '../../../../words/index.ts'
import { Button, FormRow, Segmented, SelectInput, TextInput } from '../../../ui/index.ts'
import { DeliveryHeaderRow } from './DeliveryHeaderRow.tsx'
import { settingsOf, usesIncoming, usesOutgoing } from './form.ts'
import type { RowsProps } from './ServerRows.tsx'
import { withAuthority } from './services.ts'

const Fold = styled('div')({ marginTop: 4, marginLeft: -8 })

/** Fields that are seldom touched: EHLO name, address family, template, further addresses, delivery header, owner. */
export function AdvancedRows({ form, errors, onForm }: RowsProps) {
  const [open, setOpen] = useState(
    ['outgoing.ehloName', 'deliveryHeader', 'oauth.authority'].some((field) => errors[field] !== undefined),
  )
  const id = useId()
  return (
    <>
      <Fold>
        <Button
          variant="quiet"
          icon={open ? ChevronDown : ChevronRight}
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          onClick={() => setOpen(!open)}
        >
          {words['connectors.advanced']()}
        </Button>
      </Fold>
      {open && (
        <div id={id}>
          {usesOutgoing(form) && (
            <>
              <FormRow label={words['connectors.field.outgoing.template']()}>
                <SelectInput
                  value={form.outgoing.template}
                  onValue={(template) => onForm({ ...form, outgoing: { ...form.outgoing, template } })}
                  choices={outgoingTemplates.map((value) => ({
                    value,
                    label: words[`connectors.template.${value}`](),
                    note: words[`connectors.template.${value}-note`](),
                  }))}
                />
              </FormRow>
              <FormRow
                label={words['connectors.field.outgoing.ehloName']()}
                error={errors['outgoing.ehloName']}
                hint={words['connectors.ehlo.hint']()}
              >
                <TextInput
                  value={form.outgoing.ehloName ?? ''}
                  onValue={(name) =>
                    onForm({ ...form, outgoing: { ...form.outgoing, ehloName: name === '' ? null : name } })
                  }
                />
              </FormRow>
            </>
          )}
          {usesOAuth(settingsOf(form)) && (
            <FormRow
              label={words['connectors.field.oauth.authority']()}
              error={errors['oauth.authority']}
              hint={words['oauth.hint.authority']()}
            >
              <TextInput value={form.oauth.authority} onValue={(authority) => onForm(withAuthority(form, authority))} />
            </FormRow>
          )}
          <FormRow label={words['connectors.field.addressFamily']()}>
            <Segmented
              value={form.addressFamily}
              onValue={(addressFamily) => onForm({ ...form, addressFamily })}
              choices={(['any', 'ipv4', 'ipv6'] as const).map((value) => ({
                value,
                label: words[`connectors.family.${value}`](),
              }))}
            />
          </FormRow>
          <FormRow
            label={words['connectors.field.furtherAddresses']()}
            error={errors['furtherAddresses']}
            hint={words['connectors.further.hint']()}
          >
            <TextInput
              value={form.furtherAddresses}
              onValue={(furtherAddresses) => onForm({ ...form, furtherAddresses })}
            />
          </FormRow>
          {usesIncoming(form) && <DeliveryHeaderRow form={form} errors={errors} onForm={onForm} />}
          <FormRow label={words['connectors.field.owner']()} hint={words['connectors.owner.hint']()}>
            <TextInput value={form.owner} onValue={(owner) => onForm({ ...form, owner })} />
          </FormRow>
        </div>
      )}
    </>
  )
}
