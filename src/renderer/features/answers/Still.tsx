import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'

const Root = styled('span')({
  // Hidden texts inside are absolute: without this they would stretch the page beyond the table that scrolls.
  position: 'relative',
  display: 'inline-flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '0 8px',
  verticalAlign: 'middle',
})

/** Around controls inside a row that opens: pressing them does not open the row, nor does picking from their menu. */
export const Still = ({ children }: { readonly children: ReactNode }) => (
  <Root role="presentation" onClick={(event) => event.stopPropagation()}>
    {children}
  </Root>
)
