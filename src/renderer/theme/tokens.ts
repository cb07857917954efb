/** The colours of one scheme, by what they mean. Every colour on a screen is one of these. */
export interface Tokens {
  readonly background: string
  readonly surface: string
  readonly sunken: string
  readonly hairline: string
  readonly control: string
  readonly ink1: string
  readonly ink2: string
  readonly ink3: string
  readonly accent: string
  readonly onAccent: string
  readonly accentSoft: string
  readonly ok: string
  readonly okSoft: string
  readonly warning: string
  readonly warningSoft: string
  readonly failed: string
  readonly failedSoft: string
  readonly info: string
  readonly infoSoft: string
  readonly test: string
  readonly testSoft: string
}

export const light: Tokens = {
  background: '#f6f7f7',
  surface: '#ffffff',
  sunken: '#eff1f1',
  hairline: '#dfe3e3',
  control: '#7f8887',
  ink1: '#16201f',
  ink2: '#4d5a59',
  ink3: '#5c6866',
  accent: '#0b6b62',
  onAccent: '#ffffff',
  accentSoft: '#e0f0ee',
  ok: '#166f41',
  okSoft: '#e3f4ea',
  warning: '#8f5b00',
  warningSoft: '#fdf1d8',
  failed: '#b3261e',
  failedSoft: '#fdeae8',
  info: '#2b5fb3',
  infoSoft: '#e6eefb',
  test: '#6a45b0',
  testSoft: '#efe9fa',
}

export const dark: Tokens = {
  background: '#0f1514',
  surface: '#161d1c',
  sunken: '#111817',
  hairline: '#28312f',
  control: '#6d7b78',
  ink1: '#e8eeed',
  ink2: '#b0bbb9',
  ink3: '#97a3a1',
  accent: '#4fc3b4',
  onAccent: '#04211d',
  accentSoft: '#12322e',
  ok: '#5fce93',
  okSoft: '#12301f',
  warning: '#eab54a',
  warningSoft: '#332708',
  failed: '#ff8a80',
  failedSoft: '#3b1715',
  info: '#8db4f5',
  infoSoft: '#15253f',
  test: '#b99cf0',
  testSoft: '#271c3d',
}

/** The same names as CSS variables: `token.ink2` follows the scheme that is in force, without a re-render. */
export const token = Object.fromEntries(
  Object.keys(light).map((name) => [name, `var(--wp-palette-waypost-${name})`]),
) as unknown as Tokens

/** What a colour says. `neutral` is text without a state, `off` is a state that is deliberately not there. */
export type Tone = 'ok' | 'warning' | 'failed' | 'info' | 'test' | 'accent' | 'neutral' | 'off'

const ink: Record<Tone, string> = {
  ok: token.ok,
  warning: token.warning,
  failed: token.failed,
  info: token.info,
  test: token.test,
  accent: token.accent,
  neutral: token.ink2,
  off: token.ink3,
}

const soft: Record<Tone, string> = {
  ok: token.okSoft,
  warning: token.warningSoft,
  failed: token.failedSoft,
  info: token.infoSoft,
  test: token.testSoft,
  accent: token.accentSoft,
  neutral: token.sunken,
  off: token.sunken,
}

/** Text and icon colour of a tone; at least 4.5:1 on every background and on `toneSoft` of the same tone. */
export const toneInk = (tone: Tone): string => ink[tone]
/** Background of a tone. */
export const toneSoft = (tone: Tone): string => soft[tone]

/** Corners in px: surfaces, controls, chips. */
export const radius = { surface: 8, control: 6, chip: 5 } as const
/** Heights in px: controls, grid rows. */
export const height = { control: 30, row: 36 } as const
/** Below this width (px; also 200 % zoom of a laptop) the list folds above the detail and the navigation to icons. */
export const narrow = '@media (max-width: 899.95px)'
export const wide = '@media (min-width: 900px)'
export const forcedColors = '@media (forced-colors: active)'
export const monoFont = "'JetBrains Mono Variable', ui-monospace, 'Cascadia Mono', Menlo, monospace"
export const sansFont = "'Inter Variable', system-ui, 'Segoe UI', sans-serif"
