import { styled } from '@mui/material/styles'
import { words } from '../../../words/index.ts'
import { Button, token } from '../../ui/index.ts'
import type { Paged } from './pages.ts'

const Foot = styled('div')({
  flexShrink: 0,
  padding: '8px 12px',
  borderTop: `1px solid ${token.hairline}`,
})

export interface ShowMoreProps {
  readonly list: Paged<unknown> | null
  readonly onMore: () => void
}

/** Under a list that has more behind it. */
export const ShowMore = ({ list, onMore }: ShowMoreProps) =>
  list?.more === true ? (
    <Foot>
      <Button variant="quiet" onClick={onMore}>
        {words['answer.more']({ shown: list.rows.length, total: list.total })}
      </Button>
    </Foot>
  ) : null
