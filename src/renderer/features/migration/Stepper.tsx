import { styled } from '@mui/material/styles'
import { Check } from 'lucide-react'
import { Fragment } from 'react'
import { migrationSteps, type MigrationStep } from '../../../domain/migration/blockers.ts'
import { words } from '../../../words/index.ts'
import { forcedColors, radius } from '../../theme/tokens.ts'
import { Glyph, Hidden, token } from '../../ui/index.ts'

const Root = styled('nav')({
  border: `1px solid ${token.hairline}`,
  borderRadius: radius.surface,
  backgroundColor: token.surface,
  padding: '8px 12px',
})
const Row = styled('ol')({ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: '4px 8px' })
const Step = styled('button')({
  display: 'inline-flex',
  alignItems: 'center',
  gap: 8,
  minHeight: 30,
  padding: '0 6px',
  border: 0,
  borderRadius: radius.control,
  font: 'inherit',
  color: token.ink2,
  background: 'none',
  cursor: 'pointer',
  '&:hover': { color: token.ink1, backgroundColor: token.background },
  '&[aria-current="step"]': { color: token.ink1, fontWeight: 600 },
})
const Dot = styled('span')({
  display: 'inline-grid',
  placeItems: 'center',
  width: 16,
  height: 16,
  boxSizing: 'border-box',
  borderRadius: '50%',
  border: `2px solid ${token.control}`,
  color: token.onAccent,
  '[data-done="true"] > &': { borderColor: token.accent, backgroundColor: token.accent },
  '[aria-current="step"] > &': { borderColor: token.accent, backgroundColor: 'transparent' },
  [forcedColors]: { '[data-done="true"] > &': { backgroundColor: 'Highlight', forcedColorAdjust: 'none' } },
})
const Line = styled('li')({
  flex: '1 1 16px',
  height: 2,
  backgroundColor: token.hairline,
  '&[data-done="true"]': { backgroundColor: token.accent },
  [forcedColors]: { backgroundColor: 'CanvasText' },
})

export interface StepperProps {
  readonly current: MigrationStep
  /** Nothing in it is in the way. */
  readonly isDone: (step: MigrationStep) => boolean
  readonly onStep: (step: MigrationStep) => void
}

/** Where the wizard stands. Every step can be gone to: the engine keeps them all, and nothing changes before the last. */
export function Stepper({ current, isDone, onStep }: StepperProps) {
  const at = migrationSteps.indexOf(current)
  return (
    <Root aria-label={words['migration.steps']()}>
      <Row>
        {migrationSteps.map((step, index) => (
          <Fragment key={step}>
            {index > 0 && <Line aria-hidden="true" data-done={index <= at} />}
            <li>
              <Step
                type="button"
                aria-current={index === at ? 'step' : undefined}
                data-done={index < at && isDone(step)}
                onClick={() => index !== at && onStep(step)}
              >
                <Dot>{index < at && isDone(step) && <Glyph icon={Check} size={10} />}</Dot>
                {words[`migration.step.${step}`]()}
                {index < at && isDone(step) && <Hidden>{words['migration.step-done']()}</Hidden>}
              </Step>
            </li>
          </Fragment>
        ))}
      </Row>
    </Root>
  )
}
