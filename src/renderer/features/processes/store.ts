import { create } from 'zustand'
import type { ProcessView } from '../../../contract/routes.ts'
import type { ProcessSettings } from '../../../domain/process.ts'
import { api, reading } from '../../api/index.ts'

export const processList = reading(['processes', 'routes', 'connectors', 'aside'], () => api.processes.list({}))
export const fromAddresses = reading(['connectors', 'routes', 'proofs'], () => api.processes.fromAddresses({}))
/** P4: what processes hold up. */
export const consequences = reading(['processes', 'routes', 'connectors', 'aside', 'items'], api.processes.consequences)

/** Reads without parameters share this one input. */
export const everything = {}

/** Takes in what a command answered, so that no one acts on what stood there before; the rest of the list follows. */
export function take(view: ProcessView): void {
  const rows = processList.known(everything)?.rows
  if (rows) {
    const isKnown = rows.some(({ id }) => id === view.id)
    processList.put(everything, {
      rows: isKnown ? rows.map((row) => (row.id === view.id ? view : row)) : [...rows, view],
    })
  }
  void processList.read(everything)
}

/** What a person has typed and not saved, by process; it outlives a look at another screen. */
const useDrafts = create<Readonly<Record<string, ProcessSettings | undefined>>>()(() => ({}))

export const useDraft = (id: string): ProcessSettings | undefined => useDrafts((all) => all[id])
export const keepDraft = (id: string, draft: ProcessSettings | undefined): void => useDrafts.setState({ [id]: draft })

/** The place of a process that has no id yet, and the file screen. */
export const newProcess = 'new'
export const filesPlace = 'files'

export const emptyProcess: ProcessSettings = {
  customer: '',
  contract: '',
  service: '',
  name: '',
  kind: 'ticket',
  fromAddress: '',
  ticketCategories: [],
  actions: [],
}

const texts = ({ customer, contract, service, name, kind, fromAddress, ticketCategories, actions }: ProcessSettings) =>
  JSON.stringify([
    customer,
    contract,
    service,
    name,
    kind,
    fromAddress,
    ticketCategories,
    actions.map((action) => [action.name, action.fromAddress, action.takesPart]),
  ])

export const sameSettings = (a: ProcessSettings, b: ProcessSettings): boolean => texts(a) === texts(b)
