import { useRef, useState } from 'react'
import { everyAddress } from '../../../../domain/routeProblems.ts'
import { words } from '../../../../words/index.ts'
import { hrefTo } from '../../../shell/location.ts'
import { FormRow, Segmented, SelectInput, TextInput, TextLink } from '../../../ui/index.ts'
import type { RouteGroup } from '../store.ts'
import type { RouteRows } from './form.ts'

export interface MailRowsProps extends RouteRows {
  readonly isNew: boolean
  /** Incoming connectors. */
  readonly groups: readonly RouteGroup[]
  readonly connectorId: string
  readonly onConnector: (id: string) => void
  readonly onLeft: (field: string) => void
}

/** Whose mail: the connector, and the address that the mail is for. */
export function MailRows({
  settings,
  of,
  errorOf,
  set,
  isNew,
  groups,
  connectorId,
  onConnector,
  onLeft,
}: MailRowsProps) {
  const connector = groups.find((group) => group.connectorId === connectorId)
  return (
    <>
      {isNew && groups.length > 1 ? (
        <FormRow label={words['route.field.connector']()}>
          <SelectInput
            value={connectorId}
            onValue={onConnector}
            choices={groups.map((group) => ({ value: group.connectorId, label: group.connectorName }))}
          />
        </FormRow>
      ) : (
        <FormRow group label={words['route.field.connector']()}>
          <TextLink href={hrefTo(['connectors', connectorId])}>{connector?.connectorName ?? connectorId}</TextLink>
        </FormRow>
      )}
      <FormRow label={words['route.field.name']()} required error={errorOf('name')}>
        <TextInput value={settings.name} onValue={(name) => set({ name })} autoFocus={isNew} />
      </FormRow>
      {isNew ? (
        <NewAddress settings={settings} of={of} errorOf={errorOf} set={set} onLeft={onLeft} />
      ) : (
        <FormRow
          label={words['route.field.address']()}
          required
          error={errorOf('emailAddress')}
          hint={
            of === 'fallback'
              ? words['route.address.fallback-hint']()
              : of === 'wildcard'
                ? words['route.address.wildcard-fixed']()
                : words['route.address.hint']()
          }
        >
          <TextInput
            value={settings.emailAddress}
            onValue={(emailAddress) => set({ emailAddress })}
            onBlur={() => onLeft('emailAddress')}
            readOnly={of !== 'normal'}
            inputMode="email"
            autoComplete="off"
          />
        </FormRow>
      )}
    </>
  )
}

type NewAddressProps = Pick<MailRowsProps, 'settings' | 'of' | 'errorOf' | 'set' | 'onLeft'>

/** One address, or every address: said when the route is made, and never changed (R6). */
function NewAddress({ settings, of, errorOf, set, onLeft }: NewAddressProps) {
  const [isWildcard, setIsWildcard] = useState(of === 'wildcard')
  const typed = useRef('')
  const choose = (every: boolean) => {
    setIsWildcard(every)
    if (every) typed.current = settings.emailAddress === everyAddress ? '' : settings.emailAddress
    set({ emailAddress: every ? everyAddress : typed.current })
  }
  return (
    <FormRow
      group
      label={words['route.field.address']()}
      error={errorOf('emailAddress')}
      hint={words[isWildcard ? 'route.address.wildcard-hint' : 'route.address.hint']()}
    >
      <Segmented
        label={words['route.address.kind']()}
        value={isWildcard ? 'every' : 'one'}
        onValue={(kind) => choose(kind === 'every')}
        choices={[
          { value: 'one', label: words['route.address.one']() },
          { value: 'every', label: words['route.address.every']() },
        ]}
      />
      {!isWildcard && (
        <TextInput
          label={words['route.field.address']()}
          value={settings.emailAddress}
          onValue={(emailAddress) => set({ emailAddress })}
          onBlur={() => (settings.emailAddress.trim() === everyAddress ? choose(true) : onLeft('emailAddress'))}
          inputMode="email"
          autoComplete="off"
        />
      )}
    </FormRow>
  )
}
