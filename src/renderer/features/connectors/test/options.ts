import { create } from 'zustand'
import type { Input } from '../../../../contract/define.ts'
import type { diagnosis } from '../../../../contract/diagnosis.ts'
import { startTest } from '../store.ts'

type Start = Input<typeof diagnosis.start>

/** What a test tries beyond its steps, as asked for on this screen. */
export interface TestOptions {
  readonly roundTrip: 'nowhere' | 'workspace' | 'address'
  readonly address: string
  readonly proveRemoval: boolean
}

const none: TestOptions = { roundTrip: 'nowhere', address: '', proveRemoval: false }

const useOptions = create<Readonly<Record<string, TestOptions>>>()(() => ({}))

export const useTestOptions = (connectorId: string): TestOptions => useOptions((all) => all[connectorId] ?? none)
export const setTestOptions = (connectorId: string, options: TestOptions): void =>
  useOptions.setState({ [connectorId]: options })

const roundTripOf = ({ roundTrip, address }: TestOptions): Start['roundTrip'] =>
  roundTrip === 'address' ? { to: 'address', address: address.trim() } : { to: roundTrip }

/** Tests the saved draft as asked for. */
export function testAsAsked(connectorId: string): void {
  const options = useOptions.getState()[connectorId] ?? none
  void startTest({ connectorId, roundTrip: roundTripOf(options), proveRemovalInFolder: options.proveRemoval })
}
