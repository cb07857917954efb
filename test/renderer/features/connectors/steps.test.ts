import { expect, test } from 'vitest'
import type { ConnectorSettings } from '../../../../src/domain/connector.ts'
import type { StepResult } from '../../../../src/domain/diagnosis/proof.ts'
import {
  countsOf,
  finishedSteps,
  runningSteps,
  stopOf,
} from '../../../../src/renderer/features/connectors/test/steps.ts'

const settings: ConnectorSettings = {
  useFor: 'both',
  primaryAddress: 'support@northwind.example',
  username: 'svc-waypost',
  additionalMailbox: null,
  addressFamily: 'any',
  oauth: null,
  incoming: {
    service: 'other-imap',
    host: 'imap.northwind.example',
    port: 993,
    security: 'tls',
    authentication: 'password',
    folder: null,
  },
  outgoing: {
    service: 'other-smtp',
    host: 'smtp.northwind.example',
    port: 587,
    security: 'starttls',
    authentication: 'password',
    template: 'per-connector',
    ehloName: null,
  },
}
const step = (name: StepResult['step'], verdict: StepResult['verdict'], required = true): StepResult => ({
  step: name,
  verdict,
  required,
  durationMs: verdict === 'not-run' ? null : 12.4,
  finding: { key: `step.${name}`, params: {} },
  reply: null,
  causes: [],
  failure: null,
})

test('a running test keeps a place for every step to come, and marks the one under way', () => {
  const shown = runningSteps('incoming', settings, false, [step('name', 'passed'), step('connect', 'passed')], true)
  expect(shown.map(({ state }) => state).slice(0, 4)).toEqual(['passed', 'passed', 'running', 'pending'])
  expect(shown.at(-1)?.id).toBe('remove')
})

test('the order is that of the conversation: under STARTTLS the greeting comes before the certificate', () => {
  const ids = runningSteps('outgoing', settings, true, [], false).map(({ id }) => id)
  expect(ids.indexOf('greeting')).toBeLessThan(ids.indexOf('certificate'))
  expect(ids.at(-1)).toBe('delivered-unchanged')
})

test('delivered unchanged has a place only where it was asked for', () => {
  expect(runningSteps('outgoing', settings, false, [], false).map(({ id }) => id)).not.toContain('delivered-unchanged')
})

test('a step that did not run has no duration', () => {
  const [first, second] = finishedSteps([step('name', 'passed'), step('connect', 'not-run')])
  expect(first?.duration).toBe('12 ms')
  expect(second?.duration).toBeUndefined()
})

test('the required failure is the one that decides, before one that is not required', () => {
  expect(stopOf([step('remove', 'failed', false), step('folder', 'failed')])?.step).toBe('folder')
  expect(countsOf(finishedSteps([step('name', 'passed'), step('remove', 'failed')]))).toEqual({
    passed: 1,
    warning: 0,
    failed: 1,
    'not-run': 0,
  })
})
