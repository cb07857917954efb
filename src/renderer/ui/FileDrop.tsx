import { styled } from '@mui/material/styles'
import { Upload } from 'lucide-react'
import type { DragEvent } from 'react'
import { useRef, useState } from 'react'
import { forcedColors, radius, token } from '../theme/tokens.ts'
import { useField } from './Field.tsx'
import { Glyph } from './icon.tsx'

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
  '&[data-invalid="true"]': { borderColor: token.failed },
  [forcedColors]: { '&[data-over="true"]': { outline: '2px solid Highlight' } },
})

export interface FileDropProps {
  readonly label: string
  /** While something is held over it. */
  readonly overLabel: string
  /** Names the file dialog's input. */
  readonly chooseLabel: string
  /** As `accept` of a file input: what the file dialog offers. What is dropped may be anything. */
  readonly accept: string
  readonly multiple?: boolean
  readonly onFiles: (files: readonly File[]) => void
}

/** Whether what is dragged are files; text and links are left to whoever takes them. */
export const hasFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')

/** A place for files: by drag and drop, or by the file dialog with a press or a key. */
export function FileDrop({ label, overLabel, chooseLabel, accept, multiple = false, onFiles }: FileDropProps) {
  const picker = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)
  const field = useField()
  return (
    <>
      <Zone
        type="button"
        aria-describedby={field.describedBy}
        data-over={over}
        data-invalid={field.invalid}
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
          onFiles([...event.dataTransfer.files])
        }}
      >
        <Glyph icon={Upload} />
        {over ? overLabel : label}
      </Zone>
      <input
        ref={picker}
        type="file"
        hidden
        multiple={multiple}
        accept={accept}
        aria-label={chooseLabel}
        onChange={(event) => {
          const files = [...(event.target.files ?? [])]
          event.target.value = ''
          if (files.length > 0) onFiles(files)
        }}
      />
    </>
  )
}
