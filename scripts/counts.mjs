/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const none = { passed: 0, failed: 0, skipped: 0 }

/**
 * @param {readonly Counts[]} counts
 * @returns {Counts}
 */
export function sum(counts) {
  return counts.reduce(
    (total, one) => ({
      passed: total.passed + one.passed,
      failed: total.failed + one.failed,
      skipped: total.skipped + one.skipped,
    }),
    none,
  )
}

/**
 * The line that people and machines look for.
 * @param {Counts} counts
 */
export function line({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped === 0 ? '' : `, ${skipped} skipped`}`
}

/**
 * Counts of Vitest's JSON report, for each suite.
 * @param {unknown} report what the JSON reporter wrote; undefined where the run ended without one
 * @param {number} code the exit code of the run
 * @param {(file: string) => string} suiteOf
 * @returns {Map<string, Counts>}
 */
export function ofVitest(report, code, suiteOf) {
  const suites = new Map()
  const add = (name, counts) => suites.set(name, sum([suites.get(name) ?? none, counts]))
  for (const file of report?.testResults ?? []) {
    const states = file.assertionResults.map(({ status }) => status)
    const failed = states.filter((status) => status === 'failed').length
    const passed = states.filter((status) => status === 'passed').length
    // A file that cannot be loaded, or whose hook throws, fails without a failed test.
    const broken = file.status === 'failed' && failed === 0 ? 1 : 0
    add(suiteOf(file.name), { passed, failed: failed + broken, skipped: states.length - passed - failed })
  }
  // An unhandled error, a crash of the runner, or no report at all.
  if (code !== 0 && sum([...suites.values()]).failed === 0) add('runner', { ...none, failed: 1 })
  return suites
}

/**
 * Counts of Playwright's JSON report, for each project.
 * @param {unknown} report
 * @param {number} code
 * @returns {Map<string, Counts>}
 */
export function ofPlaywright(report, code) {
  const projects = new Map()
  const add = (name, counts) => projects.set(name, sum([projects.get(name) ?? none, counts]))
  const visit = (suite) => {
    for (const inner of suite.suites ?? []) visit(inner)
    for (const spec of suite.specs ?? []) {
      for (const { projectName, status } of spec.tests) {
        add(projectName, {
          passed: status === 'expected' || status === 'flaky' ? 1 : 0,
          failed: status === 'unexpected' ? 1 : 0,
          skipped: status === 'skipped' ? 1 : 0,
        })
      }
    }
  }
  for (const suite of report?.suites ?? []) visit(suite)
  if (code !== 0 && sum([...projects.values()]).failed === 0) add('runner', { ...none, failed: 1 })
  return projects
}
