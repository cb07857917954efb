import type { WorkspaceInfo } from '../contract/workspace.ts'
import { say, words } from '../words/index.ts'
import { api, useConnection } from './api/index.ts'
import { openVaultDialog } from './features/settings/vaultDialog.ts'
import { vault } from './features/stores.ts'
import { showRefusal } from './refused.ts'
import { BandLine } from './shell/AppShell.tsx'
import { hrefTo } from './shell/location.ts'
import { Button, TextLink, TimeText } from './ui/index.ts'
import { workspaceInfo } from './workspace.ts'

/** What holds for every screen: engine not reachable, vault locked, paused, practice. */
export function Bands({ info }: { readonly info: WorkspaceInfo }) {
  const connection = useConnection()
  const secrets = vault.use({}).value
  const resume = async () => {
    const answer = await api.workspace.resume({})
    if (answer.ok) workspaceInfo.put({}, answer.value)
    else showRefusal(answer.refusal)
  }
  return (
    <>
      {connection.state === 'not-reachable' && (
        <BandLine kind="not-reachable">
          {words['app.band.not-reachable']()} <TimeText iso={connection.since} shape="time-seconds" />.{' '}
          {words['app.band.not-reachable-means']()}
        </BandLine>
      )}
      {info.policy !== null && info.policy.problem !== null && (
        <BandLine kind="notice" action={<TextLink href="#/settings">{words['need.action.policy']()}</TextLink>}>
          {words['policy.malformed']({ path: info.policy.path, problem: info.policy.problem })}
        </BandLine>
      )}
      {info.paused !== null && (
        <BandLine
          kind="notice"
          action={
            info.nextHeld !== null ? (
              <Button href={hrefTo(['connectors', info.nextHeld])}>{words['app.band.resume-review']()}</Button>
            ) : (
              <Button onClick={() => void resume()}>{words['app.band.resume']()}</Button>
            )
          }
        >
          {say(info.paused)}
        </BandLine>
      )}
      {secrets !== null && secrets.word !== null && secrets.state !== 'absent' && (
        <BandLine
          kind="notice"
          action={
            <Button onClick={() => openVaultDialog()}>
              {secrets.state === 'open' ? words['app.band.vault-choose']() : words['app.band.unlock']()}
            </Button>
          }
        >
          {secrets.state !== 'open' && <strong>{words[`app.band.vault.${secrets.state}`]()}</strong>}{' '}
          {say(secrets.word)}
        </BandLine>
      )}
      {info.practice && (
        <BandLine
          kind="practice"
          action={<TextLink href="#/practice">{words['app.band.practice-servers']()}</TextLink>}
        >
          <strong>{words['app.band.practice-title']()}</strong> {words['app.band.practice']()}
        </BandLine>
      )}
    </>
  )
}
