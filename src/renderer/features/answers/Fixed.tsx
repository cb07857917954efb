import type { ReactNode } from 'react'

/** Keeps a field of a toolbar at its width (px), where the row would otherwise shrink to what it holds. */
export const Fixed = ({ width, children }: { readonly width: number; readonly children: ReactNode }) => (
  <div style={{ display: 'flex', width, maxWidth: '100%' }}>{children}</div>
)
