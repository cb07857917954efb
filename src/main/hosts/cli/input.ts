import { fstatSync, readFileSync } from 'node:fs'
import { Cancelled, WrongUsage } from './exits.ts'
import { words } from '../../../words/index.ts'

/** How a command is told where a secret comes from: standard input or a file descriptor, never an argument (K1). */
export interface SecretSource {
  readonly stdin: boolean | undefined
  readonly fd: number | undefined
}

/** What may be read once: two options that both want standard input cannot both have it. */
export interface Input {
  /** All of standard input. */
  text(option: string): Promise<string>
  /** A secret without its last line end, else exactly as it came (C5); null where no source is named. */
  secret(source: SecretSource, what: string): Promise<string | null>
}

export function createInput(): Input {
  let takenBy: string | undefined
  const take = (option: string) => {
    if (takenBy !== undefined) throw new WrongUsage(words['cli.stdin-taken']({ first: takenBy, second: option }))
    takenBy = option
  }
  return {
    async text(option) {
      take(option)
      return (await readAll()).toString('utf8')
    },
    async secret({ stdin, fd }, what) {
      if (fd !== undefined) return withoutLineEnd(readDescriptor(fd, what))
      if (stdin !== true) return null
      take(`--${what}-stdin`)
      return process.stdin.isTTY ? askHidden(what) : withoutLineEnd(await readAll())
    },
  }
}

async function readAll(): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

function readDescriptor(fd: number, what: string): Buffer {
  try {
    fstatSync(fd)
    return readFileSync(fd)
  } catch {
    throw new WrongUsage(words['cli.fd-unreadable']({ fd, option: `--${what}-fd` }))
  }
}

const withoutLineEnd = (bytes: Buffer): string => bytes.toString('utf8').replace(/\r?\n$/, '')

/** Asks on the terminal without showing what is typed. */
function askHidden(what: string): Promise<string> {
  const { stdin, stderr } = process
  stderr.write(words['cli.ask-secret']({ what: what.replaceAll('-', ' ') }))
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  let typed = ''
  return new Promise((resolve, reject) => {
    const end = (act: () => void) => {
      stdin.setRawMode(false)
      stdin.off('data', read)
      stdin.pause()
      stderr.write('\n')
      act()
    }
    const read = (text: string) => {
      for (const character of text) {
        if (character === '\r' || character === '\n' || character === '\u0004') return end(() => resolve(typed))
        if (character === '\u0003') return end(() => reject(new Cancelled()))
        typed =
          character === '\u007f' || character === '\b' ? Array.from(typed).slice(0, -1).join('') : typed + character
      }
      return undefined
    }
    stdin.on('data', read)
    stdin.resume()
  })
}
