import { styled } from '@mui/material/styles'
import { ArrowRight } from 'lucide-react'
import { useMemo } from 'react'
import type { HistoryRow } from '../../../contract/workspace.ts'
import { say, words } from '../../../words/index.ts'
import { narrow, token } from '../../theme/tokens.ts'
import { Glyph } from '../../ui/index.ts'
import { valueText } from '../answers/index.ts'
import { everything, processes } from './store.ts'

type Change = HistoryRow['changes'][number]

const Changes = styled('ul')({ display: 'grid', gap: 2, padding: '4px 0' })
const ChangeLine = styled('li')({
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: '0 6px',
  overflowWrap: 'anywhere',
  '& > svg': { flexShrink: 0, color: token.ink3 },
  [narrow]: { minWidth: 200 },
})
const Rest = styled('details')({
  '& > summary': { width: 'fit-content', color: token.info, cursor: 'pointer', borderRadius: 3 },
})
const Field = styled('span')({ fontWeight: 550 })
const Was = styled('span')({ color: token.ink2, textDecoration: 'line-through', textDecorationColor: token.ink3 })

/** Changes shown of one act; a new object brings all its fields at once. */
const mostChanges = 3

/** A field by the name it has on its screen; one without a name of its own is shown as it is written. */
function fieldName(field: string): string {
  const key = [`activity.field.${field}`, `connectors.field.${field}`].find((each) => each in words)
  return key === undefined ? field : say({ key, params: {} })
}

function valueOf({ field }: Change, text: string | null, paths: ReadonlyMap<string, string>): string {
  if (text === null || text === '')
    return field === 'incoming.folder' ? words['connectors.folder.inbox']() : words['activity.empty-value']()
  if (text === 'true') return words['answer.on']()
  if (text === 'false') return words['answer.off']()
  if (field === 'match') return words[text === 'any' ? 'route.match.any' : 'route.match.all']()
  // What somebody wrote is no word of ours, even where it is spelled like one.
  if (field.startsWith('rules.') || field === 'entries') return text
  return field === 'processId' ? (paths.get(text) ?? text) : valueText(text)
}

/** Process paths by id: histories of earlier versions hold ids, a person reads paths. */
function usePaths(): ReadonlyMap<string, string> {
  const { value } = processes.use(everything)
  return useMemo(() => new Map((value?.rows ?? []).map((row) => [row.id, row.path])), [value])
}

function ChangeOf({ change }: { readonly change: Change }) {
  const paths = usePaths()
  return (
    <ChangeLine>
      <Field>{fieldName(change.field)}</Field>
      {change.from !== null && (
        <>
          <Was>{valueOf(change, change.from, paths)}</Was>
          <Glyph icon={ArrowRight} size={13} label={words['activity.to']()} />
        </>
      )}
      <span>{valueOf(change, change.to, paths)}</span>
    </ChangeLine>
  )
}

/** What one act changed: field, from, to. */
export const ChangeList = ({ changes }: { readonly changes: readonly Change[] }) =>
  changes.length > 0 && (
    <Changes>
      {changes.slice(0, mostChanges).map((change) => (
        <ChangeOf key={change.field} change={change} />
      ))}
      {changes.length > mostChanges && (
        <li>
          <Rest>
            <summary>{words['activity.more-changes']({ count: changes.length - mostChanges })}</summary>
            <Changes>
              {changes.slice(mostChanges).map((change) => (
                <ChangeOf key={change.field} change={change} />
              ))}
            </Changes>
          </Rest>
        </li>
      )}
    </Changes>
  )
