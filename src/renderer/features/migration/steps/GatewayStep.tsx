import { useState } from 'react'
import type { MigrationView } from '../../../../contract/migration.ts'
import { portMismatch, securities, usualPorts, type Security } from '../../../../domain/connector.ts'
import type { Gateway } from '../../../../domain/migration/gateway.ts'
import { say, words } from '../../../../words/index.ts'
import { FormRow, Panel, PasswordInput, Segmented, TextButton, TextInput } from '../../../ui/index.ts'
import { FilesPanel } from '../FilesPanel.tsx'
import { StepHeading } from '../StepHeading.tsx'
import { blockersOf, saveGateway } from '../store.ts'

/** M1: the gateway, typed in or out of a file. Each field is kept when it is left. */
export function GatewayStep({ view }: { readonly view: MigrationView }) {
  const { gateway } = view
  // What a file brings is shown; what was typed since stays, also when the answer to an earlier field comes meanwhile.
  const [form, setForm] = useState({ of: gateway, ...typedOf(gateway) })
  if (form.of !== gateway) setForm({ of: gateway, ...followed(form, typedOf(form.of), typedOf(gateway)) })
  const [password, setPassword] = useState('')
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const leave = (field: string) => setLeft((known) => new Set([...known, field]))
  const port = /^\d{1,5}$/.test(form.port.trim()) ? Number(form.port) : null
  const isPort = port !== null && port >= 1 && port <= 65535
  const errorOf = (field: string): string | undefined => {
    if (field === 'port' && !isPort) return words['problem.port-invalid']()
    const blocker = blockersOf(view, 'gateway').find((each) => each.field === field)
    // Nobody is told that an empty form is empty.
    const isEmpty = { host: form.host, username: form.username, password: '' }[field] === ''
    return blocker && (!isEmpty || left.has(field)) ? say(blocker.word) : undefined
  }
  const withError = (field: string) => {
    const error = errorOf(field)
    return error === undefined ? {} : { error }
  }
  const mismatch = isPort ? portMismatch('smtp', port, gateway.security) : null
  const setSecurity = (security: Security) => {
    const isUsual = Object.values(usualPorts.smtp).some((ports) => ports.includes(gateway.port))
    void saveGateway({
      gateway: { security, ...(isUsual && { port: usualPorts.smtp[security][0]! }) },
    })
  }
  return (
    <>
      <StepHeading title={words['migration.gateway.title']()} says={words['migration.gateway.says']()} />
      <FilesPanel view={view} of="others" />
      <Panel title={words['migration.gateway.typed']()}>
        <FormRow label={words['migration.gateway.host']()} required {...withError('host')}>
          <TextInput
            name="host"
            value={form.host}
            onValue={(host) => setForm({ ...form, host })}
            onBlur={() => {
              leave('host')
              void saveGateway({ gateway: { host: form.host } })
            }}
          />
        </FormRow>
        <FormRow
          label={words['migration.gateway.security']()}
          group
          {...withError('security')}
          {...(mismatch !== null && {
            warning: (
              <>
                {words['migration.gateway.port-usual']({ port: port ?? 0, security: mismatch.usualSecurity })}{' '}
                <TextButton onClick={() => setSecurity(mismatch.usualSecurity)}>
                  {words['migration.gateway.use-security']({ security: mismatch.usualSecurity })}
                </TextButton>
              </>
            ),
          })}
        >
          <Segmented<Security>
            label={words['migration.gateway.security']()}
            value={gateway.security}
            onValue={setSecurity}
            choices={securities.map((value) => ({ value, label: words[`connectors.security.${value}`]() }))}
          />
        </FormRow>
        <FormRow label={words['migration.gateway.port']()} {...withError('port')}>
          <TextInput
            name="port"
            inputMode="numeric"
            width={90}
            value={form.port}
            onValue={(text) => setForm({ ...form, port: text })}
            onBlur={() => {
              if (isPort) void saveGateway({ gateway: { port } })
            }}
          />
        </FormRow>
        <FormRow label={words['migration.gateway.authentication']()} group {...withError('authentication')}>
          <Segmented<Gateway['authentication']>
            label={words['migration.gateway.authentication']()}
            value={gateway.authentication}
            onValue={(authentication) => void saveGateway({ gateway: { authentication } })}
            choices={(['none', 'password'] as const).map((value) => ({
              value,
              label: words[`migration.gateway.authentication.${value}`](),
            }))}
          />
        </FormRow>
        {gateway.authentication === 'password' && (
          <>
            <FormRow label={words['connectors.field.username']()} required {...withError('username')}>
              <TextInput
                name="username"
                autoComplete="off"
                value={form.username}
                onValue={(username) => setForm({ ...form, username })}
                onBlur={() => {
                  leave('username')
                  void saveGateway({ gateway: { username: form.username } })
                }}
              />
            </FormRow>
            <FormRow
              label={words['connectors.field.password']()}
              required
              hint={words['migration.gateway.password-hint']()}
              {...withError('password')}
            >
              <PasswordInput
                name="password"
                autoComplete="new-password"
                value={password}
                onValue={setPassword}
                onBlur={() => {
                  leave('password')
                  if (password === '') return
                  void saveGateway({ password }).then(
                    (done) => done && setPassword((now) => (now === password ? '' : now)),
                  )
                }}
                placeholder={view.hasPassword ? words['connectors.sign-in.stored']() : undefined}
                showLabel={words['connectors.sign-in.show']()}
                hideLabel={words['connectors.sign-in.hide']()}
              />
            </FormRow>
          </>
        )}
      </Panel>
    </>
  )
}

/** The gateway's fields that are typed. */
interface Typed {
  readonly host: string
  readonly port: string
  readonly username: string
}
const typedOf = ({ host, port, username }: Gateway): Typed => ({ host, port: String(port), username })

/** The fields after the engine's changed from `before` to `now`: one that was not touched since follows. */
const followed = (typed: Typed, before: Typed, now: Typed): Typed => {
  const field = (name: keyof Typed) => (typed[name] === before[name] ? now[name] : typed[name])
  return { host: field('host'), port: field('port'), username: field('username') }
}
