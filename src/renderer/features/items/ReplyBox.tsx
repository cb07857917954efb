import { styled } from '@mui/material/styles'
import { SendHorizontal } from 'lucide-react'
import type { ItemView } from '../../../contract/mail.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { Banner, Button, Panel, TextInput } from '../../ui/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { itemOf, keepReply, useReply } from './store.ts'

const Body = styled('div')({ display: 'grid', gap: 10, padding: '0 16px 14px' })
const Foot = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' })
const Hint = styled('span')({ flex: '1 1 240px', fontSize: 12.5, color: token.ink3 })
const Addresses = styled('span')({ fontWeight: 400, color: token.ink2, overflowWrap: 'anywhere' })

/** The answer to a work item, under its process's From address; or why there can be none now. */
export function ReplyBox({ item }: { readonly item: ItemView }) {
  const text = useReply(item.id)
  const act = useAct()
  const viewer = useViewerReason()
  const cannot =
    item.cannotSend !== null
      ? say(item.cannotSend)
      : item.replyTo.length === 0
        ? words['items.reply-none']()
        : undefined
  const send = async () => {
    const view = await act.run(() => api.items.reply({ id: item.id, revision: item.revision, text }))
    if (view === null) return
    keepReply(item.id, '')
    itemOf.put(item.id, view)
    notify({
      message: words['items.reply-sent']({ id: item.id }),
      actionLabel: words['items.reply-show'](),
      onAction: () => navigate(['outbox']),
    })
  }
  const reason =
    viewer ??
    cannot ??
    (act.busy ? words['answer.busy']() : text.trim() === '' ? words['items.reply-empty']() : undefined)
  return (
    <Panel
      title={
        <>
          {words['items.reply']()}{' '}
          {item.fromAddress !== '' && item.replyTo.length > 0 && (
            <Addresses>{words['items.reply-head']({ from: item.fromAddress, to: item.replyTo.join(', ') })}</Addresses>
          )}
        </>
      }
    >
      <Body style={{ padding: 0 }}>
        {cannot !== undefined && (
          <Banner tone="warning" icon={SendHorizontal}>
            {words['items.reply-cannot']()} {cannot}
          </Banner>
        )}
        <RefusalLine
          refusal={act.refusal}
          action={
            act.refusal?.code === 'stale' && (
              <Button
                onClick={() => {
                  act.clear()
                  void itemOf.read(item.id)
                }}
              >
                {words['answer.stale']()}
              </Button>
            )
          }
        />
        <TextInput
          label={words['items.reply-text']()}
          rows={5}
          value={text}
          onValue={(value) => keepReply(item.id, value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || reason !== undefined) return
            event.preventDefault()
            void send()
          }}
        />
        <Foot>
          <Hint>{words['items.reply-hint']()}</Hint>
          <Button variant="primary" icon={SendHorizontal} onClick={() => void send()} disabledReason={reason}>
            {words['items.reply-send']()}
          </Button>
        </Foot>
      </Body>
    </Panel>
  )
}
