import '../rightNode.ts'
import { parseArgs } from 'node:util'
import manifest from '../../../../package.json' with { type: 'json' }
import { osKeychain } from '../../adapters/keychain/osKeychain.ts'
import { FolderUnusable, NetworkShareRefused, OwnerUnreachable, PlaceNotSafe } from '../own-or-attach/index.ts'
import { pageFolder } from '../page.ts'
import { endOnSignals } from '../shutdown.ts'
import { recentWorkspaces } from '../recentWorkspaces.ts'
import { hostWorkspaces, placesOf, practicePortsOf, recentFilePath, sentenceOf, type Which } from '../workspaces.ts'
import { serveWeb, type WebServer } from './server.ts'

const usage = `Usage: web.js [--workspace FILE] [--practice] [--port N]
  --workspace FILE  the workspace to open; without it the one of this user
  --practice        the practice workspace, or FILE as one
  --port N          the port on 127.0.0.1; without it 4310, or any free one
`

const say = (line: string) => process.stdout.write(`${line}\n`)
const complain = (line: string) => process.stderr.write(`${line}\n`)

/** What this machine or folder does not give, in the exit codes of the command line. */
const notHere = [FolderUnusable, NetworkShareRefused, OwnerUnreachable, PlaceNotSafe]

/** Exit codes as on the command line (K2). */
process.exitCode = await start()

async function start(): Promise<number | undefined> {
  const options = optionsOf(process.argv.slice(2))
  if (options === undefined) return 2
  if (options === 'help') {
    say(usage)
    return 0
  }
  const { places, first } = placesOf(options, process.env, process.platform)
  let server: WebServer | undefined
  // Loaded while the port is being opened: the database, the mail clients and the keychain are most of the start.
  const engine = import('../openEngine.ts')
  const workspaces = hostWorkspaces({
    host: 'web',
    version: manifest.version,
    keychainName: osKeychain().name,
    places,
    recent: recentWorkspaces(recentFilePath(process.env, process.platform)),
    openEngine: async (wanted) => (await engine).openEngine({ ...wanted, practicePorts: practicePortsOf(process.env) }),
    freshUrl: (which: Which) => server?.freshUrl(which),
    troubled: (error) => complain(sentenceOf(error)),
  })
  const opening = workspaces.open(first)
  // Heard of below, after the port is open or refused.
  opening.catch(() => {})
  try {
    server = await serveWeb({
      port: options.port,
      folder: pageFolder(import.meta.dirname),
      newView: (which) => workspaces.view(which),
    })
    const link = await opening
    const elsewhere = link.owner() ? undefined : await link.freshUrl()
    if (elsewhere !== undefined) {
      say(`Waypost runs already. Open ${elsewhere}`)
      await server.close()
      await workspaces.close()
      return 0
    }
    endOnSignals(async () => {
      await server?.close()
      await workspaces.close()
    })
    say(`Open ${server.freshUrl(first)}`)
    return undefined
  } catch (error) {
    complain(explained(error, options.port))
    await server?.close()
    await workspaces.close()
    return notHere.some((kind) => error instanceof kind) ? 3 : 1
  }
}

function explained(error: unknown, port: number | undefined): string {
  if ((error as NodeJS.ErrnoException | undefined)?.code === 'EADDRINUSE') {
    return `Port ${port} is taken by another program. Name another one, or leave --port out: then any free one is taken.`
  }
  return sentenceOf(error)
}

interface Options {
  readonly workspace: string | undefined
  readonly practice: boolean
  readonly port: number | undefined
}

function optionsOf(args: string[]): Options | 'help' | undefined {
  try {
    const { values } = parseArgs({
      args,
      options: {
        workspace: { type: 'string' },
        practice: { type: 'boolean', default: false },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) return 'help'
    const port = values.port === undefined ? undefined : Number(values.port)
    if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port <= 65_535)) {
      complain(`${values.port} is no port. A port is a number from 0 to 65535.`)
      return undefined
    }
    return { workspace: values.workspace, practice: values.practice, port }
  } catch (error) {
    complain(sentenceOf(error))
    complain(usage)
    return undefined
  }
}
