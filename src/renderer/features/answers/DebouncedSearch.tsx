import { Search } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { TextInput } from '../../ui/index.ts'

/** ms between the last key and the question. */
const settles = 200

export interface DebouncedSearchProps {
  readonly label: string
  readonly placeholder: string
  readonly value: string
  readonly onValue: (value: string) => void
  readonly width?: number | string
}

/** A search field: `/` goes to it, and the list is asked when the typing pauses. */
export function DebouncedSearch({ label, placeholder, value, onValue, width }: DebouncedSearchProps) {
  const [typed, setTyped] = useState(value)
  const field = useRef<HTMLInputElement>(null)
  const said = useRef(value)
  useEffect(() => {
    // Cleared from elsewhere: "Show all work items".
    if (value !== said.current) {
      said.current = value
      setTyped(value)
    }
  }, [value])
  useEffect(() => {
    if (typed === said.current) return
    const timer = setTimeout(() => {
      said.current = typed
      onValue(typed)
    }, settles)
    return () => clearTimeout(timer)
  }, [typed, onValue])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const active = document.activeElement
      if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey) return
      if (active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement) return
      event.preventDefault()
      field.current?.focus()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [])
  return (
    <TextInput
      ref={field}
      type="search"
      icon={Search}
      label={label}
      placeholder={placeholder}
      value={typed}
      onValue={setTyped}
      width={width}
    />
  )
}
