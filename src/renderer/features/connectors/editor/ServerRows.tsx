import type { ReactNode } from 'react'
import type { IncomingService, OutgoingService, Security } from '../../../../domain/connector.ts'
import {
  incomingPresets,
  incomingServices,
  outgoingPresets,
  outgoingServices,
  portMismatch,
  proposedOutgoing,
  protocolOf,
  securities,
} from '../../../../domain/connector.ts'
import { words } from '../../../../words/index.ts'
import { FormRow, SelectInput, TextButton, TextInput } from '../../../ui/index.ts'
import { usePolicy } from '../../answers/index.ts'
import { usesIncoming, usesOutgoing } from './form.ts'
import type { ConnectorForm, Errors } from './form.ts'
import { withIncomingService, withOutgoingService } from './services.ts'

export interface RowsProps {
  readonly form: ConnectorForm
  readonly errors: Errors
  readonly onForm: (form: ConnectorForm) => void
}

const serviceName = (service: IncomingService | OutgoingService): string => words[`connectors.service.${service}`]()

const retiring: readonly string[] = ['office365-imap', 'office365-pop3', 'office365-smtp']

/** Email Service: one per direction in use; the way out is proposed from the way in (C2). */
export function ServiceRow({ form, errors, onForm }: RowsProps) {
  const incoming = usesIncoming(form)
  const outgoing = usesOutgoing(form)
  const both = incoming && outgoing
  const advised =
    (incoming && retiring.includes(form.incoming.service)) || (outgoing && retiring.includes(form.outgoing.service))
  const notBuilt = (service: string) =>
    service === 'office365-graph' ? words['connectors.service.not-built']() : undefined
  const chooseIncoming = (service: IncomingService) => {
    const next = withIncomingService(form, service)
    onForm(both ? withOutgoingService(next, proposedOutgoing[service]) : next)
  }
  const chooseGraph = () => {
    const next = incoming ? withIncomingService(form, 'office365-graph') : form
    onForm(outgoing ? withOutgoingService(next, 'office365-graph') : next)
  }
  return (
    <FormRow
      group
      label={words['connectors.field.service']()}
      error={errors['incoming.service'] ?? errors['outgoing.service']}
      warning={
        advised && (
          <>
            {words['connectors.service.graph-advice']()}{' '}
            <TextButton onClick={chooseGraph}>{words['connectors.service.use-graph']()}</TextButton>
          </>
        )
      }
    >
      {incoming && (
        <SelectInput
          label={words['connectors.field.incoming.service']()}
          value={form.incoming.service}
          onValue={chooseIncoming}
          choices={incomingServices.map((value) => ({
            value,
            label: both ? words['connectors.service.in']({ service: serviceName(value) }) : serviceName(value),
            note: notBuilt(value),
          }))}
        />
      )}
      {outgoing && (
        <SelectInput
          label={words['connectors.field.outgoing.service']()}
          value={form.outgoing.service}
          onValue={(service) => onForm(withOutgoingService(form, service))}
          choices={outgoingServices.map((value) => ({
            value,
            label: both ? words['connectors.service.out']({ service: serviceName(value) }) : serviceName(value),
            note: notBuilt(value),
          }))}
        />
      )}
    </FormRow>
  )
}

/** Server address, port and security of one side: filled in by the service, asked for by Other. */
export function ServerRow({ form, errors, onForm, side }: RowsProps & { readonly side: 'incoming' | 'outgoing' }) {
  const server = form[side]
  const preset = side === 'incoming' ? incomingPresets[form.incoming.service] : outgoingPresets[form.outgoing.service]
  const given = preset !== null
  const typesHost = preset === null || preset.host === ''
  const set = (change: { readonly host?: string; readonly port?: string; readonly security?: Security }) =>
    onForm(
      side === 'incoming'
        ? { ...form, incoming: { ...form.incoming, ...change } }
        : { ...form, outgoing: { ...form.outgoing, ...change } },
    )
  const forbidden = usePolicy().host(server.host)
  const clearAllowed = form.outgoing.service === 'other-smtp' && form.outgoing.authentication === 'none'
  const error = errors[`${side}.host`] ?? errors[`${side}.port`] ?? errors[`${side}.security`]
  return (
    <FormRow
      group
      label={words[`connectors.field.${side}`]()}
      error={error}
      warning={
        forbidden ?? (!given && mismatchOf(form, side) !== null && <Mismatch form={form} side={side} onChange={set} />)
      }
      hint={
        given
          ? typesHost
            ? words['connectors.server.given-relay']()
            : words['connectors.server.given']()
          : server.security === 'starttls' && side === 'outgoing'
            ? words['connectors.server.starttls']()
            : undefined
      }
    >
      <TextInput
        label={words[`connectors.field.${side}.host`]()}
        value={server.host}
        onValue={(host) => set({ host })}
        invalid={errors[`${side}.host`] !== undefined}
        readOnly={!typesHost}
      />
      <TextInput
        label={words[`connectors.field.${side}.port`]()}
        value={server.port}
        onValue={(port) => set({ port })}
        invalid={errors[`${side}.port`] !== undefined}
        inputMode="numeric"
        width={84}
        readOnly={given}
      />
      <SelectInput
        label={words[`connectors.field.${side}.security`]()}
        value={server.security}
        onValue={(security) => set({ security })}
        invalid={errors[`${side}.security`] !== undefined}
        width={140}
        readOnly={given}
        choices={securities.map((value) => ({
          value,
          label: words[`connectors.security.${value}`](),
          disabledReason:
            value === 'none' && (side === 'incoming' || !clearAllowed)
              ? words['connectors.problem.security-none-refused']()
              : undefined,
        }))}
      />
    </FormRow>
  )
}

interface MismatchProps {
  readonly form: ConnectorForm
  readonly side: 'incoming' | 'outgoing'
  readonly onChange: (change: { readonly port?: string; readonly security?: Security }) => void
}

const mismatchOf = ({ incoming, outgoing }: ConnectorForm, side: 'incoming' | 'outgoing') => {
  if (side === 'outgoing') return portMismatch('smtp', Number(outgoing.port), outgoing.security)
  const protocol = protocolOf(incoming.service)
  return protocol === 'graph' ? null : portMismatch(protocol, Number(incoming.port), incoming.security)
}

/** C15: a known mismatch is said while typing, with both mends. */
function Mismatch({ form, side, onChange }: MismatchProps): ReactNode {
  const found = mismatchOf(form, side)
  if (found === null) return null
  const { usualSecurity, usualPort } = found
  return (
    <>
      {words['connectors.server.mismatch']({ port: Number(form[side].port), usual: usualSecurity })}{' '}
      <TextButton onClick={() => onChange({ security: usualSecurity })}>
        {words['connectors.server.use-security']({ security: words[`connectors.security.${usualSecurity}`]() })}
      </TextButton>{' '}
      {words['connectors.server.or']()}{' '}
      <TextButton onClick={() => onChange({ port: String(usualPort) })}>
        {words['connectors.server.use-port']({ port: usualPort })}
      </TextButton>
    </>
  )
}
