import { describe, expect, test } from 'vitest'
import { dark, light } from '../../src/renderer/theme/tokens.ts'
import type { Tokens } from '../../src/renderer/theme/tokens.ts'

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
    .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [hi, lo] = [luminance(a), luminance(b)].toSorted((x, y) => y - x) as [number, number]
  return (hi + 0.05) / (lo + 0.05)
}

const grounds = ['background', 'surface', 'sunken'] as const
const tones = ['ok', 'warning', 'failed', 'info', 'test'] as const

describe.each<[string, Tokens]>([
  ['light', light],
  ['dark', dark],
])('the %s scheme', (_name, t) => {
  const text: [string, string, string][] = [
    ...grounds.flatMap((ground) =>
      (['ink1', 'ink2', 'ink3', 'accent', ...tones] as const).map((ink): [string, string, string] => [
        `${ink} on ${ground}`,
        t[ink],
        t[ground],
      ]),
    ),
    ...tones.map((tone): [string, string, string] => [`${tone} on its soft ground`, t[tone], t[`${tone}Soft`]]),
    ...tones.map((tone): [string, string, string] => [`ink1 on ${tone} soft`, t.ink1, t[`${tone}Soft`]]),
    ...([...tones, 'ink1', 'ink2', 'ink3'] as const).map((ink): [string, string, string] => [
      `${ink} on a selected row`,
      t[ink],
      t.accentSoft,
    ]),
    ['accent on its soft ground', t.accent, t.accentSoft],
    ['text on the accent', t.onAccent, t.accent],
    ['surface on ink1 (tooltips, notices)', t.surface, t.ink1],
    ['links on information bands', t.info, t.infoSoft],
    ['links on practice bands', t.info, t.testSoft],
    ['links on failed bands', t.info, t.failedSoft],
    ['links on warning bands', t.info, t.warningSoft],
  ]
  test.each(text)('text: %s is at least 4.5 to 1', (_what, ink, ground) => {
    expect(contrast(ink, ground)).toBeGreaterThanOrEqual(4.5)
  })

  const marks: [string, string, string][] = [
    ...grounds.map((ground): [string, string, string] => [`control border on ${ground}`, t.control, t[ground]]),
    ...grounds.map((ground): [string, string, string] => [`focus ring on ${ground}`, t.accent, t[ground]]),
    ['focus ring on a selected row', t.accent, t.accentSoft],
    ['the thumb on a switch that is on', t.onAccent, t.accent],
    ...tones.map((tone): [string, string, string] => [`${tone} bar on surface`, t[tone], t.surface]),
  ]
  test.each(marks)('marks: %s is at least 3 to 1', (_what, mark, ground) => {
    expect(contrast(mark, ground)).toBeGreaterThanOrEqual(3)
  })
})
