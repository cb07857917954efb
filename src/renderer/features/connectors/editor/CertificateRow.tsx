import { FileUp } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ConnectorView } from '../../../../contract/connectors.ts'
import type { ReadCertificate } from '../../../../contract/certificates.ts'
import { certificateFileLimit } from '../../../../domain/clientCertificate.ts'
import { showsCertificate } from '../../../../domain/connector.ts'
import { say, words } from '../../../../words/index.ts'
import { api } from '../../../api/index.ts'
import { Button, FileDrop, FormRow, PasswordInput, TextButton } from '../../../ui/index.ts'
import { base64Of } from '../../answers/index.ts'
import { CertificateFacts } from './CertificateFacts.tsx'
import { settingsOf, type ChosenCertificate } from './form.ts'
import type { RowsProps } from './ServerRows.tsx'

/** Milliseconds without a key before the file is tried with what was typed. */
const pause = 500
const accept = '.pfx,.p12,application/x-pkcs12'

interface CertificateRowProps extends RowsProps {
  readonly stored: ConnectorView['certificate']
}

/** C11: a .pfx file by drag and drop or by the file dialog, with its Certificate Password; what it holds is said at once. */
export function CertificateRow({ form, errors, onForm, stored }: CertificateRowProps) {
  const picker = useRef<HTMLInputElement>(null)
  const [notTaken, setNotTaken] = useState<string | null>(null)
  const chosen = form.certificate
  const reading = useReading(chosen)
  const isShown = showsCertificate(settingsOf(form))
  const take = async (files: readonly File[]) => {
    const [file] = files
    if (file === undefined) return
    if (files.length > 1) return setNotTaken(words['connectors.certificate.one-file']({ count: files.length }))
    if (file.size > certificateFileLimit)
      return setNotTaken(words['certificate.problem.too-large']({ octets: file.size, limit: certificateFileLimit }))
    const content = await base64Of(file)
    if (content === null) return setNotTaken(words['connectors.certificate.unreadable']({ file: file.name }))
    setNotTaken(null)
    onForm({ ...form, certificate: { name: file.name, file: content, password: chosen?.password ?? '' } })
  }
  useDropsAnywhere(isShown, (files) => void take(files))
  if (!isShown) return null

  // An empty password is what a file is first tried with: that it does not fit is no fault of anybody.
  const waits = chosen?.password === '' && reading?.problems[0]?.code === 'wrong-password'
  const refusing = waits ? undefined : reading?.problems.find(({ refuses }) => refuses)
  const lost = chosen === null && stored !== null && !stored.stored
  const remarks = (chosen === null ? (stored?.problems ?? []) : (reading?.problems ?? [])).filter(
    (problem) => problem !== refusing && !(waits && problem.refuses),
  )
  const error =
    notTaken ??
    (refusing && say(refusing.word)) ??
    (lost ? words['connectors.certificate.lost']() : errors['certificate'])
  return (
    <FormRow
      group
      label={words['connectors.field.certificate']()}
      error={error}
      warning={remarks.length > 0 && remarks.map(({ word }) => say(word)).join(' ')}
      hint={
        waits
          ? words['connectors.certificate.needs-password']()
          : chosen === null && stored !== null
            ? words['connectors.certificate.stored-hint']()
            : words['connectors.certificate.hint']()
      }
    >
      {chosen === null && stored === null && (
        <FileDrop
          label={words['connectors.certificate.drop']()}
          overLabel={words['connectors.certificate.drop-now']()}
          chooseLabel={words['connectors.certificate.choose']()}
          accept={accept}
          onFiles={(files) => void take(files)}
        />
      )}
      {chosen !== null && (
        <>
          <span style={{ overflowWrap: 'anywhere' }}>{chosen.name}</span>
          <PasswordInput
            label={words['connectors.certificate.password']()}
            value={chosen.password}
            onValue={(password) => onForm({ ...form, certificate: { ...chosen, password } })}
            invalid={error !== undefined}
            placeholder={words['connectors.certificate.password']()}
            autoComplete="new-password"
            showLabel={words['connectors.certificate.show']()}
            hideLabel={words['connectors.certificate.hide']()}
          />
        </>
      )}
      {(chosen !== null || stored !== null) && (
        <>
          <Button icon={FileUp} onClick={() => picker.current?.click()}>
            {chosen === null ? words['connectors.certificate.replace']() : words['connectors.certificate.another']()}
          </Button>
          <input
            ref={picker}
            type="file"
            hidden
            tabIndex={-1}
            accept={accept}
            aria-label={words['connectors.certificate.choose']()}
            onChange={(event) => {
              const files = [...(event.target.files ?? [])]
              event.target.value = ''
              void take(files)
            }}
          />
        </>
      )}
      {chosen !== null && (
        <TextButton
          onClick={() => {
            setNotTaken(null)
            onForm({ ...form, certificate: null })
          }}
        >
          {stored === null ? words['connectors.certificate.forget']() : words['connectors.certificate.keep']()}
        </TextButton>
      )}
      <div role="status" style={{ flexBasis: '100%' }}>
        {chosen === null
          ? stored !== null && <CertificateFacts facts={stored.facts} />
          : reading === null
            ? words['connectors.certificate.reading']()
            : reading.facts !== null && <CertificateFacts facts={reading.facts} />}
      </div>
    </FormRow>
  )
}

/** A file that misses the zone is taken all the same, and never replaces the page with what was typed into it. */
function useDropsAnywhere(active: boolean, onFiles: (files: readonly File[]) => void): void {
  const latest = useRef(onFiles)
  useEffect(() => {
    latest.current = onFiles
  })
  useEffect(() => {
    if (!active) return
    const over = (event: DragEvent) => {
      if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
    }
    const drop = (event: DragEvent) => {
      if (event.defaultPrevented || !event.dataTransfer?.types.includes('Files')) return
      event.preventDefault()
      latest.current([...event.dataTransfer.files])
    }
    window.addEventListener('dragover', over)
    window.addEventListener('drop', drop)
    return () => {
      window.removeEventListener('dragover', over)
      window.removeEventListener('drop', drop)
    }
  }, [active])
}

/** What the engine finds in the chosen file with the password as it is typed; null while it is read. */
function useReading(chosen: ChosenCertificate | null): ReadCertificate | null {
  const [reading, setReading] = useState<{ readonly of: string; readonly found: ReadCertificate } | null>(null)
  const [tried, setTried] = useState<string | null>(null)
  const file = chosen?.file ?? null
  const password = chosen?.password ?? ''
  useEffect(() => {
    if (file === null) return
    let over = false
    // A file is tried at once; what is typed after it, when the typing pauses.
    const wait = setTimeout(
      () => {
        setTried(file)
        void api.connectors.readCertificate({ file, password }).then((answer) => {
          if (!over && answer.ok) setReading({ of: `${password} ${file}`, found: answer.value })
        })
      },
      tried === file ? pause : 0,
    )
    return () => {
      over = true
      clearTimeout(wait)
    }
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- that a file was tried is no reason to try it again
  }, [file, password])
  return reading?.of === `${password} ${file}` ? reading.found : null
}
