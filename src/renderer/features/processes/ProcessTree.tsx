import { styled } from '@mui/material/styles'
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { ChevronDown, ChevronRight, SendHorizontal } from 'lucide-react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ProcessView } from '../../../contract/routes.ts'
import { words } from '../../../words/index.ts'
import { forcedColors, narrow, token } from '../../theme/tokens.ts'
import { Glyph } from '../../ui/index.ts'
import { MarkOf } from '../answers/index.ts'
import { branchesOf, firstFolds, isCut, unfolded, type Branch } from './tree.ts'

const Scroller = styled('div')({
  flex: '1 1 auto',
  minHeight: 0,
  overflowY: 'auto',
  padding: '4px 0',
  [narrow]: { maxHeight: 'min(46vh, 368px)' },
})
const Tree = styled('div')({ position: 'relative' })
const lineHeight = 32
const Node = styled('div')({
  position: 'absolute',
  top: 0,
  left: 0,
  width: '100%',
  height: lineHeight,
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  boxSizing: 'border-box',
  paddingRight: 14,
  cursor: 'pointer',
  '&:hover': { backgroundColor: token.background },
  '&[aria-selected="true"]': { backgroundColor: token.accentSoft },
  '&:focus-visible': { outlineOffset: -2 },
  [forcedColors]: { '&[aria-selected="true"]': { outline: '2px solid Highlight', outlineOffset: -2 } },
})
const Fold = styled('span')({
  display: 'grid',
  placeItems: 'center',
  flexShrink: 0,
  width: 24,
  height: 24,
  margin: '0 -5px',
  borderRadius: 5,
  color: token.ink3,
  '&:hover': { backgroundColor: token.sunken },
})
const Name = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
})
const Count = styled('span')({
  flexShrink: 0,
  fontSize: 12.5,
  color: token.ink3,
  fontVariantNumeric: 'tabular-nums',
})
const Cut = styled('span')({ flexShrink: 0, display: 'grid', color: token.failed })

export interface ProcessTreeProps {
  readonly label: string
  readonly processes: readonly ProcessView[]
  /** The key of a line. */
  readonly selected: string | null
  readonly onSelect: (branch: Branch) => void
}

/**
 * The catalogue to pick from. Up and Down walk and pick processes, Right opens, Left folds, Enter picks, Space folds and opens, a letter goes
 * to the next name that begins with it; one stop in the tab order. Only the lines in sight stand in the page.
 */
export function ProcessTree({ label, processes, selected, onSelect }: ProcessTreeProps) {
  const branches = useMemo(() => branchesOf(processes), [processes])
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => firstFolds(branches, selected))
  const shown = useMemo(() => unfolded(branches, folded), [branches, folded])
  const [at, setAt] = useState<string | null>(null)
  const current = Math.max(
    0,
    shown.findIndex(({ key }) => key === (at ?? selected)),
  )
  const scroller = useRef<HTMLDivElement>(null)
  const wanted = useRef(false)
  const virtualizer = useVirtualizer({
    count: shown.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => lineHeight,
    overscan: 8,
    // The one stop in the tab order is there wherever one has scrolled to.
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), current])].toSorted((a, b) => a - b),
  })

  useEffect(() => {
    if (!wanted.current) return
    const node = scroller.current?.querySelector<HTMLElement>('[tabindex="0"][role="treeitem"]')
    if (node == null) return
    wanted.current = false
    node.focus()
  })
  // What is picked when the tree opens is brought into sight; later the person scrolls.
  const arrived = useRef(false)
  const scrollTo = virtualizer.scrollToIndex
  useEffect(() => {
    if (arrived.current) return
    arrived.current = true
    const index = selected === null ? -1 : shown.findIndex(({ key }) => key === selected)
    if (index > 0) scrollTo(index)
  }, [selected, shown, scrollTo])

  const go = (index: number) => {
    const branch = shown[index]
    if (branch === undefined) return
    wanted.current = true
    setAt(branch.key)
    virtualizer.scrollToIndex(index)
    if (branch.process !== null) onSelect(branch)
  }
  const fold = (branch: Branch, folds: boolean) => {
    const next = new Set(folded)
    if (folds) next.add(branch.key)
    else next.delete(branch.key)
    setFolded(next)
  }
  const pick = (branch: Branch) => {
    setAt(branch.key)
    if (branch.process === null && folded.has(branch.key)) fold(branch, false)
    onSelect(branch)
  }
  const toggle = (branch: Branch) =>
    branch.process === null ? fold(branch, !folded.has(branch.key)) : onSelect(branch)
  const seek = (letter: string) => {
    const behind = [...shown.slice(current + 1), ...shown.slice(0, current + 1)]
    const found = behind.find(({ name }) => name.toLowerCase().startsWith(letter.toLowerCase()))
    if (found !== undefined) go(shown.indexOf(found))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const branch = shown[current]
    if (branch === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const isFolded = branch.process === null && folded.has(branch.key)
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(current + 1),
      ArrowUp: () => go(current - 1),
      Home: () => go(0),
      End: () => go(shown.length - 1),
      ArrowRight: () => (isFolded ? fold(branch, false) : branch.process === null && go(current + 1)),
      ArrowLeft: () =>
        branch.process === null && !isFolded
          ? fold(branch, true)
          : go(shown.findIndex(({ key }) => key === branch.parent)),
      Enter: () => pick(branch),
      ' ': () => toggle(branch),
    }
    const act = acts[event.key] ?? (/^[\p{L}\p{N}]$/u.test(event.key) ? () => seek(event.key) : undefined)
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  return (
    <Scroller ref={scroller}>
      <Tree
        role="tree"
        tabIndex={-1}
        aria-label={label}
        onKeyDown={onKeyDown}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const branch = shown[index]
          return (
            branch !== undefined && (
              <Line
                key={branch.key}
                branch={branch}
                start={start}
                isOpen={!folded.has(branch.key)}
                isSelected={branch.key === selected}
                isStop={index === current}
                onFocus={() => setAt(branch.key)}
                onPick={() => pick(branch)}
                onFold={() => {
                  setAt(branch.key)
                  toggle(branch)
                }}
              />
            )
          )
        })}
      </Tree>
    </Scroller>
  )
}

interface LineProps {
  readonly branch: Branch
  readonly start: number
  readonly isOpen: boolean
  readonly isSelected: boolean
  readonly isStop: boolean
  readonly onFocus: () => void
  readonly onPick: () => void
  readonly onFold: () => void
}

function Line({ branch, start, isOpen, isSelected, isStop, onFocus, onPick, onFold }: LineProps) {
  const { process, level, name, processes } = branch
  const cut = process === null ? processes.filter(isCut).length : 0
  return (
    <Node
      role="treeitem"
      aria-level={level}
      aria-setsize={branch.siblings}
      aria-posinset={branch.position}
      aria-expanded={process === null ? isOpen : undefined}
      aria-selected={isSelected}
      tabIndex={isStop ? 0 : -1}
      style={{
        transform: `translateY(${start}px)`,
        paddingLeft: 12 + (level - 1) * 14 + (process === null ? 0 : 8),
      }}
      onFocus={onFocus}
      onClick={onPick}
    >
      {process === null && (
        <Fold
          onClick={(event: MouseEvent) => {
            event.stopPropagation()
            onFold()
          }}
        >
          <Glyph icon={isOpen ? ChevronDown : ChevronRight} size={14} />
        </Fold>
      )}
      <Name title={name} style={level === 1 || process !== null ? { fontWeight: 600 } : { color: token.ink2 }}>
        {name}
      </Name>
      {process !== null ? (
        <MarkOf mark={process.mark} />
      ) : (
        <>
          {cut > 0 && (
            <Cut title={words['processes.pick-cannot']({ count: cut })}>
              <Glyph icon={SendHorizontal} size={14} label={words['processes.pick-cannot']({ count: cut })} />
            </Cut>
          )}
          <Count title={words['processes.branch-count']({ count: processes.length })}>{processes.length}</Count>
        </>
      )}
    </Node>
  )
}
