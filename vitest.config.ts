import { defineConfig } from 'vitest/config'

/** How a project differs from the others; everything else is the same for all. */
interface Suite {
  readonly name: string
  readonly folders: readonly string[]
  /** Milliseconds for one test, and for one hook. */
  readonly test: number
  readonly hook: number
  /** Suites with the same number run side by side; a higher number waits for the lower ones. */
  readonly group: number
  /** Files at once, where they mostly wait for servers of their own; else one fewer than the machine has cores. */
  readonly workers?: number
  /** One file after the other, where a suite holds a resource of the whole machine. */
  readonly alone?: true
}

const suites: readonly Suite[] = [
  { name: 'unit', folders: ['*'], test: 10_000, hook: 10_000, group: 0, workers: 2 },
  {
    name: 'engine',
    folders: ['engine', 'store', 'adapters', 'practice'],
    test: 15_000,
    hook: 20_000,
    group: 0,
    workers: 2,
  },
  {
    name: 'hosts',
    folders: ['hosts', 'electron', 'renderer'],
    test: 30_000,
    hook: 60_000,
    group: 1,
    workers: 2,
  },
  { name: 'keychain', folders: ['keychain'], test: 20_000, hook: 30_000, group: 2, alone: true },
  // Real Dovecot and Postfix: each file starts its own. The crash matrix mostly waits for processes that begin and die: servers go on beside it.
  { name: 'servers', folders: ['servers'], test: 60_000, hook: 60_000, group: 3, workers: 2 },
  { name: 'crash', folders: ['crash'], test: 600_000, hook: 120_000, group: 3, workers: 2 },
]

/** What `unit` leaves to the others. A folder that nobody names is run by `unit`, so no test is forgotten. */
const named = suites.flatMap(({ folders }) => folders).filter((folder) => folder !== '*')

export default defineConfig({
  test: {
    // The worker is a process of its own: native modules and open sockets end with it.
    pool: 'forks',
    projects: suites.map((suite) => ({
      extends: true as const,
      test: {
        name: suite.name,
        include: suite.folders.map((folder) => `test/${folder}/**/*.test.{ts,tsx}`),
        exclude: suite.name === 'unit' ? ['e2e', ...named].map((folder) => `test/${folder}/**`) : [],
        testTimeout: suite.test,
        hookTimeout: suite.hook,
        teardownTimeout: suite.hook,
        fileParallelism: suite.alone === undefined,
        ...(suite.workers !== undefined && { maxWorkers: suite.workers }),
        sequence: { groupOrder: suite.group },
        environment: 'node',
        unstubEnvs: true,
      },
    })),
  },
})
