export { MigrationScreen } from './MigrationScreen.tsx'
