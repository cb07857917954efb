import { useEffect, useState } from 'react'
import { samePlace } from '../../../domain/proxy.ts'
import type { Settings } from '../../../contract/workspace.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { FormRow, Panel, PasswordInput, Segmented, TextInput, token } from '../../ui/index.ts'
import { usePolicy } from '../answers/index.ts'
import type { settings } from '../stores.ts'
import type { SettingsForm } from './form.ts'
import { proxyFields, proxyFrom, type ProxyForm } from './proxyForm.ts'
import { ProxyTry } from './ProxyTry.tsx'

interface ProxyPanelProps {
  readonly form: SettingsForm
  readonly errors: Readonly<Record<string, string>>
  readonly known: Pick<NonNullable<ReturnType<typeof settings.known>>, 'settings' | 'proxyPassword'>
  readonly onForm: (form: SettingsForm) => void
}

/** S1: what connections to mail servers go through; off by default, and read-only where the policy fixes it. */
export function ProxyPanel({ form, errors, known, onForm }: ProxyPanelProps) {
  const fixed = usePolicy().proxy
  const isFixed = fixed !== null
  // Where the policy says which proxy it is, only the sign-in is this workspace's own.
  const own = known.settings.proxy
  const place = fixed === null || fixed === 'none' ? null : { ...fixed, username: '' }
  const { proxyUser, ...fields } = proxyFields(place)
  const isOwn = place !== null && own !== null && samePlace(place, own)
  const shown: SettingsForm = isFixed
    ? { ...form, ...fields, ...(!isOwn && form.proxyUser === own?.username && { proxyUser }) }
    : form
  const set = (change: Partial<ProxyForm>) => onForm({ ...shown, ...change })
  const reason = isFixed ? words['policy.proxy-fixed']() : undefined
  const isOn = shown.proxyKind !== 'none'
  const hasPassword = known.proxyPassword !== 'none' && staysStored(known.settings.proxy, shown)
  return (
    <Panel title={words['proxy.title']()}>
      <p style={{ color: token.ink2, marginBottom: 6 }}>{words['proxy.says']()}</p>
      <FormRow label={words['proxy.kind']()} hint={reason ?? words[`proxy.kind-hint.${shown.proxyKind}`]()}>
        <Segmented
          value={shown.proxyKind}
          onValue={(proxyKind) => set({ proxyKind })}
          choices={(['none', 'socks5', 'http'] as const).map((value) => ({
            value,
            label: words[`proxy.kind.${value}`](),
            disabledReason: value === shown.proxyKind ? undefined : reason,
          }))}
        />
      </FormRow>
      {isOn && (
        <>
          <FormRow
            group
            required
            label={words['proxy.server-and-port']()}
            hint={words['proxy.server-hint']()}
            error={errors['proxy.host'] ?? errors['proxy.port']}
          >
            <TextInput
              label={words['proxy.server']()}
              value={shown.proxyHost}
              invalid={errors['proxy.host'] !== undefined}
              readOnly={isFixed}
              onValue={(proxyHost) => set({ proxyHost })}
            />
            <TextInput
              label={words['proxy.port']()}
              width={96}
              inputMode="numeric"
              value={shown.proxyPort}
              invalid={errors['proxy.port'] !== undefined}
              readOnly={isFixed}
              onValue={(proxyPort) => set({ proxyPort })}
            />
          </FormRow>
          <FormRow
            group
            label={words['proxy.sign-in']()}
            hint={words['proxy.sign-in-hint']()}
            error={errors['proxy.username'] ?? errors['proxyPassword']}
            warning={
              shown.proxyUser !== '' && shown.proxyPassword === null
                ? known.proxyPassword === 'lost'
                  ? words['proxy.password-lost']()
                  : !hasPassword
                    ? words['proxy.password-missing']()
                    : undefined
                : undefined
            }
          >
            <TextInput
              label={words['proxy.user']()}
              value={shown.proxyUser}
              invalid={errors['proxy.username'] !== undefined}
              autoComplete="off"
              onValue={(proxyUser) => set({ proxyUser })}
            />
            <PasswordInput
              label={words['proxy.password']()}
              value={shown.proxyPassword ?? ''}
              // Emptied again, the stored one stays.
              onValue={(password) => set({ proxyPassword: password === '' ? null : password })}
              placeholder={hasPassword ? words['connectors.sign-in.stored']() : undefined}
              autoComplete="new-password"
              showLabel={words['connectors.sign-in.show']()}
              hideLabel={words['connectors.sign-in.hide']()}
            />
          </FormRow>
          <FormRow label={words['proxy.direct']()} hint={words['proxy.direct-hint']()} error={errors['proxy.direct']}>
            <TextInput
              rows={3}
              value={shown.proxyDirect}
              readOnly={isFixed}
              onValue={(proxyDirect) => set({ proxyDirect })}
            />
          </FormRow>
          <ProxyTry form={shown} />
        </>
      )}
      <Voids form={form} known={known.settings.proxy} />
    </Panel>
  )
}

/** What was stored for one proxy and user is never shown to another. */
function staysStored(saved: Settings['proxy'], form: ProxyForm): boolean {
  const next = proxyFrom({ ...form, proxyPassword: null })
  return saved !== null && next != null && samePlace(saved, next) && saved.username === next.username
}

/** ms between the last key and the question. */
const settles = 300

/** T3: what saving would void, while the proxy differs from the saved one. */
function Voids({ form, known }: { readonly form: SettingsForm; readonly known: Settings['proxy'] }) {
  const [found, setFound] = useState<{ readonly of: string; readonly says: string } | null>(null)
  const next = proxyFrom(form)
  const differs =
    next !== undefined &&
    (JSON.stringify(next) !== JSON.stringify(known) || (next !== null && form.proxyPassword !== null))
  const asked = differs ? JSON.stringify({ proxy: next, passwordChanges: form.proxyPassword !== null }) : null
  useEffect(() => {
    if (asked === null) return
    let gone = false
    const timer = setTimeout(() => {
      void api.settings
        .proxyChange(JSON.parse(asked) as Parameters<typeof api.settings.proxyChange>[0])
        .then((answer) => {
          if (gone || !answer.ok) return
          const { proofs, connectors } = answer.value
          setFound({
            of: asked,
            says: proofs === 0 ? words['proxy.voids-none']() : words['proxy.voids']({ proofs, connectors }),
          })
        })
    }, settles)
    return () => {
      gone = true
      clearTimeout(timer)
    }
  }, [asked])
  return (
    <p role="status" style={{ minHeight: 40, marginTop: 6, color: token.ink2 }}>
      {asked !== null && found?.of === asked ? found.says : ''}
    </p>
  )
}
