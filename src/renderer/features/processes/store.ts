import { create } from 'zustand'
import type { ProcessSettings } from '../../../domain/process.ts'
import { api, reading } from '../../api/index.ts'

export const processList = reading(['processes', 'routes', 'connectors', 'aside'], () => api.processes.list({}))
export const fromAddresses = reading(['connectors', 'routes', 'proofs'], () => api.processes.fromAddresses({}))
export const linkedRoutes = reading(['routes'], () => api.routes.list({}))

/** Reads without parameters share this one input. */
export const everything = {}

/** What a person has typed and not saved, by process; it outlives a look at another screen. */
const useDrafts = create<Readonly<Record<string, ProcessSettings | undefined>>>()(() => ({}))

export const useDraft = (id: string): ProcessSettings | undefined => useDrafts((all) => all[id])
export const keepDraft = (id: string, draft: ProcessSettings | undefined): void => useDrafts.setState({ [id]: draft })

/** The place of a process that has no id yet. */
export const newProcess = 'new'

export const emptyProcess: ProcessSettings = {
  customer: '',
  contract: '',
  service: '',
  name: '',
  kind: 'ticket',
  fromAddress: '',
  ticketCategories: [],
}

export const sameSettings = (a: ProcessSettings, b: ProcessSettings): boolean =>
  a.customer === b.customer &&
  a.contract === b.contract &&
  a.service === b.service &&
  a.name === b.name &&
  a.kind === b.kind &&
  a.fromAddress === b.fromAddress &&
  a.ticketCategories.join('\n') === b.ticketCategories.join('\n')
