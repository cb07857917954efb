import { styled } from '@mui/material/styles'
import { ArrowDown, ArrowUp, Plus, Trash2 } from 'lucide-react'
import { useRef } from 'react'
import type { ProcessAction } from '../../../domain/process.ts'
import { words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { Button, IconButton, Switch, TextInput } from '../../ui/index.ts'
import { FromPicker, type FromAddresses } from './FromPicker.tsx'

const List = styled('ol')({ flexBasis: '100%', display: 'grid', gap: 8, margin: 0 })
const Row = styled('li')({
  display: 'grid',
  gap: 6,
  padding: '8px 10px',
  border: `1px solid ${token.hairline}`,
  borderRadius: 6,
})
const Half = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '6px 12px' })
const Wrong = styled('p')({ fontSize: 12.5, lineHeight: '18px' })
const Acts = styled('span')({ display: 'flex' })

/** At most so many, as the engine takes. */
const most = 50

export interface ActionsProps {
  readonly value: readonly ProcessAction[]
  readonly onValue: (value: ProcessAction[]) => void
  readonly addresses: FromAddresses | null
  /** What is wrong with the action at a place; it was saved, or was refused. */
  readonly problemOf: (index: number) => { readonly sentence: string; readonly refused: boolean } | undefined
}

/** P1: the mails that a case may send at its steps, in their order, each with its own From address. */
export function Actions({ value, onValue, addresses, problemOf }: ActionsProps) {
  const list = useRef<HTMLOListElement>(null)
  const set = (index: number, change: Partial<ProcessAction>) =>
    onValue(value.map((action, at) => (at === index ? { ...action, ...change } : action)))
  const nameField = (index: number) =>
    requestAnimationFrame(() =>
      list.current?.querySelectorAll<HTMLInputElement>('input[name="action"]')[index]?.focus(),
    )
  const move = (index: number, to: number) => {
    const next = value.toSpliced(index, 1)
    onValue(next.toSpliced(to, 0, value[index]!))
    nameField(to)
  }
  const add = () => {
    onValue([...value, { name: '', fromAddress: '', takesPart: true }])
    nameField(value.length)
  }
  const remove = (index: number) => {
    onValue(value.toSpliced(index, 1))
    if (value.length > 1) nameField(Math.max(0, index - 1))
  }
  return (
    <>
      {value.length > 0 && (
        <List ref={list}>
          {value.map((action, index) => {
            const named = action.name || words['processes.action.number']({ number: index + 1 })
            const problem = problemOf(index)
            return (
              <Row key={index}>
                <Half>
                  <TextInput
                    name="action"
                    label={words['processes.action.name']({ number: index + 1 })}
                    placeholder={words['processes.action.name-hint']()}
                    value={action.name}
                    onValue={(name) => set(index, { name })}
                    invalid={problem?.refused ?? false}
                  />
                  <Acts>
                    <IconButton
                      icon={ArrowUp}
                      label={words['processes.action.up']({ action: named })}
                      disabledReason={index === 0 ? words['processes.action.first']() : undefined}
                      onClick={() => move(index, index - 1)}
                    />
                    <IconButton
                      icon={ArrowDown}
                      label={words['processes.action.down']({ action: named })}
                      disabledReason={index === value.length - 1 ? words['processes.action.last']() : undefined}
                      onClick={() => move(index, index + 1)}
                    />
                    <IconButton
                      icon={Trash2}
                      label={words['processes.action.remove']({ action: named })}
                      onClick={() => remove(index)}
                    />
                  </Acts>
                </Half>
                <Half>
                  <FromPicker
                    label={words['processes.action.from']({ action: named })}
                    value={action.fromAddress}
                    onValue={(fromAddress) => set(index, { fromAddress })}
                    addresses={addresses}
                    width={260}
                  />
                  <Switch checked={action.takesPart} onChecked={(takesPart) => set(index, { takesPart })}>
                    {words['processes.action.part']()}
                  </Switch>
                </Half>
                {problem !== undefined && (
                  <Wrong
                    role={problem.refused ? 'alert' : undefined}
                    style={{ color: problem.refused ? token.failed : token.warning }}
                  >
                    {problem.sentence}
                  </Wrong>
                )}
              </Row>
            )
          })}
        </List>
      )}
      <Button
        icon={Plus}
        onClick={add}
        disabledReason={value.length >= most ? words['processes.action.most']({ most }) : undefined}
      >
        {words['processes.action.add']()}
      </Button>
    </>
  )
}
