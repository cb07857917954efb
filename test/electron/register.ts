import { registerHooks } from 'node:module'

// Whoever imports 'electron' in this process gets the stand-in; everything else is as built.
const standin = new URL('standin.ts', import.meta.url).href
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron'
      ? { url: standin, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
})
