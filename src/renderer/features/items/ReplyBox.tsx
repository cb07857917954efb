import { styled } from '@mui/material/styles'
import { SendHorizontal } from 'lucide-react'
import { useState } from 'react'
import type { ItemView } from '../../../contract/mail.ts'
import { say, words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { navigate } from '../../shell/location.ts'
import { token } from '../../theme/tokens.ts'
import { Banner, Button, FormRow, Panel, SelectInput, TextInput } from '../../ui/index.ts'
import { notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import { itemOf, keepReply, useReply } from './store.ts'

const Body = styled('div')({ display: 'grid', gap: 10, padding: '0 16px 14px' })
const Foot = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '8px 16px' })
const Hint = styled('span')({ flex: '1 1 240px', fontSize: 12.5, color: token.ink3 })
const Addresses = styled('span')({ fontWeight: 400, color: token.ink2, overflowWrap: 'anywhere' })

// No action is called so: names have no blanks around them.
const itself = ' '

/** The answer to a work item, under its process's From address or that of one of its actions; or why there can be none now. */
export function ReplyBox({ item }: { readonly item: ItemView }) {
  const text = useReply(item.id)
  const act = useAct()
  const viewer = useViewerReason()
  const [wanted, setWanted] = useState(itself)
  // An action that was taken away meanwhile is not answered as.
  const action = item.actions.find(({ name }) => name === wanted) ?? null
  const from = action?.fromAddress ?? item.fromAddress
  const problem = action === null ? item.cannotSend : action.cannotSend
  const cannot = problem !== null ? say(problem) : item.replyTo.length === 0 ? words['items.reply-none']() : undefined
  const send = async () => {
    const view = await act.run(() =>
      api.items.reply({ id: item.id, revision: item.revision, text, action: action?.name ?? null }),
    )
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
          {from !== '' && item.replyTo.length > 0 && (
            <Addresses>{words['items.reply-head']({ from, to: item.replyTo.join(', ') })}</Addresses>
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
        {item.actions.length > 0 && (
          <FormRow label={words['items.reply-as']()}>
            <SelectInput
              value={action?.name ?? itself}
              onValue={setWanted}
              choices={[
                { value: itself, label: words['items.reply-as-itself'](), note: item.fromAddress },
                ...item.actions.map((each) => ({ value: each.name, label: each.name, note: each.fromAddress })),
              ]}
              width={320}
            />
          </FormRow>
        )}
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
