import { styled } from '@mui/material/styles'
import { hiddenLook } from './looks.ts'

/** Read by screen readers, not drawn. */
export const Hidden = styled('span')(hiddenLook)
