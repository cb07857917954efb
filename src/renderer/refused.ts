import { CircleX } from 'lucide-react'
import type { Refusal } from '../contract/define.ts'
import { say } from '../words/index.ts'
import { notify } from './features/answers/index.ts'

/** Says at the foot of the window why a command was not done. */
export const showRefusal = (refusal: Refusal): void => notify({ message: say(refusal.word), icon: CircleX })
