import { styled } from '@mui/material/styles'
import { MailQuestion, Shuffle } from 'lucide-react'
import { useState } from 'react'
import { say, words } from '../../../../words/index.ts'
import { api, reading } from '../../../api/index.ts'
import { Banner, Button } from '../../../ui/index.ts'
import { ProbeDialog } from '../../routes/probe/ProbeDialog.tsx'
import { TrustButton } from './TrustButton.tsx'

const Acts = styled('div')({ display: 'flex', flexDirection: 'column', alignItems: 'stretch', gap: 8 })

const rewrites = reading(['connectors', 'routes', 'polls', 'items'], api.connectors.rewrites)

export interface RewritesBannerProps {
  readonly connectorId: string
  /** Only what concerns this address, such as that of one route; left out: all of the connector. */
  readonly address?: string
}

/** I6: signs that the server rewrites `To`, each with what can be done about it. Nothing where there is none. */
export function RewritesBanner({ connectorId, address }: RewritesBannerProps) {
  const { value } = rewrites.use({ id: connectorId })
  const [probing, setProbing] = useState<string | null>(null)
  const concerns = (other: string) => address === undefined || other.toLowerCase() === address.trim().toLowerCase()
  const seen = value?.seen.filter((each) => concerns(each.address)) ?? []
  const untaken =
    value?.untaken.filter((each) => concerns(each.address) && !seen.some((other) => other.address === each.address)) ??
    []
  const probe = (to: string) => <Button onClick={() => setProbing(to)}>{words['rewrites.probe']()}</Button>
  return (
    <>
      {seen.map((each) => (
        <Banner
          key={each.address}
          tone="warning"
          icon={Shuffle}
          action={
            <Acts>
              {each.canTrust && <TrustButton connectorId={connectorId} header={each.header} />}
              {probe(each.address)}
            </Acts>
          }
        >
          {say(each.word)}
        </Banner>
      ))}
      {untaken.map((each) => (
        <Banner key={each.routeId} tone="info" icon={MailQuestion} action={probe(each.address)}>
          {say(each.word)}
        </Banner>
      ))}
      {probing !== null && <ProbeDialog connectorId={connectorId} address={probing} onClose={() => setProbing(null)} />}
    </>
  )
}
