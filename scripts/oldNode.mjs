// Read by any Node that knows modules, so nothing newer than 2019 is written here.
var major = Number(process.versions.node.split('.')[0])

/** Ends the process with a sentence where this Node is too old to install Waypost's packages. */
export function refuseOldNode() {
  if (major >= 20) return
  console.error(
    'Waypost needs Node 20 or newer to set itself up, and this is Node ' +
      process.versions.node +
      '. Install Node 24 from https://nodejs.org and start again.',
  )
  process.exit(3)
}
