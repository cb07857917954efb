import { styled } from '@mui/material/styles'
import type { LucideIcon } from 'lucide-react'
import { CircleCheck, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { radius, token } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'

export interface NoticeContent {
  /** A new one for each notice, also when the words are the same. */
  readonly id: string
  readonly message: string
  readonly icon?: LucideIcon
  readonly actionLabel?: string
  readonly onAction?: () => void
}

export interface NoticeProps {
  readonly notice: NoticeContent | null
  readonly onClose: () => void
  readonly closeLabel: string
  /** ms; the clock stands still while it is pointed at or has the focus. */
  readonly stays?: number
}

const Place = styled('div')({
  position: 'fixed',
  // Over the save bar of a form, never on it.
  bottom: 72,
  left: '50%',
  zIndex: 1400,
  transform: 'translateX(-50%)',
  maxWidth: 'calc(100vw - 32px)',
})
const Root = styled('div')({
  display: 'flex',
  alignItems: 'center',
  gap: 10,
  minHeight: 40,
  padding: '4px 6px 4px 14px',
  border: '1px solid transparent',
  borderRadius: radius.surface,
  color: token.surface,
  backgroundColor: token.ink1,
  boxShadow: '0 8px 24px -8px rgb(0 0 0 / 0.4)',
  '& > svg': { flexShrink: 0 },
})
const Act = styled('button')({
  minHeight: 28,
  minWidth: 28,
  padding: '0 8px',
  border: 0,
  borderRadius: radius.control,
  font: 'inherit',
  fontWeight: 650,
  color: 'inherit',
  textDecoration: 'underline',
  textUnderlineOffset: 3,
  background: 'none',
  cursor: 'pointer',
  '&:hover': { backgroundColor: `color-mix(in srgb, ${token.surface} 16%, transparent)` },
  '&:focus-visible': { outlineColor: token.surface, outlineOffset: -2 },
  '& > svg': { display: 'block', margin: 'auto' },
})

/** What was just done, with Undo. Mount it once: the live region stands before its words. */
export function Notice({ notice, onClose, closeLabel, stays = 10_000 }: NoticeProps) {
  const [held, setHeld] = useState(false)
  const id = notice?.id
  useEffect(() => {
    if (id === undefined || held) return
    const timer = setTimeout(onClose, stays)
    return () => clearTimeout(timer)
  }, [id, held, stays, onClose])
  return (
    <Place role="status">
      {notice !== null && (
        <Root
          onMouseEnter={() => setHeld(true)}
          onMouseLeave={() => setHeld(false)}
          onFocus={() => setHeld(true)}
          onBlur={() => setHeld(false)}
        >
          <Glyph icon={notice.icon ?? CircleCheck} />
          <span>{notice.message}</span>
          {notice.actionLabel !== undefined && (
            <Act
              type="button"
              onClick={() => {
                notice.onAction?.()
                onClose()
              }}
            >
              {notice.actionLabel}
            </Act>
          )}
          <Act type="button" aria-label={closeLabel} onClick={onClose}>
            <Glyph icon={X} />
          </Act>
        </Root>
      )}
    </Place>
  )
}
