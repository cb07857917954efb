export { ActivityScreen } from './ActivityScreen.tsx'
export { ChangeList } from './ChangeList.tsx'
export { history } from './store.ts'
