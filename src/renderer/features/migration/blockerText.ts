import type { MigrationBlocker } from '../../../contract/migration.ts'
import { say, words } from '../../../words/index.ts'

const fieldNames: Readonly<Record<string, () => string>> = {
  host: words['migration.gateway.host'],
  port: words['migration.gateway.port'],
  security: words['migration.gateway.security'],
  username: words['connectors.field.username'],
  password: words['connectors.field.password'],
  authentication: words['migration.gateway.authentication'],
  primaryAddress: words['migration.report.primary'],
}

/** What is in the way, with the field where the sentence alone does not say which is meant. */
export function blockerText({ code, field, word }: MigrationBlocker): string {
  const name = code === 'setting' && field !== null ? fieldNames[field]?.() : undefined
  return name === undefined ? say(word) : `${name}: ${say(word)}`
}
