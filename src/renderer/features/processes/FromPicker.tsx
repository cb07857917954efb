import { styled } from '@mui/material/styles'
import type { Output } from '../../../contract/define.ts'
import type { processes } from '../../../contract/routes.ts'
import { say, words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { Combobox, TextLink } from '../../ui/index.ts'

export type FromAddresses = Output<(typeof processes)['fromAddresses']>

interface Offer {
  readonly address: string
  readonly note: string
}

const List = styled('details')({
  flexBasis: '100%',
  fontSize: 12.5,
  lineHeight: '18px',
  color: token.ink2,
  '& > summary': { cursor: 'pointer', width: 'fit-content', borderRadius: 3, color: token.info },
  '& > ul': { display: 'grid', gap: 4, padding: '6px 0 2px' },
  '& strong': { color: token.ink1, fontWeight: 600, overflowWrap: 'anywhere' },
})

export interface FromPickerProps {
  /** Names it where its row holds several. */
  readonly label?: string
  readonly value: string
  readonly onValue: (address: string) => void
  readonly addresses: FromAddresses | null
  readonly width?: number | string
}

/** P2: offers only the addresses that an effective outgoing route carries; one that was there before stays to be seen. */
export function FromPicker({ label, value, onValue, addresses, width }: FromPickerProps) {
  const offered: readonly Offer[] = (addresses?.offered ?? []).map(({ address, connectorName }) => ({
    address,
    note: connectorName,
  }))
  const carried = offered.find((offer) => offer.address.toLowerCase() === value.toLowerCase())
  const chosen = value === '' ? null : (carried ?? { address: value, note: words['processes.field.from-kept']() })
  return (
    <Combobox<Offer>
      {...(label !== undefined && { label })}
      {...(width !== undefined && { width })}
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
  )
}

/** P2: why each known address is not among those that are offered, and where that is mended. */
export function Absent({ addresses }: { readonly addresses: FromAddresses | null }) {
  const absent = addresses?.absent ?? []
  return (
    absent.length > 0 && (
      <List>
        <summary>{words['processes.absent']({ count: absent.length })}</summary>
        <ul>
          {absent.map((each) => (
            <li key={`${each.address} ${each.connectorId}`}>
              <strong>{each.address}</strong>{' '}
              <TextLink href={hrefTo(['connectors', each.connectorId])} underlined>
                {words['processes.absent-of']({ connector: each.connectorName })}
              </TextLink>
              : {say(each.why)}
            </li>
          ))}
        </ul>
      </List>
    )
  )
}
