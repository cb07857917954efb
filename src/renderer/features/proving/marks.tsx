import {
  Ban,
  CircleCheck,
  CircleMinus,
  CircleSlash,
  CircleX,
  Copy,
  CornerDownRight,
  FileX,
  MailQuestionMark,
} from 'lucide-react'
import { CircleAlert, Info, ShieldAlert } from 'lucide-react'
import type { LucideIcon } from 'lucide-react'
import type { OutcomeView, ProvenMail, ProvenRoute, RouteTestResult } from '../../../contract/proving.ts'
import { say, words } from '../../../words/index.ts'
import { Mark } from '../../ui/index.ts'
import type { Tone } from '../../ui/index.ts'

const outcomeIcons: Readonly<Record<OutcomeView['outcome'], LucideIcon>> = {
  created: CircleCheck,
  joined: CornerDownRight,
  duplicate: Copy,
  ignored: CircleSlash,
  blocked: Ban,
  unhandled: MailQuestionMark,
  quarantined: ShieldAlert,
  skipped: CircleMinus,
  observed: CircleMinus,
  pending: CircleMinus,
  'passed-over': CircleMinus,
  'not-read': FileX,
}

export const iconOf = (outcome: OutcomeView['outcome']): LucideIcon => outcomeIcons[outcome]

/** What becomes of a mail, as icon and word. */
export const OutcomeMark = ({ view }: { readonly view: Pick<OutcomeView, 'outcome' | 'mark'> }) => (
  <Mark tone={view.mark.tone} icon={outcomeIcons[view.outcome]}>
    {say(view.mark.says)}
  </Mark>
)

const verdictIcons: Partial<Readonly<Record<Tone, LucideIcon>>> = { ok: CircleCheck, info: Info, failed: CircleX }

/** What one check before the routes found. */
export const VerdictMark = ({ verdict }: { readonly verdict: ProvenMail['verdicts'][number] }) => (
  <Mark tone={verdict.tone} icon={verdictIcons[verdict.tone] ?? CircleAlert}>
    {say(verdict.says)}
  </Mark>
)

/** What a route answered: icon, tone, and the word for who does not see them. */
export const routeLooks: Readonly<
  Record<ProvenRoute['verdict'], { readonly tone: Tone; readonly icon: LucideIcon; readonly word: () => string }>
> = {
  took: { tone: 'ok', icon: CircleCheck, word: words['proving.verdict.took'] },
  rules: { tone: 'neutral', icon: CircleX, word: words['proving.verdict.rules'] },
  disabled: { tone: 'warning', icon: CircleX, word: words['proving.verdict.disabled'] },
  'not-asked': { tone: 'off', icon: CircleMinus, word: words['proving.verdict.not-asked'] },
}

const testLooks: Readonly<Record<RouteTestResult['result'], { readonly tone: Tone; readonly icon: LucideIcon }>> = {
  passed: { tone: 'ok', icon: CircleCheck },
  failed: { tone: 'failed', icon: CircleX },
  'not-run': { tone: 'warning', icon: CircleAlert },
}

/** Whether a route test passes, as icon and word. */
export const TestMark = ({ result }: { readonly result: RouteTestResult['result'] }) => (
  <Mark {...testLooks[result]}>{words[`proving.test.${result}`]()}</Mark>
)
