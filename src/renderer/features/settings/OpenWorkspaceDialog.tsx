import { styled } from '@mui/material/styles'
import Checkbox from '@mui/material/Checkbox'
import FormControlLabel from '@mui/material/FormControlLabel'
import { Database, FolderOpen } from 'lucide-react'
import { useState } from 'react'
import { words } from '../../../words/index.ts'
import { api, reading } from '../../api/index.ts'
import { Button, Chip, Dialog, FormRow, Line, Lines, TextInput, token } from '../../ui/index.ts'
import { RefusalLine, useAct } from '../answers/index.ts'
import { openWorkspace, workspaceColour } from '../../workspace.ts'

// As in the top bar.
const Swatch = styled('span')({
  display: 'inline-block',
  width: 12,
  height: 12,
  marginRight: 6,
  borderRadius: 3,
  verticalAlign: -1,
})

const hostInfo = reading(['workspace', 'settings'], api.host.info)

/** Another workspace in this window: one that the host knows, or a file (S6). Those that are open go on running. */
export function OpenWorkspaceDialog({ onClose }: { readonly onClose: () => void }) {
  const known = hostInfo.use({}).value?.workspaces ?? []
  const [path, setPath] = useState('')
  const [make, setMake] = useState(false)
  const act = useAct()
  const takeOff = async (gone: string) => {
    if ((await act.run(() => api.host.forget({ path: gone }))) !== null) void hostInfo.read({})
  }
  return (
    <Dialog
      open
      width={680}
      title={words['workspaces.title']()}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onClick={onClose}>
            {words['app.close']()}
          </Button>
          <Button
            variant="primary"
            icon={FolderOpen}
            disabledReason={path.trim() === '' ? words['workspaces.path-needed']() : undefined}
            onClick={() => void openWorkspace({ path: path.trim(), make })}
          >
            {words['workspaces.do']()}
          </Button>
        </>
      }
    >
      <p style={{ color: token.ink2, marginBottom: 8 }}>{words['workspaces.says']()}</p>
      <Lines aria-label={words['workspaces.known']()}>
        {known.map((workspace) => (
          <Line
            key={workspace.path}
            tone={workspace.practice ? 'test' : 'neutral'}
            icon={Database}
            toneWord={words['workspaces.known']()}
            action={
              workspace.gone ? (
                <Button onClick={() => void takeOff(workspace.path)}>{words['workspaces.forget']()}</Button>
              ) : (
                <Button
                  disabledReason={workspace.current ? words['workspaces.this']() : undefined}
                  // Only the two usual ones may be new: they were never opened, and have no colour yet.
                  onClick={() => void openWorkspace({ path: workspace.path, make: workspace.colour === null })}
                >
                  {words['workspaces.open']()}
                </Button>
              )
            }
          >
            {workspace.colour !== null && (
              <Swatch
                role="img"
                aria-label={words[`settings.colour.${workspace.colour}`]()}
                style={{ backgroundColor: workspaceColour[workspace.colour] }}
              />
            )}
            <strong>{workspace.name}</strong>{' '}
            {workspace.practice && <Chip tone="test">{words['workspaces.practice']()}</Chip>}{' '}
            {workspace.current && <Chip tone="info">{words['workspaces.this']()}</Chip>}
            <span style={{ display: 'block', color: token.ink2, overflowWrap: 'anywhere' }}>{workspace.path}</span>
            {workspace.gone && <span style={{ color: token.failed }}>{words['workspaces.gone']()}</span>}
          </Line>
        ))}
      </Lines>
      <RefusalLine refusal={act.refusal} />
      <FormRow label={words['workspaces.path']()} hint={words['workspaces.path-hint']()}>
        <TextInput mono value={path} onValue={setPath} />
      </FormRow>
      <FormControlLabel
        control={<Checkbox checked={make} onChange={(event) => setMake(event.target.checked)} />}
        label={words['workspaces.make']()}
      />
    </Dialog>
  )
}
