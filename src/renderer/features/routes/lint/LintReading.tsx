import type { ReactNode } from 'react'
import { createContext, useContext, useMemo } from 'react'
import { everything } from '../store.ts'
import { lintedOf, lintFindings, type Linted } from './store.ts'

const Context = createContext<Linted>(lintedOf([]))

/** Reads what lint says once, for all rows and heads below: rows that scroll into sight ask nobody. */
export function LintReading({ children }: { readonly children: ReactNode }) {
  const rows = lintFindings.use(everything).value?.rows
  const linted = useMemo(() => lintedOf(rows ?? []), [rows])
  return <Context.Provider value={linted}>{children}</Context.Provider>
}

export const useLinted = (): Linted => useContext(Context)
