import { createTheme } from '@mui/material/styles'
import type { Tokens } from './theme/tokens.ts'
import { dark, light, radius, sansFont } from './theme/tokens.ts'
import { overrides } from './theme/overrides.ts'

declare module '@mui/material/styles' {
  interface Palette {
    waypost: Tokens
  }
  interface PaletteOptions {
    waypost?: Tokens
  }
  interface CssThemeVariables {
    enabled: true
  }
}

const paletteOf = (t: Tokens) => ({
  waypost: t,
  primary: { main: t.accent, contrastText: t.onAccent },
  secondary: { main: t.info, contrastText: t.onAccent },
  success: { main: t.ok },
  warning: { main: t.warning },
  error: { main: t.failed },
  info: { main: t.info },
  text: { primary: t.ink1, secondary: t.ink2, disabled: t.ink3 },
  background: { default: t.background, paper: t.surface },
  divider: t.hairline,
})

/**
 * The look as an MUI theme with CSS variables (`--wp-…`), light and dark. The scheme follows the system unless a
 * person chose one with MUI's `useColorScheme().setMode`; the choice stands as `data-scheme` on the html element.
 */
export const theme = createTheme({
  cssVariables: { cssVarPrefix: 'wp', colorSchemeSelector: '[data-scheme="%s"]' },
  colorSchemes: { light: { palette: paletteOf(light) }, dark: { palette: paletteOf(dark) } },
  shape: { borderRadius: radius.control },
  spacing: 4,
  breakpoints: { values: { xs: 0, sm: 600, md: 900, lg: 1280, xl: 1660 } },
  typography: {
    fontFamily: sansFont,
    htmlFontSize: 16,
    fontSize: 13.5,
    fontWeightMedium: 550,
    fontWeightBold: 650,
    h1: { fontSize: 19, lineHeight: '26px', fontWeight: 650, letterSpacing: '-0.01em' },
    h2: { fontSize: 15, lineHeight: '22px', fontWeight: 650 },
    h3: { fontSize: 13.5, lineHeight: '20px', fontWeight: 600 },
    body1: { fontSize: 13.5, lineHeight: '20px', letterSpacing: 0 },
    body2: { fontSize: 12.5, lineHeight: '18px', letterSpacing: 0 },
    caption: { fontSize: 12.5, lineHeight: '18px', letterSpacing: 0 },
    button: { fontSize: 13, lineHeight: '18px', fontWeight: 600, letterSpacing: 0, textTransform: 'none' },
  },
  transitions: {
    duration: {
      shortest: 80,
      shorter: 80,
      short: 100,
      standard: 120,
      complex: 120,
      enteringScreen: 120,
      leavingScreen: 80,
    },
  },
  components: overrides,
})
