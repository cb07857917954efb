import type { ConnectorView } from '../../../../contract/connectors.ts'
import { secretsNeeded, usesOAuth, usesPassword } from '../../../../domain/connector.ts'
import { grants, type OAuthSettings } from '../../../../domain/oauth.ts'
import { words } from '../../../../words/index.ts'
import { FormRow, PasswordInput, Segmented, TextInput } from '../../../ui/index.ts'
import { ConsentRow } from './ConsentRow.tsx'
import { settingsOf } from './form.ts'
import type { RowsProps } from './ServerRows.tsx'

interface OAuthRowsProps extends RowsProps {
  readonly base: ConnectorView | null
  readonly dirty: boolean
}

/** C9: where access tokens come from: an application with its secret, or a person who signed in once. */
export function OAuthRows({ form, errors, onForm, base, dirty }: OAuthRowsProps) {
  const settings = settingsOf(form)
  if (!usesOAuth(settings)) return null
  const { oauth } = form
  const set = (part: Partial<OAuthSettings>) => onForm({ ...form, oauth: { ...oauth, ...part } })
  const bySecret = secretsNeeded(settings).includes('clientSecret')
  return (
    <>
      <FormRow label={words['connectors.field.oauth.grant']()} hint={words[`oauth.hint.${oauth.grant}`]()}>
        <Segmented
          value={oauth.grant}
          onValue={(grant) => set({ grant })}
          choices={grants.map((value) => ({ value, label: words[`oauth.grant.${value}`]() }))}
        />
      </FormRow>
      <FormRow
        label={words['connectors.field.oauth.tenant']()}
        error={errors['oauth.tenant']}
        hint={words['oauth.hint.tenant']()}
      >
        <TextInput mono value={oauth.tenant} onValue={(tenant) => set({ tenant })} autoComplete="off" />
      </FormRow>
      <FormRow
        label={words['connectors.field.oauth.clientId']()}
        error={errors['oauth.clientId']}
        hint={words['oauth.hint.client-id']()}
      >
        <TextInput mono value={oauth.clientId} onValue={(clientId) => set({ clientId })} autoComplete="off" />
      </FormRow>
      {bySecret && (
        <>
          <FormRow
            label={words['connectors.field.clientSecret']()}
            error={errors['clientSecret']}
            hint={
              form.clientSecret === null && base?.hasClientSecret === true
                ? words['oauth.hint.secret-stored']()
                : words['oauth.hint.secret']()
            }
          >
            <PasswordInput
              value={form.clientSecret ?? ''}
              // Emptied again, the stored one stays.
              onValue={(clientSecret) => onForm({ ...form, clientSecret: clientSecret === '' ? null : clientSecret })}
              placeholder={base?.hasClientSecret === true ? words['connectors.sign-in.stored']() : undefined}
              autoComplete="new-password"
              showLabel={words['connectors.sign-in.show']()}
              hideLabel={words['connectors.sign-in.hide']()}
            />
          </FormRow>
          <FormRow
            label={words['connectors.field.oauth.secretEndsOn']()}
            error={errors['oauth.secretEndsOn']}
            hint={words['oauth.hint.ends-on']()}
          >
            <TextInput
              type="date"
              width={180}
              value={oauth.secretEndsOn ?? ''}
              onValue={(day) => set({ secretEndsOn: day === '' ? null : day })}
            />
          </FormRow>
        </>
      )}
      {!usesPassword(settings) && (
        <FormRow
          label={words['connectors.field.oauth.user']()}
          error={errors['username']}
          hint={words['oauth.hint.user']()}
        >
          <TextInput value={form.username} onValue={(username) => onForm({ ...form, username })} autoComplete="off" />
        </FormRow>
      )}
      {!bySecret && <ConsentRow base={base} dirty={dirty} error={errors['consent']} />}
    </>
  )
}
