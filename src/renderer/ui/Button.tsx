import MuiButton from '@mui/material/Button'
import MuiIconButton from '@mui/material/IconButton'
import Tooltip from '@mui/material/Tooltip'
import type { LucideIcon } from 'lucide-react'
import type { AriaAttributes, MouseEvent, ReactElement, ReactNode, Ref } from 'react'
import { useId } from 'react'
import { token } from '../theme/tokens.ts'
import { Glyph } from './icon.tsx'
import { Hidden } from './Hidden.tsx'

const muiVariant = { primary: 'contained', secondary: 'outlined', quiet: 'text', danger: 'outlined' } as const

interface Pressable extends Pick<AriaAttributes, 'aria-haspopup' | 'aria-expanded' | 'aria-controls' | 'aria-pressed'> {
  readonly onClick?: (event: MouseEvent<HTMLElement>) => void
  /** Why it cannot be pressed now, as a sentence. The button stays focusable, and says it. */
  readonly disabledReason?: string | undefined
  readonly ref?: Ref<HTMLButtonElement>
  readonly id?: string
}

export interface ButtonProps extends Pressable {
  readonly variant?: keyof typeof muiVariant
  readonly icon?: LucideIcon
  readonly endIcon?: LucideIcon
  readonly type?: 'button' | 'submit'
  /** A hash or address: the button is then a link. */
  readonly href?: string
  readonly autoFocus?: boolean
  readonly children: ReactNode
}

/** primary once a screen; secondary outlined; quiet for the rest; danger for what cannot be undone. */
export function Button({
  variant = 'secondary',
  icon,
  endIcon,
  type = 'button',
  disabledReason,
  onClick,
  ...rest
}: ButtonProps) {
  const button = (describedBy: string | undefined) => (
    <MuiButton
      {...rest}
      variant={muiVariant[variant]}
      type={rest.href === undefined ? type : undefined}
      startIcon={icon && <Glyph icon={icon} />}
      endIcon={endIcon && <Glyph icon={endIcon} />}
      aria-disabled={disabledReason === undefined ? undefined : true}
      aria-describedby={describedBy}
      onClick={guard(disabledReason, onClick)}
      sx={
        variant === 'danger' && disabledReason === undefined
          ? { color: token.failed, borderColor: token.failed }
          : undefined
      }
    />
  )
  return <WithReason reason={disabledReason}>{button}</WithReason>
}

export interface IconButtonProps extends Pressable {
  readonly icon: LucideIcon
  /** Its name; also its tooltip. */
  readonly label: string
  readonly edge?: 'field'
}

/** A button that shows only its icon; the name is its tooltip. */
export function IconButton({ icon, label, disabledReason, onClick, edge, ...rest }: IconButtonProps) {
  const button = (describedBy: string | undefined) => (
    <MuiIconButton
      {...rest}
      type="button"
      aria-label={label}
      aria-disabled={disabledReason === undefined ? undefined : true}
      aria-describedby={describedBy}
      onClick={guard(disabledReason, onClick)}
      sx={edge === 'field' ? { width: 26, height: 26, borderRadius: '5px', flexShrink: 0 } : { flexShrink: 0 }}
    >
      <Glyph icon={icon} />
    </MuiIconButton>
  )
  return (
    <WithReason reason={disabledReason} name={label}>
      {button}
    </WithReason>
  )
}

function guard(reason: string | undefined, onClick: Pressable['onClick']): Pressable['onClick'] {
  if (reason === undefined) return onClick
  return (event) => {
    event.preventDefault()
    event.stopPropagation()
  }
}

interface WithReasonProps {
  /** Undefined while it can be used: it stays the same element then and later, and so keeps the focus. */
  readonly reason: string | undefined
  /** Shown in any case, before the reason. */
  readonly name?: string
  readonly children: (descriptionId: string | undefined) => ReactElement
}

/** Shows why something cannot be used, on hover and focus, and says it as its description. */
export function WithReason({ reason, name, children }: WithReasonProps) {
  const id = useId()
  const title = name !== undefined && reason !== undefined ? `${name}. ${reason}` : (name ?? reason ?? null)
  return (
    <>
      <Tooltip
        describeChild={name === undefined || reason !== undefined}
        disableInteractive={reason === undefined}
        title={title}
        enterDelay={reason === undefined ? undefined : 0}
      >
        {children(reason === undefined ? undefined : id)}
      </Tooltip>
      {reason !== undefined && <Hidden id={id}>{reason}</Hidden>}
    </>
  )
}
