import { styled } from '@mui/material/styles'
import { useVirtualizer } from '@tanstack/react-virtual'
import type { KeyboardEvent, ReactNode } from 'react'
import { Fragment, useEffect, useRef } from 'react'
import { forcedColors, narrow, token } from '../theme/tokens.ts'
import { roveTo } from './roving.ts'

const Toolbar = styled('div')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: 8,
  padding: '9px 12px',
  borderBottom: `1px solid ${token.hairline}`,
  flexShrink: 0,
})
const Scroller = styled('div')({
  flex: '1 1 auto',
  minHeight: 0,
  overflowY: 'auto',
  [narrow]: { maxHeight: 'min(46vh, 368px)' },
})
const Box = styled('div')({ position: 'relative' })
const Option = styled('div')({
  boxSizing: 'border-box',
  width: '100%',
  borderBottom: `1px solid ${token.hairline}`,
  cursor: 'pointer',
  '&:hover': { backgroundColor: token.background },
  '&[aria-selected="true"]': { backgroundColor: token.accentSoft },
  '&:focus-visible': { outlineOffset: -2 },
  [forcedColors]: { '&[aria-selected="true"]': { outline: '2px solid Highlight', outlineOffset: -2 } },
})

export interface ListPaneProps<T> {
  readonly label: string
  readonly items: readonly T[]
  readonly itemKey: (item: T) => string
  /** Usually a ListRow. No buttons or links inside. */
  readonly row: (item: T) => ReactNode
  readonly selected: string | null
  readonly onSelect: (key: string) => void
  /** Above the list: search, Test all, Add. */
  readonly toolbar?: ReactNode
  /** Stands in for the list: an EmptyState, SkeletonRows or ErrorState. */
  readonly instead?: ReactNode
  /** px, for lists over 200 rows, which draw only what is seen. */
  readonly rowHeight?: number
}

/** A list of objects to pick one of. Up, Down, Home, End and Page keys pick; one stop in the tab order. */
export function ListPane<T>(props: ListPaneProps<T>) {
  const { label, items, itemKey, row, selected, onSelect, toolbar, instead, rowHeight = 61 } = props
  const scroller = useRef<HTMLDivElement>(null)
  const wanted = useRef<string | null>(null)
  const virtual = items.length > 200
  const virtualizer = useVirtualizer({
    count: virtual ? items.length : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  })
  const current = items.findIndex((item) => itemKey(item) === selected)

  // A row that was out of sight exists only after the list has scrolled to it.
  useEffect(() => {
    if (wanted.current === null) return
    const option = scroller.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(wanted.current)}"]`)
    if (option == null) return
    wanted.current = null
    option.focus()
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const to = roveTo(event, Math.max(0, current), items.length, 'stop')
    const item = to === null ? undefined : items[to]
    if (to === null || item === undefined) return
    event.preventDefault()
    wanted.current = itemKey(item)
    if (virtual) virtualizer.scrollToIndex(to)
    onSelect(itemKey(item))
  }

  const option = (item: T, index: number) => {
    const key = itemKey(item)
    return (
      <Option
        role="option"
        data-key={key}
        aria-selected={key === selected}
        aria-setsize={virtual ? items.length : undefined}
        aria-posinset={virtual ? index + 1 : undefined}
        tabIndex={index === Math.max(0, current) ? 0 : -1}
        onClick={() => onSelect(key)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== ' ') return
          event.preventDefault()
          onSelect(key)
        }}
      >
        {row(item)}
      </Option>
    )
  }

  return (
    <>
      {toolbar !== undefined && <Toolbar>{toolbar}</Toolbar>}
      {instead ?? (
        <Scroller ref={scroller}>
          <Box
            role="listbox"
            aria-label={label}
            onKeyDown={onKeyDown}
            style={virtual ? { height: virtualizer.getTotalSize() } : undefined}
          >
            {virtual
              ? virtualizer.getVirtualItems().map((place) => {
                  const item = items[place.index]
                  return item === undefined ? null : (
                    <Place
                      key={itemKey(item)}
                      role="presentation"
                      style={{ transform: `translateY(${place.start}px)`, height: rowHeight }}
                    >
                      {option(item, place.index)}
                    </Place>
                  )
                })
              : items.map((item, index) => <Fragment key={itemKey(item)}>{option(item, index)}</Fragment>)}
          </Box>
        </Scroller>
      )}
    </>
  )
}
const Place = styled('div')({ position: 'absolute', top: 0, left: 0, width: '100%', overflow: 'hidden' })

const RowGrid = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'minmax(0, 1fr) auto auto',
  alignItems: 'center',
  columnGap: 6,
  padding: '9px 14px',
})
const Title = styled('span')({
  fontWeight: 600,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  paddingRight: 6,
})
const Sub = styled('span')({
  fontSize: 12.5,
  lineHeight: '21px',
  color: token.ink2,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
  paddingRight: 6,
})
const Side = styled('span')({ fontSize: 12.5, lineHeight: '18px', color: token.ink2 })
const One = styled('span')({ gridColumn: '2 / 4', gridRow: '1 / 3', justifySelf: 'end' })
const MarkPlace = styled('span')({ minWidth: 0, maxWidth: 168, display: 'flex' })

export interface ListRowProps {
  readonly title: string
  readonly sub: string
  /** Up to two lines of state, each with the side it is about: In, Out. */
  readonly marks?: readonly { readonly side: string; readonly mark: ReactNode }[]
  /** One mark instead, over both lines. */
  readonly mark?: ReactNode
}

/** Two lines: name and state of receiving, kind and state of sending. */
export function ListRow({ title, sub, marks = [], mark }: ListRowProps) {
  const [first, second] = marks
  return (
    <RowGrid>
      <Title title={title}>{title}</Title>
      {first && <Side>{first.side}</Side>}
      {first && <MarkPlace>{first.mark}</MarkPlace>}
      <Sub title={sub} sx={{ gridColumn: 1, gridRow: 2 }}>
        {sub}
      </Sub>
      {second && <Side>{second.side}</Side>}
      {second && <MarkPlace>{second.mark}</MarkPlace>}
      {mark !== undefined && <One>{mark}</One>}
    </RowGrid>
  )
}
