import { styled } from '@mui/material/styles'
import { ChevronDown, ChevronRight } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { ProcessView } from '../../../contract/routes.ts'
import { forcedColors, narrow, token } from '../../theme/tokens.ts'
import { Glyph } from '../../ui/index.ts'
import { MarkOf } from '../answers/index.ts'

const Scroller = styled('div')({
  flex: '1 1 auto',
  minHeight: 0,
  overflowY: 'auto',
  padding: '4px 0',
  [narrow]: { maxHeight: 'min(46vh, 368px)' },
})
const Node = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 6,
  minHeight: 32,
  boxSizing: 'border-box',
  paddingRight: 14,
  cursor: 'pointer',
  '& > svg': { flexShrink: 0, color: token.ink3 },
  '&:hover': { backgroundColor: token.background },
  '&[aria-selected="true"]': { backgroundColor: token.accentSoft },
  '&:focus-visible': { outlineOffset: -2 },
  [forcedColors]: { '&[aria-selected="true"]': { outline: '2px solid Highlight', outlineOffset: -2 } },
})
const Name = styled('span')({
  flex: '1 1 auto',
  minWidth: 0,
  overflow: 'hidden',
  textOverflow: 'ellipsis',
  whiteSpace: 'nowrap',
})

interface Branch {
  readonly key: string
  readonly name: string
  readonly level: number
  readonly process: ProcessView | null
}

/** Above this, customers come folded: a long catalogue opens where it is looked at. */
const foldedFrom = 200

/** Customer > Contract > Service > Process, one line each, in alphabetical order. */
function branchesOf(processes: readonly ProcessView[]): readonly Branch[] {
  const branches: Branch[] = []
  const seen = new Set<string>()
  const byPath = processes.toSorted((a, b) => a.path.localeCompare(b.path))
  for (const process of byPath) {
    let key = ''
    for (const [level, name] of [process.customer, process.contract, process.service].entries()) {
      key += `/${encodeURIComponent(name)}`
      if (!seen.has(key)) {
        seen.add(key)
        branches.push({ key, name, level: level + 1, process: null })
      }
    }
    branches.push({ key: `${key}/ ${process.id}`, name: process.name, level: 4, process })
  }
  return branches
}

const parentOf = (key: string): string => key.slice(0, key.lastIndexOf('/'))

function isFolded(key: string, folded: ReadonlySet<string>): boolean {
  for (let parent = parentOf(key); parent !== ''; parent = parentOf(parent)) if (folded.has(parent)) return true
  return false
}

export interface ProcessTreeProps {
  readonly label: string
  readonly processes: readonly ProcessView[]
  readonly selected: string | null
  readonly onSelect: (id: string) => void
}

/** The catalogue to pick from. Up and Down walk, Right opens, Left folds; one stop in the tab order. */
export function ProcessTree({ label, processes, selected, onSelect }: ProcessTreeProps) {
  const branches = useMemo(() => branchesOf(processes), [processes])
  const [folded, setFolded] = useState<ReadonlySet<string>>(() => firstFolds(branches, selected))
  const [at, setAt] = useState<string | null>(null)
  const tree = useRef<HTMLDivElement>(null)
  const wanted = useRef(false)
  const shown = branches.filter((branch) => !isFolded(branch.key, folded))
  const current = Math.max(
    0,
    shown.findIndex((branch) => (at === null ? branch.process?.id === selected : branch.key === at)),
  )

  useEffect(() => {
    if (!wanted.current) return
    wanted.current = false
    tree.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  })

  const go = (branch: Branch | undefined) => {
    if (branch === undefined) return
    wanted.current = true
    setAt(branch.key)
    if (branch.process !== null) onSelect(branch.process.id)
  }
  const fold = (branch: Branch, folds: boolean) => {
    const next = new Set(folded)
    if (folds) next.add(branch.key)
    else next.delete(branch.key)
    setFolded(next)
  }
  const press = (branch: Branch) => {
    setAt(branch.key)
    if (branch.process === null) fold(branch, !folded.has(branch.key))
    else onSelect(branch.process.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const branch = shown[current]
    if (branch === undefined) return
    const opens = branch.process === null && folded.has(branch.key)
    const acts: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(shown[current + 1]),
      ArrowUp: () => go(shown[current - 1]),
      Home: () => go(shown[0]),
      End: () => go(shown.at(-1)),
      ArrowRight: () => (opens ? fold(branch, false) : branch.process === null && go(shown[current + 1])),
      ArrowLeft: () =>
        branch.process === null && !opens
          ? fold(branch, true)
          : go(shown.find((other) => other.key === parentOf(branch.key))),
      Enter: () => press(branch),
      ' ': () => press(branch),
    }
    const act = acts[event.key]
    if (act === undefined) return
    event.preventDefault()
    act()
  }

  return (
    <Scroller>
      <div role="tree" tabIndex={-1} aria-label={label} ref={tree} onKeyDown={onKeyDown}>
        {shown.map((branch, index) => {
          const isOpen = !folded.has(branch.key)
          return (
            <Node
              key={branch.key}
              role="treeitem"
              aria-level={branch.level}
              aria-expanded={branch.process === null ? isOpen : undefined}
              aria-selected={branch.process !== null && branch.process.id === selected}
              tabIndex={index === current ? 0 : -1}
              style={{ paddingLeft: 12 + (branch.level - 1) * 14 + (branch.process === null ? 0 : 22) }}
              onClick={() => press(branch)}
            >
              {branch.process === null && <Glyph icon={isOpen ? ChevronDown : ChevronRight} size={14} />}
              <Name
                title={branch.name}
                style={branch.level === 1 || branch.process !== null ? { fontWeight: 600 } : { color: token.ink2 }}
              >
                {branch.name}
              </Name>
              {branch.process !== null && <MarkOf mark={branch.process.mark} />}
            </Node>
          )
        })}
      </div>
    </Scroller>
  )
}

function firstFolds(branches: readonly Branch[], selected: string | null): ReadonlySet<string> {
  if (branches.length <= foldedFrom) return new Set()
  const mine = branches.find((branch) => branch.process?.id === selected)?.key ?? ''
  return new Set(
    branches.filter((branch) => branch.level === 1 && !mine.startsWith(`${branch.key}/`)).map(({ key }) => key),
  )
}
