import { create } from 'zustand'

interface Enabling {
  readonly connectorId: string
  /** `receiving`: the connector is enabled, and receiving is switched on for the first time. */
  readonly what: 'connector' | 'receiving'
}

/** The one dialog of Enable; null while it is closed. */
export const useEnabling = create<{ readonly open: Enabling | null }>()(() => ({ open: null }))

export const openEnable = (connectorId: string, what: Enabling['what'] = 'connector'): void =>
  useEnabling.setState({ open: { connectorId, what } })
export const closeEnable = (): void => useEnabling.setState({ open: null })
