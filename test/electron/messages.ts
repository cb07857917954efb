/** Who sends: the frame as Electron describes it, or null when it has gone meanwhile. */
export type Frame = { readonly url: string; readonly parent: Frame | null } | null

/** From the test to the stand-in. Node's advanced serialisation is the structured clone that Electron's IPC makes. */
export type ToStandin =
  | {
      readonly kind: 'invoke'
      readonly id: number
      readonly window: number
      readonly channel: string
      readonly args: unknown[]
      readonly frame: Frame
    }
  | { readonly kind: 'request'; readonly id: number; readonly url: string; readonly method: string }
  | { readonly kind: 'navigate'; readonly id: number; readonly window: number; readonly url: string }
  | { readonly kind: 'open'; readonly id: number; readonly window: number; readonly url: string }
  | {
      readonly kind: 'permission'
      readonly id: number
      readonly permission: string
      readonly url: string
      readonly isMainFrame: boolean
    }
  | { readonly kind: 'web-request'; readonly id: number; readonly url: string }
  | { readonly kind: 'second-instance'; readonly argv: string[] }
  | { readonly kind: 'close'; readonly window: number }
  | { readonly kind: 'quit' }

/** From the stand-in to the test. */
export type FromStandin =
  | { readonly kind: 'answer'; readonly id: number; readonly value?: unknown; readonly error?: string }
  | { readonly kind: 'window'; readonly window: number; readonly options: WindowOptions }
  | { readonly kind: 'load'; readonly window: number; readonly url: string }
  | { readonly kind: 'send'; readonly window: number; readonly channel: string; readonly args: unknown[] }
  | { readonly kind: 'outside'; readonly url: string }
  | { readonly kind: 'error-box'; readonly title: string; readonly text: string }
  | { readonly kind: 'facts'; readonly facts: Partial<Facts> }

/** What the app told Electron about itself. */
export interface Facts {
  readonly sandboxed: boolean
  readonly schemes: readonly { readonly scheme: string; readonly privileges: Readonly<Record<string, boolean>> }[]
  readonly menu: readonly string[]
  readonly spellChecker: boolean
  readonly channels: readonly string[]
}

export interface WindowOptions {
  readonly title?: string
  readonly width?: number
  readonly height?: number
  readonly webPreferences: Readonly<Record<string, unknown>>
}
