import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { words } from '../../../words/index.ts'
import { Banner, FileDrop, hasFiles } from '../../ui/index.ts'
import { readFiles } from './files.ts'
import { addMails, type TrialStore } from './store.ts'

/** Mails by drag and drop, or by the file dialog; several at once, in their order. */
export const DropZone = ({ trial }: { readonly trial: TrialStore }) => (
  <FileDrop
    label={words['proving.drop']()}
    overLabel={words['proving.drop-now']()}
    chooseLabel={words['proving.choose']()}
    accept=".eml,message/rfc822"
    multiple
    onFiles={(files) => void readFiles(files).then(({ read, failed }) => addMails(trial, read, failed))}
  />
)

/** Around a screen: a mail that misses the zone is taken all the same, and never replaces the page. */
export const DropAnywhere = ({ trial, children }: { readonly trial: TrialStore; readonly children: ReactNode }) => (
  <div
    role="presentation"
    style={{ height: '100%' }}
    onDragOver={(event) => hasFiles(event) && event.preventDefault()}
    onDrop={(event) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      void readFiles([...event.dataTransfer.files]).then(({ read, failed }) => addMails(trial, read, failed))
    }}
  >
    {children}
  </div>
)

/** What was not taken, and why. The live region stands before its words. */
export function NotTaken({ trial }: { readonly trial: TrialStore }) {
  const left = trial((all) => all.left)
  const failed = trial((all) => all.failed)
  return (
    <div role="status">
      {left.length > 0 && (
        <Banner tone="warning" icon={CircleAlert}>
          {words['proving.too-many']({ names: left.join(', ') })}
        </Banner>
      )}
      {failed.length > 0 && (
        <Banner tone="warning" icon={CircleAlert}>
          {words['proving.unreadable-file']({ names: failed.join(', ') })}
        </Banner>
      )}
    </div>
  )
}
