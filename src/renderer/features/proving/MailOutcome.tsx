import { styled } from '@mui/material/styles'
import { Lightbulb } from 'lucide-react'
import type { ProvenMail } from '../../../contract/proving.ts'
import { say, words } from '../../../words/index.ts'
import { Banner, Panel } from '../../ui/index.ts'
import { iconOf, VerdictMark } from './marks.tsx'
import { RecipientCard } from './RecipientCard.tsx'

const Checks = styled('ul')({ display: 'flex', flexWrap: 'wrap', gap: '6px 22px' })
const Cards = styled('div')({
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(min(300px, 100%), 1fr))',
  alignItems: 'start',
  gap: 14,
})

/** Checks that say something only where they found something. */
const quiet: ReadonlySet<string> = new Set(['size', 'test', 'report', 'sender', 'reply'])

/** What becomes of a mail, and why: checks, hints, and a card for each recipient. */
export function MailOutcome({ mail }: { readonly mail: ProvenMail }) {
  const verdicts = mail.verdicts.filter(({ check, tone }) => tone !== 'ok' || !quiet.has(check))
  const recipients = mail.recipients.filter(({ recipient, routes }) => recipient !== null || routes.length > 0)
  return (
    <>
      {mail.outcome !== 'created' && (
        <Banner tone={mail.mark.tone} icon={iconOf(mail.outcome)}>
          {say(mail.says)}
        </Banner>
      )}
      {verdicts.length > 0 && (
        <Panel>
          <Checks aria-label={words['proving.checks']()}>
            {verdicts.map((verdict) => (
              <li key={verdict.check}>
                <VerdictMark verdict={verdict} />
              </li>
            ))}
          </Checks>
        </Panel>
      )}
      {mail.hints.map((hint) => (
        <Banner key={say(hint)} tone="info" icon={Lightbulb}>
          {say(hint)}
        </Banner>
      ))}
      {recipients.length > 0 && (
        <Cards role="group" aria-label={words['proving.recipients']()}>
          {recipients.map((recipient) => (
            <RecipientCard key={recipient.recipient ?? '*'} recipient={recipient} />
          ))}
        </Cards>
      )}
    </>
  )
}

/** From whom, to whom, and what is remarkable about it. */
export const headLine = ({ head }: ProvenMail): string =>
  head === null
    ? ''
    : words['proving.head']({
        from: head.from || words['proving.no-sender'](),
        to: [...head.to, ...head.cc].join(', ') || words['proving.no-recipients'](),
        marks: [...(head.important ? [words['proving.important']()] : []), ...head.attachments].join(' · '),
      })

export const titleOf = (mail: ProvenMail | undefined, name: string): string =>
  mail?.head ? mail.head.subject || words['proving.no-subject']() : mail?.name || name
