export { ProcessesScreen } from './ProcessesScreen.tsx'
