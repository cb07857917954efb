// Owns the Secret Service's name on the session bus and never answers a call.
import { connect } from 'node:net'
import {
  busDriver,
  busMessage,
  secretServiceName,
  sessionBusPaths,
} from '../../src/main/adapters/keychain/sessionBus.ts'

const [path] = sessionBusPaths(process.env)
const socket = connect({ path: path ?? '' })
const uid = Buffer.from(String(process.getuid?.() ?? 0)).toString('hex')
socket.write(`\0AUTH EXTERNAL ${uid}\r\n`)
socket.once('data', () => {
  socket.write('BEGIN\r\n')
  socket.write(busMessage(1, { ...busDriver, member: 'Hello' }))
  socket.write(busMessage(2, { ...busDriver, member: 'RequestName', text: secretServiceName, number: 0 }))
  socket.on('data', (bytes) => {
    // The bus's signal that the name is ours.
    if (bytes.includes(secretServiceName)) process.stdout.write('ready\n')
  })
})
socket.on('close', () => process.exit(0))
