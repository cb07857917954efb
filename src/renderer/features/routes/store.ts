import type { IncomingRouteView, OutgoingRouteView } from '../../../contract/routes.ts'
import { noRules } from '../../../domain/route.ts'
import type { IncomingRouteSettings } from '../../../domain/route.ts'
import { api, reading } from '../../api/index.ts'

/** All groups; the filter to one connector hides the others without a question. */
export const routeGroups = reading(['routes', 'connectors', 'processes', 'proofs', 'polls'], () => api.routes.list({}))
export const processChoices = reading(['processes'], () => api.processes.list({}))

/** Reads without parameters share this one input. */
export const everything = {}

export interface RouteGroup {
  readonly connectorId: string
  readonly connectorName: string
  readonly enabled: boolean
  readonly incoming: readonly IncomingRouteView[] | null
  readonly outgoing: readonly OutgoingRouteView[] | null
}

export const emptyRoute: IncomingRouteSettings = {
  name: '',
  emailAddress: '',
  processId: null,
  ticketCategory: null,
  forAttention: null,
  sendAutomatedEmails: false,
  answerCc: false,
  testMode: false,
  enabled: true,
  match: 'all',
  rules: noRules,
}

/** What an address bar asks for: one connector, an outgoing route to edit. */
export interface RoutesPlace {
  readonly connector?: string | undefined
  readonly edit?: string | undefined
  /** What of it is looked at: its activity; else its settings. */
  readonly view?: string | undefined
  /** A connector to add a From address to. */
  readonly from?: string | undefined
  /** A connector whose From addresses are to be proved. */
  readonly prove?: string | undefined
}
