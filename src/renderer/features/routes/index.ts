export { Routes } from './Routes.tsx'
