import { styled } from '@mui/material/styles'
import { Check, Clock, MailX } from 'lucide-react'
import { words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { Mark, Mono, Panel, TimeText } from '../../ui/index.ts'
import type { Output } from '../../../contract/define.ts'
import type { outbox } from '../../../contract/mail.ts'

type Report = Output<(typeof outbox)['get']>['reports'][number]

const List = styled('ul')({ '& > li + li': { borderTop: `1px solid ${token.hairline}` } })
const Item = styled('li')({ padding: '10px 16px' })
const Head = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '2px 12px',
  marginBottom: 4,
})

/** What servers reported back about a mail that they had taken (N35). */
export function Reports({ reports }: { readonly reports: readonly Report[] }) {
  if (reports.length === 0) return null
  return (
    <Panel padding="none" divided title={words['outbox.reports']()}>
      <List>
        {reports.flatMap((report) =>
          report.recipients.map((recipient, index) => (
            <Item key={`${report.at} ${index}`}>
              <Head>
                {recipient.action === 'failed' || recipient.action === 'unknown' ? (
                  <Mark tone="failed" icon={MailX}>
                    {words['outbox.report-failed']()}
                  </Mark>
                ) : recipient.action === 'delayed' ? (
                  <Mark tone="warning" icon={Clock}>
                    {words['outbox.report-delayed']()}
                  </Mark>
                ) : (
                  <Mark tone="ok" icon={Check}>
                    {words['outbox.report-delivered']()}
                  </Mark>
                )}
                <strong>{recipient.address}</strong>
                <TimeText iso={report.at} />
              </Head>
              <Mono>{[recipient.status, recipient.diagnostic].filter((text) => text !== '').join('  ') || '–'}</Mono>
            </Item>
          )),
        )}
      </List>
    </Panel>
  )
}
