import {
  incomingAuthentications,
  outgoingAuthenticationsFor,
  passwordLength,
  signsIn,
  usesPassword,
} from '../../../../domain/connector.ts'
import { words } from '../../../../words/index.ts'
import { FormRow, PasswordInput, SelectInput, Switch, TextButton, TextInput } from '../../../ui/index.ts'
import { settingsOf, usesIncoming, usesOutgoing } from './form.ts'
import type { ConnectorForm } from './form.ts'
import type { RowsProps } from './ServerRows.tsx'
import { inStep } from './services.ts'

const authenticationName = (value: 'none' | 'password' | 'certificate' | 'oauth'): string =>
  words[`connectors.authentication.${value}`]()

/** How each side signs in, where its service leaves a choice (C10). */
export function AuthenticationRows({ form, errors, onForm }: RowsProps) {
  const incoming = incomingAuthentications[form.incoming.service]
  const offered = outgoingAuthenticationsFor(form.useFor, form.outgoing.service)
  // What is chosen is shown, also where it is not offered: its error says so.
  const outgoing = offered.includes(form.outgoing.authentication) ? offered : [...offered, form.outgoing.authentication]
  const bySignInRow = form.useFor === 'both' && form.outgoing.service === 'other-smtp'
  // C12: one sign-in for both, chosen once.
  const isOne =
    form.useFor === 'both' &&
    form.outgoing.service === 'office365-smtp' &&
    form.incoming.authentication === form.outgoing.authentication
  return (
    <>
      {usesIncoming(form) && incoming.length > 1 && (
        <FormRow
          label={
            isOne ? words['connectors.field.authentication']() : words['connectors.field.incoming.authentication']()
          }
          error={errors['incoming.authentication']}
        >
          <SelectInput
            value={form.incoming.authentication}
            onValue={(authentication) => onForm(inStep({ ...form, incoming: { ...form.incoming, authentication } }))}
            choices={incoming.map((value) => ({ value, label: authenticationName(value) }))}
          />
        </FormRow>
      )}
      {usesOutgoing(form) &&
        outgoing.length > 1 &&
        !isOne &&
        (!bySignInRow || form.outgoing.authentication === 'certificate') && (
          <FormRow
            label={words['connectors.field.outgoing.authentication']()}
            error={errors['outgoing.authentication']}
          >
            <SelectInput
              value={form.outgoing.authentication}
              onValue={(authentication) => onForm({ ...form, outgoing: { ...form.outgoing, authentication } })}
              choices={outgoing.map((value) => ({ value, label: authenticationName(value) }))}
            />
          </FormRow>
        )}
    </>
  )
}

interface SignInRowProps extends RowsProps {
  readonly hasPassword: boolean
}

/** Username and Password, one sign-in for both sides (C12). */
export function SignInRow({ form, errors, onForm, hasPassword }: SignInRowProps) {
  if (!usesPassword(settingsOf(form))) return null
  return (
    <FormRow
      group
      label={words['connectors.field.sign-in']()}
      error={errors['username'] ?? errors['password']}
      hint={
        <>
          {form.password === null && hasPassword && <>{words['connectors.sign-in.stored-means']()} </>}
          {form.password !== null && (
            <>{words['connectors.sign-in.length']({ length: passwordLength(form.password) })} </>
          )}
          <SignInHint form={form} onForm={onForm} />
        </>
      }
    >
      <TextInput
        label={words['connectors.field.username']()}
        value={form.username}
        onValue={(username) => onForm({ ...form, username })}
        invalid={errors['username'] !== undefined}
        autoComplete="off"
      />
      <PasswordInput
        label={words['connectors.field.password']()}
        value={form.password ?? ''}
        invalid={errors['password'] !== undefined}
        // Emptied again, the stored one stays.
        onValue={(password) => onForm({ ...form, password: password === '' ? null : password })}
        placeholder={hasPassword ? words['connectors.sign-in.stored']() : undefined}
        autoComplete="new-password"
        showLabel={words['connectors.sign-in.show']()}
        hideLabel={words['connectors.sign-in.hide']()}
      />
    </FormRow>
  )
}

function SignInHint({
  form,
  onForm,
}: {
  readonly form: ConnectorForm
  readonly onForm: (form: ConnectorForm) => void
}) {
  const choosable = form.useFor === 'both' && form.outgoing.service === 'other-smtp'
  const outgoingPassword = usesOutgoing(form) && form.outgoing.authentication === 'password'
  const set = (authentication: 'none' | 'password') =>
    onForm({
      ...form,
      outgoing: {
        ...form.outgoing,
        authentication,
        // C14: a sign-in never goes with clear text.
        ...(authentication === 'password' && form.outgoing.security === 'none' && { security: 'starttls' as const }),
      },
    })
  if (form.useFor !== 'both') return words['connectors.sign-in.hint']()
  return (
    <>
      {outgoingPassword ? words['connectors.sign-in.hint-both']() : words['connectors.sign-in.hint-incoming-only']()}{' '}
      {choosable && (
        <TextButton onClick={() => set(outgoingPassword ? 'none' : 'password')}>
          {outgoingPassword ? words['connectors.sign-in.sending-none']() : words['connectors.sign-in.sending-same']()}
        </TextButton>
      )}
    </>
  )
}

/** C7: sign in as Username, open another mailbox. */
export function AdditionalMailboxRow({ form, errors, onForm }: RowsProps) {
  const on = form.additionalMailbox !== null
  // Without a sign-in there is nobody to open another mailbox. One that is set stays in sight, with its error.
  if (!on && !signsIn(settingsOf(form))) return null
  return (
    <FormRow
      group
      label={words['connectors.field.additionalMailbox']()}
      error={errors['additionalMailbox']}
      hint={on ? words['connectors.additional.hint']() : undefined}
    >
      <Switch checked={on} onChecked={(checked) => onForm({ ...form, additionalMailbox: checked ? '' : null })}>
        {words['connectors.additional.switch']()}
      </Switch>
      {form.additionalMailbox !== null && (
        <TextInput
          label={words['connectors.field.additionalMailbox']()}
          value={form.additionalMailbox}
          onValue={(additionalMailbox) => onForm({ ...form, additionalMailbox })}
        />
      )}
    </FormRow>
  )
}
