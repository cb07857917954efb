export { api, connect, onChanged, onEvent, useConnection } from './client.ts'
export { followJobs, noteJob, useJobOf, useJobs } from './jobs.ts'
export { reading } from './reading.ts'
export type { Entry, Reading } from './reading.ts'
