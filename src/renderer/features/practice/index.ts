export { PracticePanel } from './PracticePanel.tsx'
