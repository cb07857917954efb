import { Ban, CircleSlash, Copy, MailQuestionMark, ShieldAlert } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { AsideOutcome } from '../../../domain/ledger.ts'
import { words } from '../../../words/index.ts'
import { Mark } from '../../ui/index.ts'
import type { Tone } from '../../ui/index.ts'

const looks: Readonly<Record<AsideOutcome, { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  duplicate: { tone: 'neutral', icon: Copy },
  ignored: { tone: 'neutral', icon: CircleSlash },
  blocked: { tone: 'neutral', icon: Ban },
  unhandled: { tone: 'failed', icon: MailQuestionMark },
  quarantined: { tone: 'failed', icon: ShieldAlert },
}

export const toneOf = (outcome: AsideOutcome): Tone => looks[outcome].tone
export const iconOf = (outcome: AsideOutcome): LucideIcon => looks[outcome].icon

/** Why a mail became no work, as icon and word. */
export const AsideMark = ({ outcome }: { readonly outcome: AsideOutcome }) => (
  <Mark {...looks[outcome]}>{words[`aside.outcome.${outcome}`]()}</Mark>
)
