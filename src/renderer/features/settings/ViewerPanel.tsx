import { Eye, LockKeyhole, LockKeyholeOpen } from 'lucide-react'
import { words } from '../../../words/index.ts'
import { Button, Mark, Panel, SkeletonRows, TimeText, token } from '../../ui/index.ts'
import { RefusalLine, useAct, workspaceInfo } from '../answers/index.ts'
import { setViewerLock } from './viewerLock.ts'

/** Whether the workspace can be changed by anyone, and who ends that (S4). */
export function ViewerPanel() {
  const info = workspaceInfo.use({}).value
  const act = useAct()
  return (
    <Panel title={words['viewer.title']()}>
      {info === null ? (
        <SkeletonRows rows={2} label={words['settings.reading']()} />
      ) : (
        <div style={{ display: 'grid', gap: 10, justifyItems: 'start' }}>
          <div role="status">
            {info.lock === null ? (
              <strong>{words['viewer.off']()}</strong>
            ) : (
              <>
                <Mark tone="info" icon={Eye}>
                  {words['viewer.on']({ by: info.lock.by })}
                </Mark>{' '}
                · <TimeText iso={info.lock.at} shape="date-time" />
              </>
            )}
          </div>
          <p style={{ color: token.ink2 }}>
            {words['viewer.says']()} {words['viewer.limits']()}
          </p>
          <RefusalLine refusal={act.refusal} />
          {info.lock === null ? (
            <Button icon={LockKeyhole} onClick={() => void act.run(() => setViewerLock('lock'))}>
              {words['viewer.lock']()}
            </Button>
          ) : (
            <Button
              icon={LockKeyholeOpen}
              disabledReason={info.lock.mayUnlock ? undefined : words['viewer.not-owner']({ owner: info.lock.owner })}
              onClick={() => void act.run(() => setViewerLock('unlock'))}
            >
              {words['viewer.unlock']()}
            </Button>
          )}
        </div>
      )}
    </Panel>
  )
}
