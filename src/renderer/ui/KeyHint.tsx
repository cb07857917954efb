import { styled } from '@mui/material/styles'
import { radius, sansFont, token } from '../theme/tokens.ts'

const Key = styled('kbd')({
  padding: '1px 5px',
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.chip,
  fontFamily: sansFont,
  fontSize: 11,
  lineHeight: '14px',
  fontWeight: 600,
  color: token.ink2,
  whiteSpace: 'nowrap',
})

/** Keys as they stand on the keyboard: "Ctrl K". Decorative: give the control itself `aria-keyshortcuts`. */
export function KeyHint({ keys }: { readonly keys: string }) {
  return <Key aria-hidden="true">{keys}</Key>
}
