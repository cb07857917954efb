import '@fontsource-variable/inter/index.css'
import '@fontsource-variable/jetbrains-mono/index.css'
import createCache from '@emotion/cache'
import { CacheProvider } from '@emotion/react'
import GlobalStyles from '@mui/material/GlobalStyles'
import { ThemeProvider } from '@mui/material/styles'
import type { ReactNode } from 'react'
import { theme } from '../theme.ts'
import { forcedColors, monoFont, sansFont, token } from './tokens.ts'

const schemeKey = 'waypost-scheme'

/** The nonce the host wrote into the page; style elements without it are refused by the content security policy. */
function pageNonce(): string | undefined {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content
  return nonce === undefined || nonce === '' ? undefined : nonce
}

// MUI writes data-scheme in an effect, after the first paint; its own remedy is an inline script, which the CSP forbids.
function applySchemeBeforeFirstPaint(): void {
  const chosen = localStorage.getItem(schemeKey)
  const system = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'
  document.documentElement.setAttribute('data-scheme', chosen === 'light' || chosen === 'dark' ? chosen : system)
}

const cache = createCache({ key: 'wp', nonce: pageNonce(), prepend: true })
applySchemeBeforeFirstPaint()

/**
 * The base of every page, in place of MUI's: that one styles `*::before` and `*::after`, and what is said of the pseudo-elements of everything is
 * computed for each element, three times over. While ten thousand routes are scrolled that took longer than everything else together.
 */
const globalStyles = (
  <GlobalStyles
    styles={{
      html: { WebkitTextSizeAdjust: '100%' },
      'html, body, #root': { height: '100%' },
      body: {
        margin: 0,
        fontFamily: sansFont,
        fontSize: 13.5,
        lineHeight: '20px',
        color: token.ink1,
        backgroundColor: token.background,
        WebkitFontSmoothing: 'antialiased',
      },
      ':focus-visible': { outline: `2px solid ${token.accent}`, outlineOffset: 2 },
      'h1:focus, h1:focus-visible, main:focus': { outline: 'none' },
      '.MuiInputBase-input:focus-visible, .MuiDialog-container:focus-visible, .MuiPaper-root:focus-visible': {
        outline: 'none',
      },
      'h1, h2, h3, h4, p, ol, ul, dl, dd, figure': { margin: 0 },
      'ol, ul': { padding: 0, listStyle: 'none' },
      // Inter's tabular figures widen the hyphen too, so they are for numbers only.
      'time, [data-numeric]': { fontVariantNumeric: 'tabular-nums' },
      'strong, b': { fontWeight: 650 },
      'code, kbd, pre, samp': { fontFamily: monoFont },
      // What is selected inherits it from the root.
      ':root::selection': { backgroundColor: token.accent, color: token.onAccent },
      '*': { boxSizing: 'border-box', scrollbarWidth: 'thin', scrollbarColor: `${token.control} transparent` },
      '@media (prefers-reduced-motion: reduce)': {
        '*': {
          animationDuration: '0.01ms !important',
          animationIterationCount: '1 !important',
          transitionDuration: '0.01ms !important',
          scrollBehavior: 'auto !important',
        },
      },
      [forcedColors]: { ':focus-visible': { outlineColor: 'Highlight' } },
    }}
  />
)

/** Fonts, colours and the focus ring for everything below it. Mount it once, outermost. */
export function ThemeRoot({ children }: { readonly children: ReactNode }) {
  return (
    <CacheProvider value={cache}>
      <ThemeProvider
        theme={theme}
        defaultMode="system"
        modeStorageKey={schemeKey}
        disableTransitionOnChange={false}
        noSsr
      >
        {globalStyles}
        {children}
      </ThemeProvider>
    </CacheProvider>
  )
}
