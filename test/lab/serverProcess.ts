import { spawn, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { createConnection } from 'node:net'
import { labAddress } from './people.ts'

/** One mail server that runs as a child, leader of its own process group. */
export interface ServerProcess {
  /** The pid of its master while it runs. */
  pid(): number | undefined
  /** Freezes the master and every worker: connections are accepted by the kernel and never answered. */
  pause(): void
  resume(): void
  /** Ends master and workers at once, as a power cut does. Done when none of them is left. */
  kill(): Promise<void>
  /** Ends it the orderly way. Done when no process of its group is left. */
  stop(): Promise<void>
  /** Starts it on the same ports and files; stops it first where it runs. Done when it greets. */
  restart(): Promise<void>
}

/** Ends what this process started, even when this process dies by a signal that nobody can catch. */
export interface Watchdog {
  watch(group: number): void
  forget(group: number): void
  close(): Promise<void>
}

// The shell sits in a session of its own and reads a pipe that only the test process holds: end of file means that
// the process is gone, whatever ended it.
const watchdogScript = `
trap '' HUP INT TERM
groups=
while read -r word group; do
  case $word in
    watch) groups="$groups $group" ;;
    forget) kept=; for one in $groups; do [ "$one" = "$group" ] || kept="$kept $one"; done; groups=$kept ;;
  esac
done
for one in $groups; do kill -s KILL -- "-$one" 2>/dev/null; done
rm -rf -- "$1" 2>/dev/null || { sleep 0.2; rm -rf -- "$1"; }
`

/** Starts the guard of one lab; `root` is removed when the test process ends. */
export function startWatchdog(root: string): Watchdog {
  const guard = spawn('/bin/sh', ['-c', watchdogScript, 'lab-watchdog', root], {
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  const ended = new Promise<void>((resolve) => guard.once('exit', () => resolve()))
  return {
    watch: (group) => void guard.stdin.write(`watch ${group}\n`),
    forget: (group) => void guard.stdin.write(`forget ${group}\n`),
    close: () => {
      guard.stdin.end()
      return ended
    },
  }
}

interface Launch {
  readonly command: string
  readonly args: readonly string[]
  /** The port whose greeting says that the server is ready. */
  readonly greetsOn: number
  /** How long the master has for an orderly end, in ms. */
  readonly graceMs: number
  readonly watchdog: Watchdog
  /** The server's own log, for the error of a start that failed. */
  log(): string
}

/** Starts a server and waits for its greeting. Throws with the end of its log where it ends or stays silent for 10 s. */
export async function startServer(launch: Launch): Promise<ServerProcess> {
  let running: { readonly child: ChildProcess; readonly group: number; readonly ended: Promise<void> } | undefined

  async function start(): Promise<void> {
    const child = spawn(launch.command, launch.args, { cwd: '/', detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    let complaint = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => (complaint += text))
    const ended = new Promise<void>((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', (failure) => {
        complaint += failure.message
        resolve()
      })
    })
    if (child.pid === undefined) {
      await ended
      throw new Error(`${launch.command} did not start: ${complaint}`)
    }
    const group = child.pid
    launch.watchdog.watch(group)
    running = { child, group, ended }
    const why = await Promise.race([ended.then(() => 'ended'), greeting(launch.greetsOn, 10_000)])
    if (why === 'greeted') return
    await end('SIGKILL')
    throw new Error(`${launch.command} ${why} before its greeting\n${complaint}${launch.log().slice(-2000)}`)
  }

  async function end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    if (running === undefined) return
    const { group, ended } = running
    running = undefined
    if (signal === 'SIGKILL') {
      signalGroup(group, 'SIGKILL')
    } else {
      signalGroup(group, 'SIGCONT')
      process.kill(group, 'SIGTERM')
    }
    const overdue = setTimeout(() => signalGroup(group, 'SIGKILL'), launch.graceMs)
    await ended
    clearTimeout(overdue)
    signalGroup(group, 'SIGKILL')
    await emptied(group)
    launch.watchdog.forget(group)
  }

  await start()
  return {
    pid: () => running?.group,
    pause: () => {
      if (running !== undefined) signalGroup(running.group, 'SIGSTOP')
    },
    resume: () => {
      if (running !== undefined) signalGroup(running.group, 'SIGCONT')
    },
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
    restart: async () => {
      await end('SIGTERM')
      await start()
    },
  }
}

function signalGroup(group: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(-group, signal)
  } catch (failure) {
    if ((failure as NodeJS.ErrnoException).code === 'ESRCH') return false
    throw failure
  }
}

/**
 * Waits until no process of the group runs. A dead one that init has not reaped yet still takes signals, so the
 * state is read from /proc; the kernel offers no event for it.
 */
async function emptied(group: number): Promise<void> {
  const deadline = performance.now() + 3_000
  while (groupMembers(group).length > 0 && performance.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}

/** The pids of a process group that still run. Source: proc(5), /proc/pid/stat: pid (name) state ppid pgrp. */
export function groupMembers(group: number): readonly number[] {
  return readdirSync('/proc').flatMap((entry) => {
    if (!/^\d+$/.test(entry)) return []
    try {
      const stat = readFileSync(`/proc/${entry}/stat`, 'latin1')
      const [state, , pgrp] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
      return Number(pgrp) === group && state !== 'Z' && state !== 'X' ? [Number(entry)] : []
    } catch {
      // It ended between the listing and the look.
      return []
    }
  })
}

/** Tries to connect until the server speaks. */
async function greeting(port: number, deadlineMs: number): Promise<'greeted' | 'stayed silent'> {
  const deadline = performance.now() + deadlineMs
  while (performance.now() < deadline) {
    const spoke = await new Promise<boolean>((resolve) => {
      const socket = createConnection({ host: labAddress, port, timeout: 2_000 })
      const answer = (outcome: boolean) => {
        socket.destroy()
        resolve(outcome)
      }
      socket.once('data', () => answer(true))
      socket.once('error', () => answer(false))
      socket.once('close', () => answer(false))
      socket.once('timeout', () => answer(false))
    })
    if (spoke) return 'greeted'
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  return 'stayed silent'
}
