import { styled } from '@mui/material/styles'
import type { ShadowRow } from '../../../../contract/shadowRun.ts'
import { words } from '../../../../words/index.ts'
import { Button, Dialog, Mono, SkeletonRows } from '../../../ui/index.ts'
import { NotShown } from '../../answers/index.ts'
import { shadowHeaders } from './store.ts'

const Pair = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(380px, 100%), 1fr))',
  gap: 16,
  '& h3': { fontSize: 13.5, lineHeight: '20px', fontWeight: 600, marginBottom: 4 },
})

interface HeadersDialogProps {
  readonly migrationId: string
  readonly row: ShadowRow
  readonly onClose: () => void
}

/** The evidence: every header of both messages as they lay in the mailbox. */
export function HeadersDialog({ migrationId, row: { address }, onClose }: HeadersDialogProps) {
  const which = { id: migrationId, address }
  const { value, refusal } = shadowHeaders.use(which)
  const title = words['migration.shadow.headers']({ address })
  return (
    <Dialog
      open
      width={980}
      title={title}
      onClose={onClose}
      actions={
        <Button variant="quiet" onClick={onClose}>
          {words['app.close']()}
        </Button>
      }
    >
      {value === null ? (
        refusal === null ? (
          <SkeletonRows rows={8} label={words['migration.loading']()} />
        ) : (
          <NotShown what={title} refusal={refusal} again={() => void shadowHeaders.read(which)} />
        )
      ) : (
        <Pair>
          {(['old', 'next'] as const).map((side) => {
            const heading = words[`migration.shadow.column.${side}`]()
            const headers = value[side]
            return (
              <section key={side} aria-label={heading}>
                <h3>{heading}</h3>
                {headers === null ? (
                  <p>{words['migration.shadow.headers-none']()}</p>
                ) : (
                  <Mono maxHeight={420} label={heading}>
                    {headers.map(({ name, value: text }) => `${name}: ${text}`).join('\n')}
                  </Mono>
                )}
              </section>
            )
          })}
        </Pair>
      )}
    </Dialog>
  )
}
