import { spawn } from 'node:child_process'
import { constants } from 'node:os'

/**
 * @typedef {object} Ended
 * @property {number} code exit code; 128 + signal number where a signal ended it, 127 where it could not be started
 * @property {NodeJS.Signals | null} signal
 * @property {boolean} late whether it was ended because its time was over
 * @property {string} output what it wrote to both streams, empty where they were passed on
 */

/**
 * Runs a program to its end and keeps what it wrote.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, limit?: number, show?: boolean, input?: string, shell?: boolean }} options
 *   `limit` in milliseconds; `show` passes the streams on instead of keeping them
 * @returns {Promise<Ended>}
 */
export function run(program, args, { cwd, env = process.env, limit, show = false, input, shell = false } = {}) {
  return new Promise((done) => {
    const streams = show ? 'inherit' : 'pipe'
    const child = spawn(program, [...args], {
      cwd,
      env,
      shell,
      stdio: [input === undefined ? 'ignore' : 'pipe', streams, streams],
    })
    let output = ''
    let late = false
    const keep = (/** @type {Buffer} */ chunk) => (output += chunk.toString())
    child.stdout?.on('data', keep)
    child.stderr?.on('data', keep)
    if (input !== undefined) child.stdin?.end(input)
    const timer =
      limit === undefined
        ? undefined
        : setTimeout(() => {
            late = true
            child.kill('SIGKILL')
          }, limit)
    const stop = passSignals(child)
    const end = (/** @type {number} */ code, /** @type {NodeJS.Signals | null} */ signal) => {
      clearTimeout(timer)
      stop()
      done({ code, signal, late, output })
    }
    child.once('error', (error) => {
      output += `${error.message}\n`
      end(127, null)
    })
    child.once('close', (code, signal) => end(code ?? exitCodeOf(signal), signal))
  })
}

/**
 * Starts a host in the foreground: its streams are ours, signals reach it, its exit code is the answer.
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} options
 * @returns {Promise<{ code: number, signal: NodeJS.Signals | null }>}
 */
export function handOver(program, args, { cwd, env = process.env } = {}) {
  return new Promise((done) => {
    const child = spawn(program, [...args], { cwd, env, stdio: 'inherit' })
    const stop = passSignals(child)
    child.once('error', (error) => {
      stop()
      process.stderr.write(`${program} could not be started: ${error.message}\n`)
      done({ code: 127, signal: null })
    })
    child.once('close', (code, signal) => {
      stop()
      done({ code: code ?? exitCodeOf(signal), signal })
    })
  })
}

/** @param {import('node:child_process').ChildProcess} child */
function passSignals(child) {
  /** @type {readonly NodeJS.Signals[]} */
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    // A terminal sends Ctrl+C to the whole group, so the child has it already; a second one would mean "at once".
    if (signal === 'SIGINT' && process.stdin.isTTY) return
    child.kill(signal)
  }
  for (const signal of signals) process.on(signal, pass)
  return () => {
    for (const signal of signals) process.off(signal, pass)
  }
}

/** @param {NodeJS.Signals | null} signal */
function exitCodeOf(signal) {
  return signal === null ? 1 : 128 + constants.signals[signal]
}
