import { ArchiveX, Route } from 'lucide-react'
import type { ItemView } from '../../../contract/mail.ts'
import type { WaitingReason, WorkState } from '../../../domain/workItem.ts'
import { waitingReasons, workStates } from '../../../domain/workItem.ts'
import { words } from '../../../words/index.ts'
import { api } from '../../api/index.ts'
import { hrefTo, navigate } from '../../shell/location.ts'
import { Banner, Button, MenuButton, Page, Panel, SelectInput, TextLink, TimeText } from '../../ui/index.ts'
import { Facts, Fixed, notify, RefusalLine, useAct, useViewerReason } from '../answers/index.ts'
import type { Fact } from '../answers/index.ts'
import { TestMark } from './marks.tsx'
import { ReplyBox } from './ReplyBox.tsx'
import { itemOf } from './store.ts'
import { Thread } from './Thread.tsx'

/** One work item: what it is, its state, its mails, the answer. */
export function ItemDetail({ item }: { readonly item: ItemView }) {
  const act = useAct()
  const viewer = useViewerReason()
  const first = item.thread.find(({ direction }) => direction === 'in')
  const removed = item.thread.flatMap(({ removedAt }) => removedAt ?? []).toSorted()
  const setState = async (state: WorkState, waitingReason: WaitingReason | null) => {
    const view = await act.run(() => api.items.setState({ id: item.id, revision: item.revision, state, waitingReason }))
    if (view === null) return
    itemOf.put(item.id, view)
    notify({ message: words['items.state-changed']({ id: item.id, state: words[`items.state.${state}`]() }) })
  }
  return (
    <Page
      focusTitle={false}
      title={item.subject === '' ? words['items.no-subject']() : item.subject}
      sub={
        <>
          <span data-numeric="">{item.id}</span> · {words[`processes.kind.${item.kind}`]()} {item.test && <TestMark />}
        </>
      }
      actions={
        <>
          <Fixed width={140}>
            <SelectInput<WorkState>
              label={words['items.filter']()}
              value={item.state}
              onValue={(state) => void setState(state, state === 'waiting' ? 'more-information' : null)}
              choices={workStates.map((state) => ({
                value: state,
                label: words[`items.state.${state}`](),
                disabledReason: viewer,
              }))}
            />
          </Fixed>
          {item.state === 'waiting' && (
            <Fixed width={190}>
              <SelectInput<WaitingReason>
                label={words['items.waiting-for']()}
                value={item.waitingReason ?? ''}
                onValue={(reason) => void setState('waiting', reason)}
                choices={waitingReasons.map((reason) => ({
                  value: reason,
                  label: words[`items.reason.${reason}`](),
                  disabledReason: viewer,
                }))}
              />
            </Fixed>
          )}
          {first !== undefined && item.connector !== null && (
            <MenuButton
              label={words['items.more']({ id: item.id })}
              entries={[
                {
                  id: 'make-route',
                  label: words['aside.make-route'](),
                  icon: Route,
                  disabledReason: viewer,
                  onSelect: () => navigate(['routes', 'new'], { connector: item.connector?.id, mail: first.id }),
                },
              ]}
            />
          )}
        </>
      }
    >
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
      <Panel>
        <Facts facts={factsOf(item)} />
      </Panel>
      {removed.length > 0 && (
        <Banner tone="info" icon={ArchiveX}>
          {words['retention.removed']({
            at: removed.at(-1)!,
            mails: removed.length,
            of: item.thread.length,
          })}
        </Banner>
      )}
      <Thread mails={item.thread} />
      <ReplyBox key={item.id} item={item} />
    </Page>
  )
}

const factsOf = (item: ItemView): readonly Fact[] => [
  { id: 'requester', name: words['items.requester'](), value: item.requester },
  { id: 'process', name: words['items.process'](), value: item.processPath },
  ...(item.category === null ? [] : [{ id: 'category', name: words['items.category'](), value: item.category }]),
  ...(item.forAttention === null
    ? []
    : [{ id: 'attention', name: words['items.attention'](), value: item.forAttention }]),
  {
    id: 'route',
    name: words['items.route'](),
    value: (
      <>
        {item.route === null ? (
          words['items.route-gone']()
        ) : (
          <TextLink href={hrefTo(['routes', 'edit', item.route.id])}>{item.route.name}</TextLink>
        )}{' '}
        {item.connector !== null && (
          <TextLink href={hrefTo(['connectors', item.connector.id])}>
            {words['items.route-of']({ connector: item.connector.name })}
          </TextLink>
        )}
      </>
    ),
  },
  ...(item.linked.length === 0
    ? []
    : [
        {
          id: 'linked',
          name: words['items.linked'](),
          value: item.linked.map((other) => (
            <span key={other.id} style={{ display: 'block' }}>
              <TextLink href={hrefTo(['items', other.id])}>{other.id}</TextLink> {other.subject} ·{' '}
              {words[`items.state.${other.state}`]()}
            </span>
          )),
        },
      ]),
  { id: 'created', name: words['items.created'](), value: <TimeText iso={item.createdAt} /> },
  { id: 'changed', name: words['items.changed'](), value: <TimeText iso={item.changedAt} shape="ago" /> },
]
