// Evaluated before anything else of an entry: on Node 20 the database module crashes the process without a word.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 12)) {
  process.stderr.write(
    `Waypost needs Node 22.12 or newer, and this is Node ${process.versions.node}. Nothing was opened. ` +
      'Start it with `npm start`, which brings its own, or install Node 24.\n',
  )
  process.exit(3)
}
