import { styled } from '@mui/material/styles'
import type { Output } from '../../../contract/define.ts'
import type { processes } from '../../../contract/routes.ts'
import { say, words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { Combobox } from '../../ui/index.ts'

type FromAddresses = Output<(typeof processes)['fromAddresses']>

interface Offer {
  readonly address: string
  readonly note: string
}

const Absent = styled('details')({
  flexBasis: '100%',
  fontSize: 12.5,
  lineHeight: '18px',
  color: token.ink2,
  '& > summary': { cursor: 'pointer', width: 'fit-content', borderRadius: 3, color: token.info },
  '& > ul': { display: 'grid', gap: 4, padding: '6px 0 2px' },
  '& strong': { color: token.ink1, fontWeight: 600 },
})

export interface FromPickerProps {
  readonly value: string
  readonly onValue: (address: string) => void
  readonly addresses: FromAddresses | null
}

/** P2: offers only the addresses that an effective outgoing route carries, and explains the ones that are absent. */
export function FromPicker({ value, onValue, addresses }: FromPickerProps) {
  const offered: readonly Offer[] = (addresses?.offered ?? []).map(({ address, connectorName }) => ({
    address,
    note: connectorName,
  }))
  const carried = offered.find((offer) => offer.address.toLowerCase() === value.toLowerCase())
  const chosen = value === '' ? null : (carried ?? { address: value, note: words['processes.field.from-kept']() })
  const absent = addresses?.absent ?? []
  return (
    <>
      <Combobox<Offer>
        value={chosen}
        onValue={(offer) => onValue(offer?.address ?? '')}
        options={chosen === null || carried !== undefined ? offered : [chosen, ...offered]}
        optionKey={(offer) => offer.address}
        optionLabel={(offer) => offer.address}
        optionNote={(offer) => offer.note}
        noOptionsText={
          offered.length === 0 ? words['processes.field.from-all-absent']() : words['processes.field.from-none']()
        }
      />
      {absent.length > 0 && (
        <Absent>
          <summary>{words['processes.absent']({ count: absent.length })}</summary>
          <ul>
            {absent.map((each) => (
              <li key={`${each.address} ${each.connectorName}`}>
                <strong>{each.address}</strong> {words['processes.absent-of']({ connector: each.connectorName })}:{' '}
                {say(each.why)}
              </li>
            ))}
          </ul>
        </Absent>
      )}
    </>
  )
}
