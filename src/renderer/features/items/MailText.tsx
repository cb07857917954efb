import { styled } from '@mui/material/styles'
import { useMemo } from 'react'
import { words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { stretchesOf } from './quotes.ts'

const Text = styled('div')({ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxWidth: '92ch' })
const Quoted = styled('details')({
  margin: '6px 0',
  '& > summary': { width: 'fit-content', fontSize: 12.5, color: token.info, cursor: 'pointer', borderRadius: 3 },
  '& > div': {
    marginTop: 4,
    paddingLeft: 10,
    borderLeft: `2px solid ${token.hairline}`,
    color: token.ink2,
    fontSize: 12.5,
    lineHeight: '18px',
  },
})

/** Characters beyond which a text is cut: a page stays usable with the largest mail. */
const longest = 200_000

/** The text of a mail, as text only; quoted earlier mail is folded. Never HTML. */
export function MailText({ text, removedAt }: { readonly text: string | null; readonly removedAt: string | null }) {
  const stretches = useMemo(() => (text === null ? [] : stretchesOf(text.slice(0, longest).trimEnd())), [text])
  if (text === null)
    return (
      <p style={{ color: token.ink2 }}>
        {removedAt === null ? words['items.no-text']() : words['retention.removed-one']({ at: removedAt })}
      </p>
    )
  if (text.trim() === '') return <p style={{ color: token.ink2 }}>{words['items.empty-text']()}</p>
  return (
    <div>
      {stretches.map(({ kind, lines }, index) => {
        const joined = lines.join('\n')
        return kind === 'written' ? (
          joined.trim() !== '' && <Text key={index}>{joined.replace(/^\n+|\n+$/g, '')}</Text>
        ) : (
          <Quoted key={index}>
            <summary>{words['items.quoted']({ lines: lines.length })}</summary>
            <Text>{joined}</Text>
          </Quoted>
        )
      })}
    </div>
  )
}
