import { stripVTControlCharacters } from 'node:util'

/** Lines of an error that are repeated at the end; the rest stands where the test ran. */
const linesKept = 12

/**
 * What failed in a Vitest run, each with the beginning of its error.
 * @param {unknown} report what the JSON reporter wrote; undefined where the run ended without one
 * @param {(file: string) => string} suiteOf
 * @returns {readonly string[]}
 */
export function ofVitest(report, suiteOf) {
  return (report?.testResults ?? []).flatMap((file) => {
    const failed = file.assertionResults.filter(({ status }) => status === 'failed')
    if (failed.length === 0 && file.status === 'failed') return [entry(suiteOf(file.name), file.name, file.message)]
    return failed.map(({ fullName, failureMessages }) =>
      entry(suiteOf(file.name), fullName, failureMessages.join('\n')),
    )
  })
}

/**
 * What failed in a Playwright run, also where a second try passed.
 * @param {unknown} report
 * @returns {readonly string[]}
 */
export function ofPlaywright(report) {
  const visit = (suite) => [
    ...(suite.suites ?? []).flatMap(visit),
    ...(suite.specs ?? []).flatMap((spec) =>
      spec.tests
        .filter(({ status }) => status === 'unexpected' || status === 'flaky')
        .map(({ projectName, status, results }) =>
          entry(
            `e2e ${projectName}`,
            `${spec.file}: ${spec.title}${status === 'flaky' ? ' (passed at the second try)' : ''}`,
            results.find(({ errors }) => errors.length > 0)?.errors[0]?.message ?? 'no error was told',
          ),
        ),
    ),
  ]
  return (report?.suites ?? []).flatMap(visit)
}

/** @param {string} suite @param {string} name @param {string} error */
function entry(suite, name, error) {
  const lines = stripVTControlCharacters(error)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return [`${suite}: ${name}`, ...lines.slice(0, linesKept).map((line) => `    ${line}`)].join('\n')
}
