import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, IconButton } from './Button.tsx'
import type { ButtonProps } from './Button.tsx'
import { Hidden } from './Hidden.tsx'

export interface CopyButtonProps {
  /** What is copied; a function is asked at the press. */
  readonly text: string | (() => string)
  readonly label: string
  readonly copiedLabel: string
  readonly failedLabel: string
  readonly variant?: ButtonProps['variant']
  readonly iconOnly?: boolean
}

/** Copies, and says that it did for two seconds, in the same place. */
export function CopyButton({ text, label, copiedLabel, failedLabel, variant, iconOnly = false }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'copied' | 'failed' | null>(null)
  useEffect(() => {
    if (outcome === null) return
    const timer = setTimeout(() => setOutcome(null), 2000)
    return () => clearTimeout(timer)
  }, [outcome])
  const copy = () => {
    navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  }
  const says = outcome === 'copied' ? copiedLabel : outcome === 'failed' ? failedLabel : label
  const icon = outcome === 'copied' ? Check : Copy
  return (
    <>
      {iconOnly ? (
        <IconButton icon={icon} label={says} onClick={copy} />
      ) : (
        <Button variant={variant} icon={icon} onClick={copy}>
          {says}
        </Button>
      )}
      <Hidden role="status">{outcome === null ? '' : says}</Hidden>
    </>
  )
}
