import MuiTab from '@mui/material/Tab'
import MuiTabs from '@mui/material/Tabs'
import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { token } from '../theme/tokens.ts'

export interface TabItem<Id extends string> {
  readonly id: Id
  readonly label: string
  /** Stands after the label: "Routes 8". */
  readonly count?: number
}

export interface TabsProps<Id extends string> {
  readonly label: string
  readonly items: readonly TabItem<Id>[]
  readonly current: Id
  readonly onCurrent: (id: Id) => void
  /** Tells two tab rows on one screen apart; the same one goes to TabPanel. */
  readonly name?: string
}

/** Views of one object. Arrow keys move, Enter or Space opens. */
export function Tabs<Id extends string>({ label, items, current, onCurrent, name = 'view' }: TabsProps<Id>) {
  return (
    <MuiTabs
      aria-label={label}
      value={current}
      onChange={(_event, id: Id) => onCurrent(id)}
      variant="scrollable"
      scrollButtons={false}
    >
      {items.map((item) => (
        <MuiTab
          key={item.id}
          value={item.id}
          id={`${name}-tab-${item.id}`}
          aria-controls={item.id === current ? `${name}-panel-${item.id}` : undefined}
          label={item.count === undefined ? item.label : `${item.label} ${item.count}`}
        />
      ))}
    </MuiTabs>
  )
}

const Panel = styled('div')({
  display: 'flex',
  flexDirection: 'column',
  gap: 14,
  flex: '1 0 auto',
  minWidth: 0,
  '&:focus-visible': { outline: `2px solid ${token.accent}`, outlineOffset: 4, borderRadius: 4 },
})

export interface TabPanelProps {
  readonly id: string
  readonly name?: string
  readonly children: ReactNode
}

/** What the current tab shows. Render only the current one. */
export function TabPanel({ id, name = 'view', children }: TabPanelProps) {
  return (
    <Panel role="tabpanel" id={`${name}-panel-${id}`} aria-labelledby={`${name}-tab-${id}`} tabIndex={-1}>
      {children}
    </Panel>
  )
}
