import { create } from 'zustand'

/** The one dialog of Resume: the connector it is about; null while it is closed. */
export const useResuming = create<{ readonly open: string | null }>()(() => ({ open: null }))

export const openResume = (connectorId: string): void => useResuming.setState({ open: connectorId })
export const closeResume = (): void => useResuming.setState({ open: null })
