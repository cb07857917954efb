import { Route } from 'lucide-react'
import { useState } from 'react'
import type { MigrationView } from '../../../../contract/migration.ts'
import type { Job } from '../../../../contract/shapes.ts'
import type { ShadowView } from '../../../../contract/shadowRun.ts'
import { oneOfEach, proposedGateway, proposedMailbox } from '../../../../domain/migration/shadow/choice.ts'
import { mostAddresses } from '../../../../domain/migration/shadow/run.ts'
import { say, words } from '../../../../words/index.ts'
import { api, noteJob } from '../../../api/index.ts'
import { hrefTo } from '../../../shell/location.ts'
import { Button, ComboboxMany, FormRow, Segmented, SelectInput, TextLink, token } from '../../../ui/index.ts'
import { RefusalLine, useAct, useViewerReason } from '../../answers/index.ts'
import { cancelJob } from '../../connectors/store.ts'

type Address = ShadowView['addresses'][number]
type Which = 'each' | 'some' | 'all'

interface ShadowFormProps {
  readonly view: MigrationView
  readonly choices: ShadowView
  /** While a run is under way. */
  readonly job: Job | null
}

/** Which gateway, to which mailbox, under which addresses; whether the two ways differ at all is said before anything is sent. */
export function ShadowForm({ view, choices: { gateways, addresses, mailboxes }, job }: ShadowFormProps) {
  const act = useAct()
  const viewer = useViewerReason()
  const [gatewayId, setGatewayId] = useState<string | null>(null)
  const [mailboxId, setMailboxId] = useState<string | null>(null)
  const [which, setWhich] = useState<Which>('each')
  const [some, setSome] = useState<readonly string[]>([])
  const gateway = gateways.find(({ id }) => id === gatewayId) ?? proposedGateway(gateways)
  const mailbox = mailboxes.find(({ connectorId }) => connectorId === mailboxId) ?? proposedMailbox(mailboxes)
  const each = oneOfEach(addresses)
  const chosen: readonly Address[] =
    which === 'each'
      ? each
      : which === 'all'
        ? addresses.slice(0, mostAddresses)
        : addresses.filter(({ address }) => some.includes(address))
  const reason =
    viewer ??
    (addresses.length === 0
      ? words['migration.shadow.no-address']()
      : gateway?.unusable
        ? say(gateway.unusable)
        : mailbox === undefined
          ? words['migration.shadow.no-mailbox']()
          : mailbox.unusable !== null
            ? say(mailbox.unusable)
            : chosen.length === 0
              ? words['migration.shadow.choose-address']()
              : chosen.length > mostAddresses
                ? words['migration.shadow.too-many']({ count: mostAddresses })
                : undefined)
  const start = async () => {
    const started = await act.run(() =>
      api.migration.startShadow({
        id: view.id,
        revision: view.revision,
        gateway: gateway?.id ?? '',
        connectorId: mailbox?.connectorId ?? '',
        addresses: chosen.map(({ address }) => address),
      }),
    )
    if (started !== null) noteJob(started)
  }
  return (
    <>
      <RefusalLine refusal={act.refusal} />
      <FormRow label={words['migration.shadow.gateway']()} {...(gateway?.unusable && { error: say(gateway.unusable) })}>
        <SelectInput
          value={gateway?.id ?? ''}
          onValue={setGatewayId}
          choices={gateways.map(({ id, fileName, way: { host, port } }) => ({
            value: id,
            label:
              fileName === null
                ? words['migration.shadow.gateway-typed']({ host, port })
                : words['migration.shadow.gateway-file']({ file: fileName, host, port }),
          }))}
        />
      </FormRow>
      <FormRow
        label={words['migration.shadow.mailbox']()}
        {...(mailbox === undefined && {
          error: words['migration.shadow.no-mailbox'](),
          mend: <TextLink href={hrefTo(['connectors'])}>{words['app.nav.connectors']()}</TextLink>,
        })}
        {...(mailbox?.unusable && { error: say(mailbox.unusable) })}
      >
        <SelectInput
          value={mailbox?.connectorId ?? ''}
          onValue={setMailboxId}
          placeholder={words['migration.shadow.none']()}
          choices={mailboxes.map(({ connectorId, connector, address }) => ({
            value: connectorId,
            label: words['migration.shadow.mailbox-of']({ connector, address }),
          }))}
        />
      </FormRow>
      <FormRow group label={words['migration.shadow.which']()} hint={waysText(chosen, gateway?.id)}>
        <Segmented
          label={words['migration.shadow.which']()}
          value={which}
          onValue={setWhich}
          choices={[
            { value: 'each', label: words['migration.shadow.which.each']({ count: each.length }) },
            { value: 'some', label: words['migration.shadow.which.some']() },
            {
              value: 'all',
              label: words[`migration.shadow.which.${addresses.length > mostAddresses ? 'first' : 'all'}`]({
                count: Math.min(addresses.length, mostAddresses),
              }),
            },
          ]}
        />
        {which === 'some' && (
          <ComboboxMany<Address>
            label={words['migration.shadow.from']()}
            options={addresses}
            value={chosen}
            onValue={(picked) => setSome(picked.map(({ address }) => address))}
            optionKey={({ address }) => address}
            optionLabel={({ address }) => address}
            optionNote={({ connector }) => connector ?? words['migration.carriers.nobody']()}
            removeLabel={({ address }) => words['migration.shadow.remove']({ address })}
            noOptionsText={words['migration.shadow.none']()}
          />
        )}
      </FormRow>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, margin: '8px 0', color: token.ink2 }}>
        {job === null ? (
          <Button icon={Route} onClick={() => void start()} disabledReason={reason}>
            {words['migration.shadow.run']({ count: chosen.length })}
          </Button>
        ) : (
          <Button onClick={() => void cancelJob(job.id)}>{words['migration.shadow.cancel']()}</Button>
        )}
      </div>
    </>
  )
}

/** Whether the two ways are different settings at all. */
function waysText(chosen: readonly Address[], gatewayId: string | undefined): string {
  const same = chosen.filter(({ sameAs }) => gatewayId !== undefined && sameAs.includes(gatewayId)).length
  if (chosen.length === 0) return words['migration.shadow.choose-address']()
  if (same === chosen.length) return words['migration.shadow.same-way-all']({ count: same })
  return same === 0
    ? words['migration.shadow.ways-differ']({ count: chosen.length })
    : words['migration.shadow.same-way-some']({ same, all: chosen.length })
}
