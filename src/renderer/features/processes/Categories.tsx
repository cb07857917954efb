import { styled } from '@mui/material/styles'
import { useState } from 'react'
import { words } from '../../../words/index.ts'
import { Chip, TextInput } from '../../ui/index.ts'

const Chips = styled('ul')({ display: 'flex', flexWrap: 'wrap', gap: 6, flexBasis: '100%' })

export interface CategoriesProps {
  readonly value: readonly string[]
  readonly onValue: (value: string[]) => void
}

/** Ticket categories as chips; typing one and Enter adds it, in the order in which they are offered later. */
export function Categories({ value, onValue }: CategoriesProps) {
  const [typed, setTyped] = useState('')
  const add = () => {
    const name = typed.trim()
    if (name !== '' && !value.some((other) => other.toLowerCase() === name.toLowerCase())) onValue([...value, name])
    setTyped('')
  }
  return (
    <>
      {value.length > 0 && (
        <Chips>
          {value.map((category) => (
            <li key={category}>
              <Chip
                removeLabel={words['processes.field.categories-remove']({ category })}
                onRemove={() => onValue(value.filter((other) => other !== category))}
              >
                {category}
              </Chip>
            </li>
          ))}
        </Chips>
      )}
      <TextInput
        label={words['processes.field.categories-add']()}
        placeholder={words['processes.field.categories-add']()}
        value={typed}
        onValue={setTyped}
        onBlur={add}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          add()
        }}
        width={280}
      />
    </>
  )
}
