import { styled } from '@mui/material/styles'
import { ChevronDown, ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'
import { useId, useState } from 'react'
import { narrow, token, wide } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'

const Root = styled('div')({
  [wide]: {
    display: 'grid',
    gridTemplateColumns: 'clamp(324px, 26vw, 348px) minmax(0, 1fr)',
    height: '100%',
    minHeight: 0,
  },
})
const Side = styled('section')({
  minWidth: 0,
  backgroundColor: token.surface,
  [wide]: { display: 'flex', flexDirection: 'column', minHeight: 0, borderRight: `1px solid ${token.hairline}` },
  [narrow]: { borderBottom: `1px solid ${token.hairline}` },
})
const Detail = styled('div')({ minWidth: 0, [wide]: { overflowY: 'auto', minHeight: 0 } })
const Fold = styled('button')({
  display: 'none',
  [narrow]: {
    display: 'flex',
    alignItems: 'center',
    gap: 6,
    width: '100%',
    minHeight: 36,
    padding: '0 14px',
    border: 0,
    font: 'inherit',
    fontWeight: 600,
    color: token.ink1,
    backgroundColor: token.sunken,
    cursor: 'pointer',
    '&:focus-visible': { outlineOffset: -2 },
  },
})
const Folded = styled('div')({
  [wide]: { display: 'flex', flexDirection: 'column', minHeight: 0, flex: 1 },
  [narrow]: { '&[data-folded="true"]': { display: 'none' } },
})

export interface SplitViewProps {
  /** Names the list region, and the button that folds it below 900 px: "Connectors". */
  readonly listLabel: string
  readonly list: ReactNode
  readonly detail: ReactNode
}

/** List and detail side by side; below 900 px the list folds above the detail. */
export function SplitView({ listLabel, list, detail }: SplitViewProps) {
  const [folded, setFolded] = useState(false)
  const id = useId()
  return (
    <Root>
      <Side aria-label={listLabel}>
        <Fold type="button" aria-expanded={!folded} aria-controls={id} onClick={() => setFolded(!folded)}>
          <Glyph icon={folded ? ChevronRight : ChevronDown} />
          {listLabel}
        </Fold>
        <Folded id={id} data-folded={folded}>
          {list}
        </Folded>
      </Side>
      <Detail>{detail}</Detail>
    </Root>
  )
}
