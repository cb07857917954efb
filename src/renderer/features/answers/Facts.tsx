import { styled } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { token } from '../../theme/tokens.ts'

const Grid = styled('dl')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fill, minmax(min(340px, 100%), 1fr))',
  gap: '4px 24px',
})
const Pair = styled('div')({
  display: 'grid',
  gridTemplateColumns: '116px minmax(0, 1fr)',
  alignItems: 'baseline',
  gap: 12,
  '& > dt': { color: token.ink2 },
  '& > dd': { overflowWrap: 'anywhere' },
})

export interface Fact {
  readonly id: string
  readonly name: string
  readonly value: ReactNode
}

/** What is known of an object: name left, value right. */
export const Facts = ({ facts }: { readonly facts: readonly Fact[] }) => (
  <Grid>
    {facts.map((fact) => (
      <Pair key={fact.id}>
        <dt>{fact.name}</dt>
        <dd>{fact.value}</dd>
      </Pair>
    ))}
  </Grid>
)
