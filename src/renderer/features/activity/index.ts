export { ActivityScreen } from './ActivityScreen.tsx'
export { Versions } from './Versions.tsx'
