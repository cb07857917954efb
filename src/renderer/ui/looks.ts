import type { CSSObject } from '@mui/material/styles'
import { forcedColors, radius, token } from '../theme/tokens.ts'

/**
 * Looks of the smallest parts, as data: a part by itself is styled with them, and a long list names them once by a class below its
 * root, because a styled part in each of its cells would be the dearest thing while it scrolls.
 */

/** The input itself is the 32 × 24 target; the track and the thumb are drawn in it. */
export const switchLook: CSSObject = {
  appearance: 'none',
  position: 'relative',
  flexShrink: 0,
  width: 32,
  height: 24,
  margin: 0,
  borderRadius: 12,
  cursor: 'pointer',
  '&::before': {
    content: '""',
    position: 'absolute',
    inset: '4px 2px',
    boxSizing: 'border-box',
    border: `1.5px solid ${token.control}`,
    borderRadius: 8,
    backgroundColor: token.surface,
    transition: 'background-color 100ms, border-color 100ms',
  },
  '&::after': {
    content: '""',
    position: 'absolute',
    top: 7,
    left: 5,
    width: 10,
    height: 10,
    borderRadius: 5,
    backgroundColor: token.control,
    transition: 'transform 100ms, background-color 100ms',
  },
  '&:hover::before': { borderColor: token.ink2 },
  '&:checked::before': { borderColor: token.accent, backgroundColor: token.accent },
  '&:checked::after': { transform: 'translateX(12px)', backgroundColor: token.onAccent },
  '&[aria-disabled="true"]': { cursor: 'not-allowed', opacity: 0.6 },
  '&:focus-visible': { outlineOffset: -1 },
  '@media (prefers-reduced-motion: reduce)': { '&::before, &::after': { transition: 'none' } },
  [forcedColors]: {
    '&::before': { borderColor: 'ButtonText' },
    '&::after': { backgroundColor: 'ButtonText' },
    '&:checked::before': { borderColor: 'Highlight', backgroundColor: 'Highlight', forcedColorAdjust: 'none' },
    '&:checked::after': { backgroundColor: 'HighlightText', forcedColorAdjust: 'none' },
  },
}

export const chipLook: CSSObject = {
  display: 'inline-flex',
  alignItems: 'center',
  gap: 5,
  minHeight: 20,
  maxWidth: '100%',
  padding: '1px 7px',
  border: '1px solid transparent',
  borderRadius: radius.chip,
  fontSize: 12,
  lineHeight: '16px',
  fontWeight: 600,
  '& > svg': { flexShrink: 0 },
}

/** Read by screen readers, not drawn. */
export const hiddenLook: CSSObject = {
  position: 'absolute',
  width: 1,
  height: 1,
  margin: -1,
  padding: 0,
  overflow: 'hidden',
  clipPath: 'inset(50%)',
  whiteSpace: 'nowrap',
  border: 0,
}
