import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Only for looking at the parts: `vite build -c src/renderer/gallery/vite.config.ts --outDir <folder>`.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: { assetsInlineLimit: 0, emptyOutDir: true, chunkSizeWarningLimit: 2000 },
})
