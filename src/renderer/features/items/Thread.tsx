import { styled } from '@mui/material/styles'
import { ArrowDownToLine, ArrowUpFromLine, Bot, MailPlus, MailX, Paperclip } from 'lucide-react'
import type { ItemView } from '../../../contract/mail.ts'
import { words } from '../../../words/index.ts'
import { hrefTo } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { Chip, Hidden, Mark, Panel, TextLink, TimeText } from '../../ui/index.ts'
import { sizeText } from '../answers/index.ts'
import { OutboxMark } from '../outbox/marks.tsx'
import { MailText } from './MailText.tsx'

type ThreadMail = ItemView['thread'][number]

const List = styled('ol')({ '& > li + li': { borderTop: `1px solid ${token.hairline}` } })
const Mail = styled('li')({ padding: '12px 16px 14px' })
const Head = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '2px 12px',
  marginBottom: 6,
})
const Who = styled('span')({ flex: '1 1 200px', minWidth: 0, overflowWrap: 'anywhere' })
const Soft = styled('span')({ color: token.ink2 })
const Files = styled('ul')({ display: 'flex', flexWrap: 'wrap', gap: 6, marginTop: 10 })

const markIcons = { 'new-information': MailPlus, automatic: Bot, bounce: MailX } as const

/** All mails of a work item, the oldest first; attachments are named. */
export const Thread = ({ mails }: { readonly mails: readonly ThreadMail[] }) => (
  <Panel title={words['items.thread']({ count: mails.length })} padding="none" divided>
    <List>
      {mails.map((mail) => (
        <Mail key={mail.id}>
          <Head>
            <Mark
              tone={mail.direction === 'in' ? 'neutral' : 'accent'}
              icon={mail.direction === 'in' ? ArrowDownToLine : ArrowUpFromLine}
            >
              {words[
                mail.kind === 'acknowledgement'
                  ? 'items.acknowledged'
                  : mail.direction === 'in'
                    ? 'items.received'
                    : 'items.sent'
              ]()}
            </Mark>
            {mail.direction === 'in' && mail.mark !== null && (
              <Mark tone={mail.mark === 'bounce' ? 'failed' : 'info'} icon={markIcons[mail.mark]}>
                {words[`items.mark.${mail.mark}`]()}
              </Mark>
            )}
            <Who>
              <strong>{mail.from}</strong> <Soft>→ {mail.to.join(', ')}</Soft>
              {mail.cc.length > 0 && <Soft> · {words['items.cc']({ cc: mail.cc.join(', ') })}</Soft>}
            </Who>
            {mail.outbox !== null && (
              <TextLink href={hrefTo(['outbox', mail.id])}>
                <OutboxMark state={mail.outbox} />
              </TextLink>
            )}
            <Soft>
              <TimeText iso={mail.at} />
            </Soft>
          </Head>
          <MailText text={mail.text} removedAt={mail.removedAt} />
          {mail.attachments.length > 0 && (
            <Files aria-label={words['items.attachments']()}>
              {mail.attachments.map((file, index) => (
                <li key={index}>
                  <Chip icon={Paperclip}>
                    {words['items.attachment']({
                      name: file.fileName ?? words['items.attachment-unnamed']({ type: file.mediaType }),
                      size: sizeText(file.size),
                    })}
                  </Chip>
                </li>
              ))}
            </Files>
          )}
        </Mail>
      ))}
    </List>
    <Hidden role="status">{words['items.thread']({ count: mails.length })}</Hidden>
  </Panel>
)
