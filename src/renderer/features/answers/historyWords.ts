import { say, words } from '../../../words/index.ts'

const wordOf = (key: string): string | undefined => (key in words ? say({ key, params: {} }) : undefined)

/** What was done, as the history names it, in words; an act without words of its own is shown as it is written. */
export const actionText = (action: string): string =>
  wordOf(`activity.action.${action}`) ?? action.charAt(0).toUpperCase() + action.slice(1)

/** A value as the screens call it: switches, services, states. Everything else is shown as it is written. */
export const valueText = (value: string): string => wordOf(`activity.value.${value}`) ?? value
