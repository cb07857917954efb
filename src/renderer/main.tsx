import { createRoot } from 'react-dom/client'
import { App } from './App.tsx'
import { connect, followJobs } from './api/index.ts'
import { ThemeRoot } from './theme/ThemeRoot.tsx'

connect()
followJobs()

const root = document.querySelector('#root')
if (root !== null) {
  createRoot(root).render(
    <ThemeRoot>
      <App />
    </ThemeRoot>,
  )
}
