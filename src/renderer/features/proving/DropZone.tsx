import { styled } from '@mui/material/styles'
import { Upload } from 'lucide-react'
import type { DragEvent, ReactNode } from 'react'
import { useRef, useState } from 'react'
import { words } from '../../../words/index.ts'
import { forcedColors, radius, token } from '../../theme/tokens.ts'
import { Banner, Glyph } from '../../ui/index.ts'
import { CircleAlert } from 'lucide-react'
import { readFiles } from './files.ts'
import { addMails, type TrialStore } from './store.ts'

const Zone = styled('button')({
  display: 'flex',
  alignItems: 'center',
  justifyContent: 'center',
  gap: 8,
  width: '100%',
  minHeight: 60,
  padding: '8px 12px',
  font: 'inherit',
  color: token.ink2,
  backgroundColor: 'transparent',
  border: `1px dashed ${token.control}`,
  borderRadius: radius.control,
  cursor: 'pointer',
  '&:hover': { color: token.ink1, backgroundColor: token.sunken },
  '&[data-over="true"]': { color: token.ink1, borderColor: token.accent, backgroundColor: token.accentSoft },
  [forcedColors]: { '&[data-over="true"]': { outline: '2px solid Highlight' } },
})

const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** Mails by drag and drop, or by the file dialog; several at once, in their order. */
export function DropZone({ trial }: { readonly trial: TrialStore }) {
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const take = async (files: readonly File[]) => {
    const { read, failed } = await readFiles(files)
    addMails(trial, read, failed)
  }
  return (
    <>
      <Zone
        type="button"
        data-over={over}
        onClick={() => picker.current?.click()}
        onDragOver={(event) => {
          if (!hasFiles(event)) return
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault()
          // Else the page around it takes them as well.
          event.stopPropagation()
          setOver(false)
          void take([...event.dataTransfer.files])
        }}
      >
        <Glyph icon={Upload} />
        {words[over ? 'proving.drop-now' : 'proving.drop']()}
      </Zone>
      <input
        ref={picker}
        type="file"
        hidden
        multiple
        accept=".eml,message/rfc822"
        aria-label={words['proving.choose']()}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          void take(files)
        }}
      />
    </>
  )
}

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
