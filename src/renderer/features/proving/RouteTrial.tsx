import { styled } from '@mui/material/styles'
import { CircleCheck, GitCompareArrows, X } from 'lucide-react'
import { useState } from 'react'
import type { IncomingRouteSettings } from '../../../domain/route.ts'
import { say, words } from '../../../words/index.ts'
import { token } from '../../theme/tokens.ts'
import { Banner, IconButton, Panel, ProgressLine } from '../../ui/index.ts'
import { RefusalLine } from '../answers/index.ts'
import { DropZone, NotTaken } from './DropZone.tsx'
import { headLine, MailOutcome, titleOf } from './MailOutcome.tsx'
import { OutcomeMark } from './marks.tsx'
import { createTrial, removeMail, useTried } from './store.ts'
import { WhatChanges } from './WhatChanges.tsx'

const Parts = styled('div')({ display: 'flex', flexDirection: 'column', gap: 12, minWidth: 0 })
const Tried = styled('div')({ display: 'flex', flexDirection: 'column', gap: 10 })
const Head = styled('div')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 12px' })
const Sub = styled('div')({ color: token.ink2, overflowWrap: 'anywhere' })

export interface RouteTrialProps {
  readonly connectorId: string
  /** Null: the route is not saved yet. */
  readonly routeId: string | null
  /** As they stand in the form; they need not be complete. */
  readonly settings: IncomingRouteSettings
}

/** R15, beside a route that is edited: what would become of a mail with this edit, and whose outcome would change, before it is saved. */
export const RouteTrial = (props: RouteTrialProps) => (
  <Parts>
    <Panel title={words['proving.trial.mail']()}>
      <TryMail {...props} />
    </Panel>
    <Panel title={words['proving.trial.compare']()}>
      <WhatChanges
        connectorId={props.connectorId}
        change={{ what: 'edit', route: { id: props.routeId, settings: props.settings } }}
      />
    </Panel>
  </Parts>
)

function TryMail({ connectorId, routeId, settings }: RouteTrialProps) {
  // Its own list: what is tried here is gone with the form.
  const [trial] = useState(createTrial)
  const mails = trial((all) => all.mails)
  const tried = useTried(mails, connectorId, { id: routeId, settings })
  return (
    <Parts>
      <DropZone trial={trial} />
      <Sub>{words['proving.trial.mail-hint']()}</Sub>
      <NotTaken trial={trial} />
      <RefusalLine refusal={tried.refusal} />
      <ProgressLine label={words['proving.trying']()} active={tried.asking} />
      {mails.map((mail) => {
        const outcome = tried.outcomes.get(mail.key)
        const name = 'name' in mail.mail ? mail.mail.name : ''
        return (
          <Tried key={mail.key} role="group" aria-label={titleOf(outcome, name)}>
            <Head>
              <strong>{titleOf(outcome, name)}</strong>
              {outcome && <OutcomeMark view={outcome} />}
              <IconButton icon={X} label={words['proving.remove']()} onClick={() => removeMail(trial, mail.key)} />
            </Head>
            {outcome && (
              <>
                <Sub>{headLine(outcome)}</Sub>
                {outcome.before && (
                  <Banner
                    tone={outcome.before.same ? 'ok' : 'warning'}
                    icon={outcome.before.same ? CircleCheck : GitCompareArrows}
                  >
                    {outcome.before.same
                      ? words['proving.trial.same']()
                      : words['proving.trial.other']({ before: say(outcome.before.view.says) })}
                  </Banner>
                )}
                <MailOutcome mail={outcome} />
              </>
            )}
          </Tried>
        )
      })}
    </Parts>
  )
}
