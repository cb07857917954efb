import type { LucideIcon } from 'lucide-react'
import { Circle } from 'lucide-react'
import type { StateMarkShape } from '../../../contract/shapes.ts'
import { say } from '../../../words/index.ts'
import { Mark, stateLooks } from '../../ui/index.ts'
import type { StateName } from '../../ui/index.ts'

/** The states whose look is not called like their word. */
const lookOf: Readonly<Record<string, StateName>> = {
  'proved-days': 'proved-long-ago',
  'needs-test': 'needs-new-test',
  'running-with': 'running-older',
  'live-cannot-send': 'cannot-send',
  'live-actions-cannot-send': 'cannot-send',
  running: 'on',
  idle: 'off',
}

function iconOf(key: string): LucideIcon {
  const name = key.replace(/^state\./, '')
  const look = lookOf[name] ?? name
  return look in stateLooks ? stateLooks[look as StateName].icon : Circle
}

/** A state as the engine gives it: icon, word and tone, the same everywhere. */
export const MarkOf = ({ mark }: { readonly mark: StateMarkShape }) => (
  <Mark tone={mark.tone} icon={iconOf(mark.word.key)}>
    {say(mark.word)}
  </Mark>
)
