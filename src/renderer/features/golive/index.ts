export { ChecklistScreen } from './ChecklistScreen.tsx'
