export { ProvingScreen } from './ProvingScreen.tsx'
export { RouteTrial } from './RouteTrial.tsx'
export type { RouteTrialProps } from './RouteTrial.tsx'
export { WhatChanges } from './WhatChanges.tsx'
